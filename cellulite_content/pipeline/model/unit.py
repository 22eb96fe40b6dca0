"""Units: the source texts that translators see one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

PLAIN_KINDS = frozenset(
    {"description", "alternative text", "literal", "interface", "math_block", "toctree"}
)
"""Kinds whose text is shown as it is, without markup."""


@dataclass(frozen=True)
class Dialect:
    """How a project's reStructuredText reads roles; equal for all its units.

    `default_role` is the role of bare text between backticks, as in `conf.py`; `display_roles` and
    `text_roles` are the names of roles that the sources or extensions define: those that only
    change how text looks, and those whose whole text is what they refer to.
    """

    default_role: str = ""
    display_roles: frozenset[str] = frozenset()
    text_roles: frozenset[str] = frozenset()


_PLAIN_DIALECT = Dialect()


@dataclass(frozen=True)
class Unit:
    """One source string: its id, its text and its place.

    `id` is the anchor of the section, then the kind with its number in the section
    (`the-role-of-running/paragraph-2`); `section` the path of headings; `place` the source file;
    `flags` gettext's flags (`python-format`); `note` a comment for translators. `in_glossary` is
    true for a term of a glossary, `dialect` says how its markup is read. `conditional` is true for
    a text that only some formats show (`only`), and `embedded` for that of a substitution, which is
    shown inside other texts.
    """

    id: str
    domain: str
    kind: str
    text: str
    section: tuple[str, ...] = ()
    place: str = ""
    flags: tuple[str, ...] = ()
    note: str = ""
    in_glossary: bool = False
    dialect: Dialect = _PLAIN_DIALECT
    conditional: bool = False
    embedded: bool = False

    @property
    def heading(self) -> bool:
        """Whether the text is that of a title: of a section, a table or a box."""
        return self.kind.startswith(("title", "heading"))

    @property
    def names_section(self) -> bool:
        """Whether the text is the title of a section, which links can name."""
        return self.heading and not self.kind.startswith("heading of")

    @property
    def markup(self) -> bool:
        """Whether the text is reStructuredText."""
        return self.kind not in PLAIN_KINDS


class GlossaryTerm(NamedTuple):
    """A term of a glossary: its name in lower case, and the message that translates it."""

    name: str
    domain: str
    message: str


@dataclass(frozen=True)
class Document:
    """One document of the source: its domain, its date, and its units in order.

    `errata` are the ids of units whose translations a maintainer has withdrawn. `link_names` are
    the names that links in the source use, `explicit_names` those of them that are no heading's
    name but a target's. `terms` are the terms of the project's glossaries to
    which its units refer. `chapters` are the domains of an article's chapters in reading order;
    `article` is the domain of the article to which a chapter belongs, for an article its own, and
    empty for a document in no list of contents.
    """

    domain: str
    units: tuple[Unit, ...]
    date: str = ""
    errata: frozenset[str] = frozenset()
    link_names: frozenset[str] = frozenset()
    explicit_names: frozenset[str] = frozenset()
    terms: tuple[GlossaryTerm, ...] = ()
    chapters: tuple[str, ...] = ()
    article: str = ""
    authors: tuple[str, ...] = ()

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

    @property
    def articles(self) -> dict[str, str]:
        """The article of each article and chapter, by domain."""
        return {each.domain: each.article for each in self.documents if each.article}

    @property
    def pages(self) -> dict[str, str]:
        """The article of each document with a page, by domain; itself for one in no list."""
        return {
            each.domain: each.article or each.domain
            for each in self.documents
            if any(unit.kind == "title" for unit in each.units)
        }

    def document(self, domain: str) -> Document | None:
        """The document of this domain, or None."""
        return next((document for document in self.documents if document.domain == domain), None)
