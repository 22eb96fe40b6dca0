"""Units: the source texts that translators see one at a time."""

from __future__ import annotations

from dataclasses import dataclass

PLAIN_KINDS = frozenset({"description", "alternative text", "literal", "interface"})
"""Kinds whose text is shown as it is, without markup."""


@dataclass(frozen=True)
class Unit:
    """One source string: its id, its text and its place.

    `id` is the anchor of the section, then the kind with its number in the section
    (`the-role-of-running/paragraph-2`); `section` the path of headings; `place` the source file;
    `flags` gettext's flags (`python-format`); `note` a comment for translators.
    """

    id: str
    domain: str
    kind: str
    text: str
    section: tuple[str, ...] = ()
    place: str = ""
    flags: tuple[str, ...] = ()
    note: str = ""

    @property
    def markup(self) -> bool:
        """Whether the text is reStructuredText."""
        return self.kind not in PLAIN_KINDS


@dataclass(frozen=True)
class Document:
    """One document of the source: its domain, its date, and its units in order.

    `errata` are the ids of units whose translations a maintainer has withdrawn.
    """

    domain: str
    units: tuple[Unit, ...]
    date: str = ""
    errata: frozenset[str] = frozenset()

    @property
    def messages(self) -> dict[str, Unit]:
        """The first unit of each text: gettext keeps one message for equal texts.

        Of equal texts of different kinds, the one with markup is used: its checks are stricter.
        """
        units: dict[str, Unit] = {}
        for unit in self.units:
            if unit.text not in units or (unit.markup and not units[unit.text].markup):
                units[unit.text] = unit
        return units


@dataclass(frozen=True)
class Source:
    """All documents, those of the articles and the interface's."""

    documents: tuple[Document, ...]

    def document(self, domain: str) -> Document | None:
        """The document of this domain, or None."""
        return next((document for document in self.documents if document.domain == domain), None)
