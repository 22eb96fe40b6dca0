"""The structure of the bundle: the lines for the nodes of an article, the same in all languages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes

from ..constructs.anchors import Anchors
from ..constructs.bundle_figures import FigureFiles
from ..constructs.generated_texts import Labels
from ..constructs.node_details import (
    as_field,
    formula_details,
    image_details,
    list_details,
    literal_details,
)
from ..constructs.table_heads import row_heads

_TYPES = {
    "bullet_list": "list",
    "enumerated_list": "list",
    "list_item": "item",
    "definition_list": "definitions",
    "field_list": "definitions",
    "field_name": "term",
    "option_list": "definitions",
    "option_group": "term",
    "description": "definition",
    "field_body": "definition",
    "desc": "definitions",
    "desc_signature": "term",
    "desc_content": "definition",
    "block_quote": "quote",
    "literal_block": "literal",
    "doctest_block": "literal",
    "math_block": "literal",
    "productionlist": "literal",
    "title": "rubric",
    "subtitle": "rubric",
    "line_block": "lines",
    "centered": "paragraph",
    "compact_paragraph": "paragraph",
}
LEAVES = (
    nodes.title,
    nodes.subtitle,
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
    addnodes.desc_signature,
    addnodes.productionlist,
)
_TRANSPARENT = (
    nodes.tgroup,
    nodes.thead,
    nodes.tbody,
    nodes.definition_list_item,
    nodes.field,
    nodes.option_list_item,
    nodes.compound,
    nodes.container,
    nodes.reference,
    addnodes.glossary,
    addnodes.acks,
)
VERBATIM = (nodes.literal_block, nodes.doctest_block, nodes.math_block, addnodes.productionlist)
_BOXES = (nodes.Admonition, nodes.topic, nodes.sidebar)
_NOTES = (nodes.footnote, nodes.citation)
_IGNORED = (
    nodes.Invisible,
    nodes.colspec,
    nodes.label,
    nodes.meta,
    nodes.raw,
    nodes.system_message,
    addnodes.index,
    addnodes.tabular_col_spec,
)


@dataclass(frozen=True)
class Line:
    """A line of the structure; `unit` is the doctree node with its text, or None.

    `variable` are the details that are no part of the revision: the files and sizes of pictures,
    which may differ between languages.
    """

    depth: int
    type: str
    unit: nodes.Element | None = None
    anchor: str = ""
    attribute: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    variable: Mapping[str, str] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """The attribute with all details, as the structure has them."""
        context = {"context": self.context} if self.context else {}
        return as_field(self.attribute, {**self.details, **self.variable, **context})

    @property
    def context(self) -> str:
        """The context of the unit, where the source gives it one."""
        context: str = "" if self.unit is None else self.unit.get("unit-context", "")
        return context


class Structure:
    """Makes the lines of an article from its tree."""

    def __init__(
        self, tree: nodes.document, anchors: Anchors, labels: Labels, files: FigureFiles
    ) -> None:
        self._tree = tree
        self._anchors = anchors
        self._labels = labels
        self._files = files
        self._row_heads = {
            cell for group in tree.findall(nodes.tgroup) for cell in row_heads(group)
        }

    def lines(self) -> Iterator[Line]:
        """The nodes in reading order; title and description come first (units 1 and 2)."""
        section = next(self._tree.findall(nodes.section))
        yield Line(0, "article")
        linked = [id for id in section["ids"] if id in self._anchors.linked]
        yield Line(1, "heading", _unit_node(section[0]), self._anchors.take(linked), "1")
        for node in self._tree.findall(nodes.meta):
            if node.get("name") == "description" and "unit" in node:
                yield Line(1, "description", node)
        yield from self._below(section.children[1:], 1, 2)

    def _below(self, children: Iterable[nodes.Node], depth: int, level: int) -> Iterator[Line]:
        for child in children:
            if isinstance(child, nodes.Element):
                yield from self._node(child, depth, level)

    def _node(self, node: nodes.Element, depth: int, level: int) -> Iterator[Line]:
        match node:
            case nodes.section():
                yield Line(depth, "section", anchor=self._anchor(node, needed=True))
                yield Line(depth + 1, "heading", _unit_node(node[0]), attribute=str(level))
                yield from self._below(node.children[1:], depth + 1, level + 1)
            case nodes.row():
                header = "header" if isinstance(node.parent, nodes.thead) else ""
                yield Line(depth, "row", anchor=self._anchor(node), attribute=header)
                yield from self._below(node.children, depth + 1, level)
            case nodes.entry() | nodes.list_item() | nodes.footnote() | nodes.citation():
                yield from self._cell(node, depth, level)
            case nodes.bullet_list() | nodes.enumerated_list() | addnodes.hlist():
                yield from self._list(node, depth, level)
            case nodes.line() if not node.astext().strip():
                yield Line(depth, "line", anchor=self._anchor(node))
            case nodes.container() if node.get("literal_block"):
                yield Line(depth, "figure", anchor=self._anchor(node))
                yield from self._labelled(node, depth + 1, level)
            case _ if isinstance(node, (*_IGNORED, *_TRANSPARENT)):
                self._anchors.wait(node["ids"])
                if isinstance(node, _TRANSPARENT):
                    yield from self._below(node.children, depth, level)
            case _ if isinstance(node, LEAVES):
                yield self._leaf(node, depth)
            case _:
                yield from self._figure_part(node, depth, level)

    def _figure_part(self, node: nodes.Element, depth: int, level: int) -> Iterator[Line]:
        """A part of a figure or a table, or any other block."""
        match node:
            case nodes.image():
                yield self._image(node, depth)
            case nodes.figure() | nodes.table():
                yield Line(depth, node.tagname, anchor=self._anchor(node))
                yield from self._labelled(node, depth + 1, level)
            case nodes.caption():
                yield Line(depth, "caption", _unit_node(node), self._anchor(node))
            case _:
                yield from self._block(node, depth, level)

    def _leaf(self, node: nodes.Element, depth: int) -> Line:
        details: Mapping[str, str] = {}
        if isinstance(node, nodes.math_block):
            details = formula_details(node)
        elif isinstance(node, nodes.literal_block | nodes.doctest_block):
            details = literal_details(node)
        line_type = _TYPES.get(node.tagname, node.tagname)
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.table):
            line_type = "caption"
        figures, anchor = self._files.all_names(node), self._anchor(node)
        return Line(depth, line_type, _unit_node(node), anchor, "", details, figures)

    def _block(self, node: nodes.Element, depth: int, level: int) -> Iterator[Line]:
        """A box, or any other node that has no text of its own."""
        if isinstance(node, _BOXES) and not isinstance(node, addnodes.desc):
            yield Line(depth, "note", anchor=self._anchor(node), attribute=node.tagname)
            if label := self._labels.of(node):
                yield Line(depth + 1, "label", label)
        else:
            line_type = _TYPES.get(node.tagname, node.tagname)
            yield Line(depth, line_type, anchor=self._anchor(node))
        yield from self._below(node.children, depth + 1, level)

    def _image(self, node: nodes.Element, depth: int) -> Line:
        details, anchor = {**image_details(node), **self._files.details(node)}, self._anchor(node)
        link = {name: details.pop(name) for name in ("link",) if name in details}
        name = self._files.name_of(node)
        return Line(depth, "image", _unit_node(node), anchor, name, link, details)

    def _labelled(self, node: nodes.Element, depth: int, level: int) -> Iterator[Line]:
        """A figure, a table or code with a caption: the label with the number is before it."""
        label = self._labels.of(node)
        for child in node.children:
            if label is not None and isinstance(child, nodes.caption | nodes.title):
                yield Line(depth, "label", label)
                label = None
            yield from self._below([child], depth, level)

    def _list(self, node: nodes.Element, depth: int, level: int) -> Iterator[Line]:
        """A list; one in columns is one list."""
        is_ordered = isinstance(node, nodes.enumerated_list)
        details = list_details(node) if is_ordered else {}
        attribute = "ordered" if is_ordered else "bullet"
        yield Line(depth, "list", None, self._anchor(node), attribute, details)
        lists: list[nodes.Node] = [node]
        if isinstance(node, addnodes.hlist):
            lists = [each for column in node.children for each in column.children]
        for each in lists:
            yield from self._below(each.children, depth + 1, level)

    def _cell(self, node: nodes.Element, depth: int, level: int) -> Iterator[Line]:
        """A cell, item or footnote; if it is a single paragraph, its own line holds the text."""
        is_note = isinstance(node, _NOTES)
        name = {"entry": "cell", "list_item": "item"}.get(node.tagname, "footnote")
        label = node[0].astext() if is_note else _spans(node)
        details = {"scope": "row"} if node in self._row_heads else {}
        children = [child for child in node.children if not isinstance(child, nodes.label)]
        if len(children) == 1 and isinstance(children[0], nodes.paragraph):
            anchor = self._anchor(node, children[0], needed=is_note)
            figures = self._files.all_names(children[0])
            yield Line(depth, name, _unit_node(children[0]), anchor, label, details, figures)
        else:
            yield Line(depth, name, None, self._anchor(node, needed=is_note), label, details)
            yield from self._below(children, depth + 1, level)

    def _anchor(self, *elements: nodes.Element, needed: bool = False) -> str:
        ids = [id for element in elements for id in element["ids"]]
        return self._anchors.take(ids, needed=needed)


def _spans(node: nodes.Element) -> str:
    """The columns and rows of a cell that spans several, such as `2x1`; empty for one of each."""
    columns, rows = node.get("morecols", 0) + 1, node.get("morerows", 0) + 1
    return f"{columns}x{rows}" if (columns, rows) != (1, 1) else ""


def _unit_node(node: nodes.Node) -> nodes.Element | None:
    """The node if it holds a unit, else None."""
    return node if isinstance(node, nodes.Element) and "unit" in node else None


def revision_of(lines: list[Line], date: str) -> str:
    """A digest of the article's structure and source texts, equal in all locales."""
    digest = hashlib.sha256(date.encode())
    for line in lines:
        text = line.unit["unit-text"] if line.unit is not None else ""
        text += f"\t{line.context}" if line.context else ""
        attribute = as_field(line.attribute, line.details)
        digest.update(f"{line.depth}\t{line.type}\t{attribute}\t{text}\n".encode())
    return digest.hexdigest()[:16]
