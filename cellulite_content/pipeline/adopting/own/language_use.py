"""The uses of the language before translations are inserted, in a build by a project's own builder.

What Sphinx's own code has set by then is known, and is set again for each locale. The uses by
extensions and by `conf.py` are noted: of the setting `language`, and of words of a catalog.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sphinx.config import Config

from ...source.sphinx_builds import labels_noted, word_of

_KNOWN = (
    *("sphinx.", "docutils.", "cellulite_content."),
    *(f"sphinxcontrib.{name}." for name in "applehelp devhelp htmlhelp jsmath qthelp".split()),
    "sphinxcontrib.serializinghtml.",
)
_BETWEEN = ("sphinx.config", "sphinx.locale", "gettext", __name__)
_CONF_PY = "conf.py"


@dataclass
class DocumentUse:
    """What a document depends on: words with their translations, or the language itself."""

    words: dict[tuple[tuple[str, str], str], str] = field(default_factory=dict)
    is_fixed: bool = False

    @property
    def is_elsewhere_equal(self) -> bool:
        """Whether reading the document would give the same in the language that is set now."""
        return not self.is_fixed and all(
            word_of(key, message) == text for (key, message), text in self.words.items()
        )


@dataclass
class LanguageUse:
    """The users of the language: modules before the first document is read, and documents."""

    modules: set[str] = field(default_factory=set)
    document: DocumentUse | None = None

    def note_setting(self) -> None:
        """Note that the setting was read."""
        if self.document is not None:
            self.document.is_fixed = True
        else:
            self._note_module()

    def note_word(self, key: tuple[str, str], message: str, text: str) -> None:
        """Note that a word was translated."""
        if self.document is not None:
            self.document.words[key, message] = text
        else:
            self._note_module()

    def _note_module(self) -> None:
        frame = sys._getframe(2)
        while frame.f_back and frame.f_globals.get("__name__") in _BETWEEN:
            frame = frame.f_back
        module = frame.f_globals.get("__name__") or _CONF_PY
        if not f"{module}.".startswith(_KNOWN):
            self.modules.add(module)

    @contextmanager
    def in_document(self) -> Iterator[DocumentUse]:
        """Note the uses while a document is read."""
        self.document = DocumentUse()
        try:
            with labels_noted(self.note_setting):
                yield self.document
        finally:
            self.document = None


def noting_config(use: LanguageUse) -> type[Config]:
    """A class of settings that notes each use of the language."""

    class NotingConfig(Config):
        @property
        def language(self) -> Any:
            use.note_setting()
            known = vars(self)
            return known["language"] if "language" in known else self.__getattr__("language")

        @language.setter
        def language(self, value: Any) -> None:
            vars(self)["language"] = value

    return NotingConfig
