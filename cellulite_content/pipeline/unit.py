"""Units: the pieces of source text that translators see one at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from docutils import nodes
from sphinx.util.nodes import extract_messages

PLAIN_KINDS = frozenset({"description", "alternative text", "literal", "interface"})
"""Kinds whose text is not markup: what stands there is shown as it stands."""

_PLACES: tuple[tuple[type[nodes.Element], str], ...] = (
    (nodes.footnote, "footnote"),
    (nodes.caption, "caption"),
    (nodes.list_item, "list item"),
    (nodes.thead, "table heading"),
    (nodes.entry, "table cell"),
    (nodes.definition, "definition"),
    (nodes.Admonition, "note"),
)


@dataclass(frozen=True)
class Unit:
    """One source string: its id, its text, and where a reader meets it.

    `id` is the anchor of the section, then the kind with its number in the section
    (`the-role-of-running/paragraph-2`); `section` the path of headings; `place` the source file;
    `flags` what gettext calls flags (`python-format`); `note` a word to the translators.
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
        """Whether the text is reStructuredText, and not shown as it stands."""
        return self.kind not in PLAIN_KINDS


@dataclass(frozen=True)
class Document:
    """One document of the source: its domain, the date it states, and its units in order."""

    domain: str
    units: tuple[Unit, ...]
    date: str = ""

    @property
    def messages(self) -> dict[str, Unit]:
        """The first unit of each text: gettext keeps one message for equal texts.

        Where equal texts are of different kinds, the one with markup counts: its rules are
        the stricter ones.
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
        return next((each for each in self.documents if each.domain == domain), None)


def mark_units(tree: nodes.document) -> None:
    """Give each translatable node of a freshly read tree its unit's id, as attribute `unit`.

    It must run before Sphinx puts translations into the tree, so that the ids are those of the
    source in every language.
    """
    numbers: Counter[tuple[str, str]] = Counter()
    for node, _ in extract_messages(tree):
        anchor, kind = _anchor(node), kind_of(node)
        if kind in ("title", "description"):
            node["unit"] = kind
            continue
        numbers[anchor, kind] += 1
        word = kind.replace(" ", "-")
        node["unit"] = f"{anchor}/{word}-{numbers[anchor, kind]}"
    for node, text in extract_messages(tree):
        # Translation overwrites the alternative text; what falls back is told by the source's.
        node["unit-text"] = text


def units_of(tree: nodes.document, domain: str, place: str) -> tuple[Unit, ...]:
    """The units of an untranslated tree that `mark_units` has marked, in reading order."""
    return tuple(
        Unit(node["unit"], domain, kind_of(node), text, _headings(node), place)
        for node, text in extract_messages(tree)
        if "unit" in node
    )


def kind_of(node: nodes.Element) -> str:
    """What the node is to a translator: `title`, `heading 2`, `paragraph`, `list item` …"""
    if isinstance(node, nodes.meta):
        return "description"
    if isinstance(node, nodes.image):
        return "alternative text"
    if isinstance(node, nodes.literal_block | nodes.doctest_block):
        return "literal"
    if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
        level = len(_sections(node))
        return "title" if level == 1 else f"heading {level}"
    ancestor: nodes.Node | None = node
    while ancestor is not None:
        for element, kind in _PLACES:
            if isinstance(ancestor, element):
                return kind
        ancestor = ancestor.parent
    return node.tagname


def _sections(node: nodes.Node) -> list[nodes.section]:
    sections = []
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.section):
            sections.append(parent)
        parent = parent.parent
    return sections[::-1]


def _anchor(node: nodes.Node) -> str:
    sections = _sections(node)
    if len(sections) < 2:
        return "introduction"
    return str(sections[-1]["ids"][0])


def _headings(node: nodes.Node) -> tuple[str, ...]:
    """The headings above the node; a heading stands in the section above its own."""
    sections = _sections(node)
    if isinstance(node, nodes.title):
        sections = sections[:-1]
    return tuple(section[0].astext() for section in sections)
