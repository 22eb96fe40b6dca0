"""Units in a tree: which node holds which unit, and the kind of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import extract_messages, traverse_translatable_index

from ..model.unit import Dialect, Unit, message_key
from .constructs.contexts import mark_contexts
from .message_markup import read_markup
from .roles import canonical_name

_KINDS: tuple[tuple[Any, str], ...] = (
    (nodes.footnote, "footnote"),
    (nodes.caption, "caption"),
    (nodes.list_item, "list item"),
    (nodes.entry, "table cell"),
    (nodes.definition, "definition"),
    (nodes.Admonition, "note"),
)


INDEX = "index entry"
"""The kind of the texts of index entries, which `gettext_additional_targets` asks for."""

CONTENTS = "toctree"
"""The kind of the captions and titles in a list of contents. Its node has several units: the
attribute `units` has their ids by text."""


def mark_units(tree: nodes.document, default_role: str = "", *, is_root: bool = False) -> None:
    """Set the attribute `unit` of each translatable node of a newly read tree to its unit's id.

    The tree's attribute `link-names` becomes the names that its links use, `explicit-names` those
    of its targets, `default-role` the role of bare text, and `role-names` the roles that its units
    use. The attributes `unit-context` and `unit-note` of a node are the context and the note
    for translators that the source gives its text.
    Hidden lists of contents have no units but in the root, whose page shows them.

    It must run before Sphinx inserts translations, so that all are those of the source in
    every language.
    """
    tree["default-role"] = default_role
    tree["explicit-names"] = explicit_names(tree)
    tree["link-names"] = link_names(tree)
    numbers: Counter[tuple[str, str]] = Counter()
    for node, text in _messages(tree):
        if _in_docinfo(node):
            continue
        anchor, kind = anchor_of(node), kind_of(node)
        if kind == CONTENTS and node.get("hidden") and not is_root:
            continue
        numbers[anchor, kind] += 1
        unit_id = f"{anchor}/{kind.replace(' ', '-')}-{numbers[anchor, kind]}"
        if kind == CONTENTS:
            node["units"] = {**node.get("units", {}), text: unit_id}
            continue
        node["unit"] = kind if kind in ("title", "description") else unit_id
        # Translation overwrites the alternative text; the source text shows what falls back.
        node["unit-text"] = text
    mark_contexts(tree)
    tree["role-names"] = sorted(_role_names(tree, Dialect(default_role)))


def explicit_names(tree: nodes.document) -> list[str]:
    """The names that the source gives to places (`.. _name:`)."""
    return sorted(name for name, explicit in tree.nametypes.items() if explicit)


def link_names(tree: nodes.document) -> list[str]:
    """The names that the links of a newly read tree use."""
    return sorted(
        name
        for name, references in tree.refnames.items()
        if any(isinstance(node, nodes.reference | nodes.target) for node in references)
    )


def unmarked_units(tree: nodes.document, domain: str, default_role: str) -> Iterator[Unit]:
    """A unit for each message that stock Sphinx looks up in a newly read tree, without contexts;
    the tree stays as it is. Raw texts, which no gate can check, have none."""
    numbers: Counter[tuple[str, str]] = Counter()
    dialect = Dialect(default_role)
    for node, text in _messages(tree):
        if isinstance(node, nodes.raw) or _in_docinfo(node):
            continue
        is_alternative = isinstance(node, nodes.image) and node.get("alt") == text
        # The address of a picture is written as a directive.
        kind = (
            "paragraph" if isinstance(node, nodes.image) and not is_alternative else kind_of(node)
        )
        anchor = anchor_of(node)
        numbers[anchor, kind] += 1
        unit_id = f"{anchor}/{kind.replace(' ', '-')}-{numbers[anchor, kind]}"
        yield Unit(
            kind if kind in ("title", "description") else unit_id,
            domain,
            kind,
            text,
            _headings(node),
            in_glossary=isinstance(node, nodes.term) and _is_in_glossary(node),
            dialect=dialect,
            conditional=_is_conditional(node),
            embedded=_is_embedded(node),
        )


def index_units(tree: nodes.document, domain: str) -> Iterator[Unit]:
    """A unit for each text of the index entries of a tree, as Sphinx's builder `gettext` has."""
    texts = (
        (node, text)
        for node, entries in traverse_translatable_index(tree)
        for kind, value, *_ in entries
        for text in split_index_msg(kind, value)
    )
    for number, (text, node) in enumerate({text: node for node, text in texts}.items(), 1):
        name = f"{anchor_of(node)}/index-entry-{number}"
        yield Unit(name, domain, INDEX, text, _headings(node), embedded=True)


def _role_names(tree: nodes.document, dialect: Dialect) -> set[str]:
    return {
        canonical_name(role.name, dialect)
        for node in tree.findall(nodes.Element)
        # A role needs a backquote; most texts have none and need not be read.
        if "`" in node.get("unit-text", "")
        for role in read_markup(node["unit-text"]).roles
    }


def units_of(
    tree: nodes.document, domain: str, place_of: Callable[[nodes.Element], str]
) -> tuple[Unit, ...]:
    """The units of an untranslated tree that `mark_units` has marked, in reading order.

    `place_of` gives the file of a node's text, which may be one that the document includes.
    """
    dialect = Dialect(tree.get("default-role", ""))
    # A text may put a picture, which is defined once, in several places.
    texts = {
        name: (node, text)
        for node, text in _messages(tree)
        for name in [_unit_id(node, text)]
        if name
    }
    return tuple(
        Unit(
            name,
            domain,
            kind_of(node),
            text,
            _headings(node),
            place_of(node),
            in_glossary=isinstance(node, nodes.term) and _is_in_glossary(node),
            dialect=dialect,
            conditional=_is_conditional(node),
            embedded=_is_embedded(node),
            note=node.get("unit-note", ""),
            context=node.get("unit-context", ""),
        )
        for name, (node, text) in texts.items()
    )


def _unit_id(node: nodes.Element, text: str) -> str:
    """The id of a unit of a node; empty for a text that is none."""
    ids: dict[str, str] = node.get("units", {})
    return ids.get(text, "") or str(node.get("unit", ""))


def _messages(tree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """The texts that Sphinx extracts; those of a list of contents once each, the caption first."""
    lists: set[int] = set()
    for node, text in extract_messages(tree):
        if not isinstance(node, addnodes.toctree):
            yield node, text
        elif id(node) not in lists:
            lists.add(id(node))
            caption = [node["rawcaption"]] if node.get("rawcaption") else []
            yield from ((node, each) for each in dict.fromkeys((*caption, *node["rawentries"])))


def message_of_node(node: nodes.Element, accepted: Container[str], text: str = "") -> str:
    """The key of the message that translates a marked node, if any does: its own or the shared one.

    `text` is the node's text if it has several.
    """
    text = text or node["unit-text"]
    own = message_key(node["unit"], text) if "unit" in node else text
    return own if own in accepted else message_key(node.get("unit-context"), text)


def kind_of(node: nodes.Element) -> str:
    """The kind of text for translators: `title`, `heading 2`, `paragraph`, `list item` …"""
    if isinstance(node, nodes.meta):
        return "description"
    if isinstance(node, nodes.image):
        return "alternative text"
    if isinstance(node, nodes.substitution_definition):
        return "substitution"
    if isinstance(node, nodes.literal_block | nodes.doctest_block):
        return "literal"
    if isinstance(node, nodes.math_block):
        return node.tagname
    if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
        level = len(_sections(node))
        return "title" if level == 1 else f"heading {level}"
    ancestor: nodes.Node | None = node
    while ancestor is not None:
        for element, kind in _KINDS:
            if isinstance(ancestor, element):
                in_head = kind == "table cell" and isinstance(ancestor.parent.parent, nodes.thead)
                return "table heading" if in_head else kind
        ancestor = ancestor.parent
    if isinstance(node, nodes.title):  # only the article has a title
        return f"heading of a {'table' if isinstance(node.parent, nodes.table) else 'box'}"
    return node.tagname


def _in_docinfo(node: nodes.Node) -> bool:
    """Whether the node is in the fields before the title, which Sphinx removes from the tree."""
    ancestor = node.parent
    while ancestor is not None and not isinstance(ancestor.parent, nodes.document):
        ancestor = ancestor.parent
    return isinstance(ancestor, nodes.field_list | nodes.docinfo)


def _is_in_glossary(node: nodes.term) -> bool:
    """Whether Sphinx made the term for a glossary, and reads its translation as such."""
    return isinstance(node.parent.parent.parent, addnodes.glossary)


def _is_conditional(node: nodes.Node) -> bool:
    """Whether only some formats show the node."""
    ancestor: nodes.Node | None = node
    while ancestor is not None and not isinstance(ancestor, addnodes.only):
        ancestor = ancestor.parent
    return ancestor is not None


def _is_embedded(node: nodes.Node) -> bool:
    """Whether the text is that of a substitution, or of a picture inside a text."""
    parent: Any = node.parent
    while isinstance(parent, nodes.TextElement) and isinstance(
        parent, nodes.Inline
    ):  # such as a link around the picture
        parent = parent.parent
    is_picture = isinstance(node, nodes.image) and isinstance(parent, nodes.TextElement)
    return is_picture or isinstance(node, nodes.substitution_definition)


def _sections(node: nodes.Node) -> list[nodes.section]:
    sections = []
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.section):
            sections.append(parent)
        parent = parent.parent
    return sections[::-1]


def anchor_of(node: nodes.Node) -> str:
    """The anchor of the section that holds the node; `introduction` before the first section."""
    sections = _sections(node)
    if len(sections) < 2:
        return "introduction"
    return str(sections[-1]["ids"][0])


def _headings(node: nodes.Node) -> tuple[str, ...]:
    """The headings above the node; for a heading, without its own section."""
    sections = _sections(node)
    if isinstance(node, nodes.title):
        sections = sections[:-1]
    return tuple(section[0].astext() for section in sections)
