"""Edits: texts that were saved and can be undone, and texts that are typed and not saved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..pipeline.catalogs.catalog import Catalog, Entry
from ..pipeline.catalogs.message_edit import (
    Translation,
    edit_message,
    translated,
    translation_of,
)
from ..pipeline.errors import ProjectError
from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project
from .messages import State


@dataclass(frozen=True)
class Edit:
    """A saved edit: the texts before and after it."""

    domain: str
    key: str
    before: Translation
    after: Translation


@dataclass
class Edits:
    """The saved edits of a locale, the last one at the end."""

    project: Project
    locale: Locale
    saved: list[Edit] = field(default_factory=list)

    def save(
        self, domain: str, key: str, entry: Entry | None, seen: Translation, new: Translation
    ) -> None:
        """Write one translation into its catalog; `entry` is the one that was read last.

        Raises `EditConflictError` and `ProjectError` as `edit_message`; then nothing is written.
        """
        edit_message(self.project, self.locale, domain, key, seen, new)
        if seen != new:
            before = translation_of(entry) if entry else seen  # with the program that has made it
            self.saved.append(Edit(domain, key, before if before == seen else seen, new))

    def undo(self) -> Edit:
        """Take back the last edit that is still in the file. Returns it.

        Raises `ProjectError` if there is none, or if another program has changed the entry since.
        """
        if not self.saved:
            raise ProjectError("there is nothing to undo")
        edit = self.saved[-1]
        edit_message(self.project, self.locale, edit.domain, edit.key, edit.after, edit.before)
        self.saved.pop()
        return edit


@dataclass(frozen=True)
class Draft:
    """A text that is typed and not saved: its state, and the page with it.

    The page is None if the text changes nothing on it.
    """

    state: State
    page: str | None


def with_translation(catalog: Catalog, key: str, new: Translation) -> Catalog:
    """The catalog with another translation of a message, for the gate: its text stays."""
    entries = (
        translated(entry, new) if entry.key == key and not entry.obsolete else entry
        for entry in catalog.entries
    )
    return replace(catalog, entries=tuple(entries))
