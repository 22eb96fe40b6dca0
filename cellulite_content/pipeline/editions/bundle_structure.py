"""The structure of the bundle: the lines for the nodes of an article, the same in all languages."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..source.unit_marks import anchor_of

_TYPES = {
    "bullet_list": "list",
    "enumerated_list": "list",
    "list_item": "item",
    "definition_list": "definitions",
    "field_list": "definitions",
    "field_name": "term",
    "classifier": "term",
    "option_list": "definitions",
    "option_group": "term",
    "description": "definition",
    "field_body": "definition",
    "block_quote": "quote",
    "literal_block": "literal",
    "doctest_block": "literal",
    "math_block": "literal",
    "title": "rubric",
    "line": "paragraph",
    "centered": "paragraph",
}
_LEAVES = (
    nodes.title,
    nodes.paragraph,
    nodes.term,
    nodes.classifier,
    nodes.field_name,
    nodes.option_group,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    nodes.attribution,
    nodes.line,
    nodes.rubric,
    addnodes.centered,
)
_TRANSPARENT = (
    nodes.tgroup,
    nodes.thead,
    nodes.tbody,
    nodes.definition_list_item,
    nodes.field,
    nodes.option_list_item,
    nodes.line_block,
    nodes.compound,
    nodes.container,
    addnodes.glossary,
    addnodes.hlist,
    addnodes.hlistcol,
)
VERBATIM = (nodes.literal_block, nodes.doctest_block, nodes.math_block)
_BOXES = (nodes.Admonition, nodes.topic, nodes.sidebar)
_NOTES = (nodes.footnote, nodes.citation)
_IGNORED = (
    nodes.Invisible,
    nodes.colspec,
    nodes.label,
    nodes.meta,
    nodes.raw,
    nodes.transition,
)


@dataclass(frozen=True)
class Line:
    """A line of the structure; `unit` is the doctree node with its text, or None."""

    depth: int
    type: str
    unit: nodes.Element | None = None
    anchor: str = ""
    attribute: str = ""


def name_by_first_ids(tree: nodes.document) -> None:
    """Make references name a section by its first id: a label's own id is not in the bundle."""
    first_ids = {
        name: section["ids"][0]
        for section in tree.findall(nodes.section)
        for name in section["ids"][1:]
    }
    for reference in tree.findall(nodes.reference):
        if reference.get("refid") in first_ids:
            reference["refid"] = first_ids[reference["refid"]]


def name_untranslated(tree: nodes.document) -> None:
    """Make units of texts that translators do not get, such as literals: equal in all languages."""
    numbers: Counter[str] = Counter()
    for node in tree.findall(lambda node: isinstance(node, _LEAVES)):
        if isinstance(node, nodes.Element) and "unit" not in node and node.astext().strip():
            anchor = anchor_of(node)
            numbers[anchor] += 1
            node["unit"] = f"{anchor}/untranslated-{numbers[anchor]}"
            node["unit-text"] = _version(node) or node.astext()


def _version(node: nodes.Element) -> str:
    """The version in a note such as "New in version 2.0", whose words are those of a language."""
    note = node.parent
    return f"{note['type']} {note['version']}" if isinstance(note, addnodes.versionmodified) else ""


def sort_by_sources(tree: nodes.document) -> None:
    """Sort glossaries by their terms in the source: pages sort them by the translated terms."""
    for glossary in tree.findall(addnodes.glossary):
        if glossary.get("sorted"):
            items: Any = glossary[0]
            items[:] = sorted(items.children, key=_source_term)


def _source_term(item: nodes.Node) -> str:
    """The source of the first term of an item of a glossary, as Sphinx compares it."""
    term: Any = item.children[0]
    text = str(term.get("unit-text", term.astext()))
    return unicodedata.normalize("NFD", text.lower())


def article_lines(tree: nodes.document) -> Iterator[Line]:
    """The article's nodes in reading order; title and description come first (units 1 and 2)."""
    section = next(tree.findall(nodes.section))
    yield Line(0, "article")
    yield Line(1, "heading", section[0], attribute="1")  # type: ignore[arg-type]
    for node in tree.findall(nodes.meta):
        if node.get("name") == "description" and "unit" in node:
            yield Line(1, "description", node)
    yield from _children_lines(section.children[1:], 1, 2)


def _children_lines(children: Iterable[nodes.Node], depth: int, level: int) -> Iterator[Line]:
    for child in children:
        if isinstance(child, nodes.Element):
            yield from _node_lines(child, depth, level)


def _node_lines(node: nodes.Element, depth: int, level: int) -> Iterator[Line]:
    line_type = _TYPES.get(node.tagname, node.tagname)
    match node:
        case nodes.section():
            yield Line(depth, "section", anchor=_first_id(node))
            yield Line(depth + 1, "heading", _unit_node(node[0]), attribute=str(level))
            yield from _children_lines(node.children[1:], depth + 1, level + 1)
        case _ if isinstance(node, _IGNORED):
            return
        case _ if isinstance(node, _BOXES):
            yield Line(depth, "note", attribute=node.tagname)
            yield from _children_lines(node.children, depth + 1, level)
        case nodes.image():
            name = Path(node.get("original_uri", node["uri"])).name
            yield Line(depth, "image", _unit_node(node), attribute=name)
        case nodes.caption():
            yield Line(depth, "caption", _unit_node(node))
        case nodes.title() if isinstance(node.parent, nodes.table):
            yield Line(depth, "caption", _unit_node(node))
        case nodes.row():
            header = "header" if isinstance(node.parent, nodes.thead) else ""
            yield Line(depth, "row", attribute=header)
            yield from _children_lines(node.children, depth + 1, level)
        case nodes.entry() | nodes.list_item() | nodes.footnote() | nodes.citation():
            yield from _cell_lines(node, depth, level)
        case nodes.bullet_list() | nodes.enumerated_list():
            style = "bullet" if isinstance(node, nodes.bullet_list) else "ordered"
            yield Line(depth, "list", attribute=style)
            yield from _children_lines(node.children, depth + 1, level)
        case _ if isinstance(node, _TRANSPARENT):
            yield from _children_lines(node.children, depth, level)
        case _ if isinstance(node, _LEAVES):
            yield Line(depth, line_type, _unit_node(node))
        case _:
            yield Line(depth, line_type)
            yield from _children_lines(node.children, depth + 1, level)


def _cell_lines(node: nodes.Element, depth: int, level: int) -> Iterator[Line]:
    """A cell, item or footnote; if it is a single paragraph, its own line holds the text."""
    is_note = isinstance(node, _NOTES)
    name = {"entry": "cell", "list_item": "item"}.get(node.tagname, "footnote")
    label = node[0].astext() if is_note else _spans(node)
    anchor = _first_id(node) if is_note else ""
    children = [child for child in node.children if not isinstance(child, nodes.label)]
    if len(children) == 1 and isinstance(children[0], nodes.paragraph):
        yield Line(depth, name, _unit_node(children[0]), anchor, label)
    else:
        yield Line(depth, name, None, anchor, label)
        yield from _children_lines(children, depth + 1, level)


def _spans(node: nodes.Element) -> str:
    """The columns and rows of a cell that spans several, such as `2x1`; empty for one of each."""
    columns, rows = node.get("morecols", 0) + 1, node.get("morerows", 0) + 1
    return f"{columns}x{rows}" if (columns, rows) != (1, 1) else ""


def _unit_node(node: nodes.Node) -> nodes.Element | None:
    """The node if it holds a unit, else None."""
    return node if isinstance(node, nodes.Element) and "unit" in node else None


def _first_id(node: nodes.Element) -> str:
    return str(node["ids"][0]) if node["ids"] else ""


def revision_of(lines: list[Line], date: str) -> str:
    """A digest of the article's structure and source texts, equal in all locales."""
    digest = hashlib.sha256(date.encode())
    for line in lines:
        text = line.unit["unit-text"] if line.unit is not None else ""
        context = line.unit.get("unit-context", "") if line.unit is not None else ""
        text += f"\t{context}" if context else ""
        digest.update(f"{line.depth}\t{line.type}\t{line.attribute}\t{text}\n".encode())
    return digest.hexdigest()[:16]
