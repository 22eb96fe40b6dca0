"""Units: the source texts that translators see one at a time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

FIGURE_LABEL = "figure label"
"""The kind of the words in an SVG picture."""

INDEX_ENTRY = "index entry"
"""The kind of the texts of index entries."""

PLAIN_KINDS = frozenset(
    {
        "description",
        "alternative text",
        FIGURE_LABEL,
        "literal",
        "interface",
        "math_block",
        "toctree",
        INDEX_ENTRY,
    }
)
"""Kinds whose text is shown as it is, without markup."""


_CONTEXT_END = "\x04"
"""What gettext writes between context and text in compiled catalogs."""


def message_key(context: str | None, text: str) -> str:
    """The key of a message in compiled catalogs: its text, behind its context if it has one."""
    return text if context is None else f"{context}{_CONTEXT_END}{text}"


def split_key(key: str) -> tuple[str | None, str]:
    """The context, or None, and the text of a message with this key."""
    context, end, text = key.partition(_CONTEXT_END)
    return (context, text) if end else (None, key)


def text_digest(text: str) -> str:
    """The digest of a unit's text in the list of unit ids: 8 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class MarkdownSyntax:
    """How the texts of a Markdown document are read; equal for all its units.

    `math` says whether `$` begins a formula, and whether a space or a digit may be beside it; it is
    empty where `$` is a character. `disabled` are the rules of Markdown that the project has turned
    off, `schemes` those of addresses, and `references` the addresses of links by label. `templates`
    are what the project makes of addresses with some of the schemes, with the names that MyST has
    for it; `new_tab` says that links open a new window.
    """

    math: tuple[bool, bool] | None = None
    disabled: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ("ftp", "http", "https", "mailto")
    references: tuple[tuple[str, str], ...] = ()
    templates: tuple[tuple[str, tuple[tuple[str, str | tuple[str, ...]], ...]], ...] = ()
    new_tab: bool = False


@dataclass(frozen=True)
class Dialect:
    """How the sources' markup is read: equal for all units of a document.

    `default_role` is the role of bare text between backticks, as in `conf.py`; `display_roles` and
    `text_roles` are the names of roles that the sources or extensions define: those that only
    change how text looks, and those whose whole text is what they refer to. `markdown` is None for
    a document in reStructuredText.
    """

    default_role: str = ""
    display_roles: frozenset[str] = frozenset()
    text_roles: frozenset[str] = frozenset()
    markdown: MarkdownSyntax | None = None


_PLAIN_DIALECT = Dialect()


@dataclass(frozen=True)
class Unit:
    """One source string: its id, its text and its place.

    `id` is the anchor of the section, then the kind with its number in the section
    (`the-role-of-running/paragraph-2`); `section` the path of headings; `place` the source file;
    `flags` gettext's flags (`python-format`); `note` a comment for translators. `in_glossary` is
    true for a term of a glossary, `dialect` says how its markup is read. `conditional` is true for
    a text that only some formats show (`only`), and `embedded` for one that is not shown by itself:
    that of a substitution, or one that only builders of an adopted project show. `context` names
    the meaning of the text where the source says so; equal texts of different contexts are
    different messages.
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
    context: str = ""

    @property
    def key(self) -> str:
        """The key of its message, which other units with the same text and context share."""
        return message_key(self.context or None, self.text)

    @property
    def own_key(self) -> str:
        """The key of a message for this unit alone, which a translator may add: the context is the
        unit's id."""
        return message_key(self.id, self.text)

    def key_in(self, accepted: Container[str]) -> str:
        """The key of the message that translates it, if any does: its own or the shared one."""
        return self.own_key if self.own_key in accepted else self.key

    @property
    def heading(self) -> bool:
        """Whether the text is that of a title: of a section, a table or a box."""
        return _is_heading(self.kind)

    @property
    def names_section(self) -> bool:
        """Whether the text is the title of a section, which links can name."""
        return self.heading and not self.kind.startswith("heading of")

    @property
    def markup(self) -> bool:
        """Whether the text has markup: reStructuredText or Markdown."""
        return self.kind not in PLAIN_KINDS

    @property
    def markdown(self) -> MarkdownSyntax | None:
        """How its Markdown is read; None for reStructuredText."""
        return self.dialect.markdown


@cache  # a few kinds, and many questions for each message
def _is_heading(kind: str) -> bool:
    return kind.startswith(("title", "heading"))


class GlossaryTerm(NamedTuple):
    """A term of a glossary: its name in lower case, and the key of the message that translates it;
    `own_message` is that of its unit's own message, which goes before if it is there. `markdown`
    says how its glossary is read."""

    name: str
    domain: str
    message: str
    own_message: str = ""
    markdown: MarkdownSyntax | None = None


class Substitution(NamedTuple):
    """A substitution by its name, `|name|`: the id of the unit with its text, or else the text."""

    name: str
    unit: str
    text: str = ""


@dataclass(frozen=True)
class Document:
    """One document of the source: its domain, its date, and its units in order.

    `errata` are the ids of units whose translations a maintainer has withdrawn. `link_names` are
    the names that links in the source use, `explicit_names` those of them that are no heading's
    name but a target's. `terms` are the terms of the project's glossaries to
    which its units refer. `chapters` are the domains of an article's chapters in reading order;
    `article` is the domain of the article to which a chapter belongs, for an article its own, and
    empty for a document in no list of contents. `markdown` is None for reStructuredText.
    `title_substitutions` are those that the title shows, also by way of others.
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
    markdown: MarkdownSyntax | None = None
    title_substitutions: tuple[Substitution, ...] = ()

    @property
    def messages(self) -> dict[str, Unit]:
        """The first unit of each message by its key: gettext has one message for equal texts.

        Of equal texts of different kinds, the one with markup is used: its checks are stricter.
        """
        units: dict[str, Unit] = {}
        for unit in self.units:
            key = unit.key
            if key not in units or (unit.markup and not units[key].markup):
                units[key] = unit
        return units

    @cached_property
    def listed_units(self) -> dict[str, Unit]:
        """The units that lists of articles show, by id: title, description, and those of the
        title's substitutions."""
        names = {"title", "description", *(each.unit for each in self.title_substitutions)}
        return {unit.id: unit for unit in self.units if unit.id in names}

    @property
    def has_page(self) -> bool:
        """Whether it has a page of its own: neither the interface nor the root has one."""
        return any(unit.kind == "title" for unit in self.listed_units.values())

    @property
    def occurrences(self) -> dict[str, Unit]:
        """The units by the keys of their own messages; none for strings of the interface."""
        return {unit.own_key: unit for unit in self.units if unit.kind != "interface"}

    @property
    def withdrawn(self) -> frozenset[str]:
        """The keys of all messages of the units in `errata`."""
        units = [unit for unit in self.units if unit.id in self.errata]
        return frozenset(key for unit in units for key in (unit.key, unit.own_key))

    def own_keys(self, messages: Mapping[str, Unit]) -> dict[str, tuple[str, ...]]:
        """The keys of all units' own messages, by shared key, where any is among the messages."""
        keys: dict[str, list[str]] = {}
        for unit in self.units if _have_contexts(messages) else ():
            keys.setdefault(unit.key, []).append(unit.own_key)
        return {
            key: tuple(own) for key, own in keys.items() if any(each in messages for each in own)
        }

    def scattered(self, messages: Mapping[str, Unit]) -> tuple[str, ...]:
        """The keys of the messages with one text, of which a unit may not be in all formats."""
        if not _have_contexts(messages):
            return ()
        counts = Counter(unit.text for unit in messages.values())
        texts = {
            unit.text
            for unit in self.units
            if counts[unit.text] > 1 and (unit.conditional or not unit.markup)
        }
        return tuple(key for key, unit in messages.items() if unit.text in texts)


def _have_contexts(messages: Mapping[str, Unit]) -> bool:
    return any(unit.context for unit in messages.values())


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
            each.domain: each.article or each.domain for each in self.documents if each.has_page
        }

    def document(self, domain: str) -> Document | None:
        """The document of this domain, or None."""
        return next((document for document in self.documents if document.domain == domain), None)
