"""The suggester: all suggestions for one locale, and which texts a program has made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...pipeline.catalogs.catalog import Catalog
from ...pipeline.catalogs.message_edit import Translation
from ...pipeline.model.locale import Locale
from ...pipeline.model.project import Project
from ..messages import Message
from .memory_files import MemoryFiles
from .similar_texts import Suggestion, catalog_pairs, similar_texts
from .user_program import ProgramAnswer, UserProgram

_Name = tuple[str, str]
"""The domain and the key of a message."""


@dataclass
class Suggester:
    """Suggestions from the catalogs and memories of a locale, and of the user's program, if any.

    `faults` are why memories are not read, a line each.
    """

    project: Project
    locale: Locale
    program: UserProgram | None = None
    faults: tuple[str, ...] = ()
    _memory: MemoryFiles = field(init=False)
    _made: dict[_Name, set[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._memory = MemoryFiles(self.project, self.locale)

    def read_memory(self) -> None:
        """Read the memories that have changed, which may take seconds."""
        self.faults = self._memory.read().faults

    def similar(self, message: Message, catalogs: Mapping[str, Catalog | None]) -> list[Suggestion]:
        """The translations of similar texts in all catalogs and memories."""
        self.read_memory()
        unit, entry = message.unit, message.entry
        present = [(name, catalog) for name, catalog in catalogs.items() if catalog]
        pairs = [*catalog_pairs(unit.domain, entry, present), *self._memory.last.pairs]
        return similar_texts(unit.text, pairs, entry.msgstr if entry else "")

    def ask_program(self, message: Message) -> ProgramAnswer:
        """What the user's program suggests; nothing without one."""
        if self.program is None:
            return ProgramAnswer()
        unit = message.unit
        answer = self.program.ask(unit.text, self.project.source_locale.tag, self.locale.tag)
        self._made.setdefault((unit.domain, unit.key), set()).update(answer.translations)
        return answer

    def marked(self, name: _Name, seen: Translation, new: Translation) -> Translation:
        """A new translation as it is saved: fuzzy, with its origin, if the program has made it.

        A person who saves it once more without the mark has checked it.
        """
        is_made = self.program is not None and new.text in self._made.get(name, ())
        is_checked = seen.text == new.text and not new.fuzzy
        if not is_made or is_checked or self.program is None:
            return new
        return Translation(new.text, True, self.program.name)
