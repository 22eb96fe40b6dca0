"""The bundle: the edition for programs, in the format that the loader reads.

The handbook describes the format ("The bundle's format"); `cellulite_content.bundle` reads it. Each
locale's process writes its units; `bundle_manifest` writes the list of all locales.
"""

from __future__ import annotations

import hashlib
import html
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes

from ..files.atomic import write_file
from ..source.reference_cycles import break_cycles
from ..source.unit_marks import anchor_of
from .base_builder import ReadingBuilder, slug
from .bundle_manifest import FORMAT

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
_VERBATIM = (nodes.literal_block, nodes.doctest_block, nodes.math_block)
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
class _Line:
    """A line of the structure; `unit` is the doctree node with its text, or None."""

    depth: int
    type: str
    unit: nodes.Element | None = None
    anchor: str = ""
    attribute: str = ""


class BundleBuilder(ReadingBuilder):
    """Builder `bundle`: one folder per article, with the article's units in the locale's language.

    The source locale's process also writes the structure and the figures, which all locales share.
    """

    name = "bundle"

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write an article's units; in the source locale, also its structure."""
        if pagename not in self.article_names():
            return
        tree = event_arg
        _name_by_first_ids(tree)
        _sort_by_sources(tree)
        _name_untranslated(tree)
        lines = list(_article_lines(tree))
        folder = Path(self.outdir) / slug(pagename)
        revision = _revision(lines, addctx["date"])
        unit_nodes = [line.unit for line in lines if line.unit is not None]
        units = "".join(f"{self._unit_line(unit)}\n" for unit in unit_nodes)
        tag = self.edition.locale.tag
        head = f"units\t{FORMAT}\t{revision}\t{tag}\t{len(unit_nodes)}\n"
        write_file(folder / f"{tag}.txt", (head + units).encode())
        if self.edition.original:
            self._write_structure(folder, lines, revision, addctx["date"])

    def finish(self) -> None:
        """Nothing: a bundle has no image folder and no styles."""

    def _write_structure(self, folder: Path, lines: list[_Line], revision: str, date: str) -> None:
        rows = [f"structure\t{FORMAT}\t{revision}\t{date}\t{len(lines)}"]
        number = 0
        for line in lines:
            number += line.unit is not None
            unit = (str(number), line.unit["unit"]) if line.unit is not None else ("", "")
            rows.append("\t".join((str(line.depth), line.type, *unit, line.anchor, line.attribute)))
        write_file(folder / "structure.txt", ("\n".join(rows) + "\n").encode())
        for uri in self.images:
            write_file(folder / Path(uri).name, (Path(self.srcdir) / uri).read_bytes())

    def _unit_line(self, node: nodes.Element) -> str:
        """A unit's line: plain text, then a tab and its HTML if that says more."""
        if node.get("fallback"):
            return ""
        if isinstance(node, nodes.meta):
            return _escape(node["content"])
        if isinstance(node, nodes.image):
            return _escape(node["alt"])
        if isinstance(node, (*_VERBATIM, nodes.option_group)):
            return _escape(node.astext())
        plain, markup = _plain_text(node), self._inline_html(node)
        if markup == html.escape(plain, quote=False):
            return _escape(plain)
        return f"{_escape(plain)}\t{_escape(markup)}"

    def _inline_html(self, node: nodes.Element) -> str:
        document = new_document("<unit>", self.docsettings)
        visitor: Any = self.create_translator(document, self)
        for child in node.children:
            child.walkabout(visitor)
        break_cycles(document)
        return "".join(visitor.body).strip().replace("\n", " ")


def _name_by_first_ids(tree: nodes.document) -> None:
    """Make references name a section by its first id: a label's own id is not in the bundle."""
    first_ids = {
        name: section["ids"][0]
        for section in tree.findall(nodes.section)
        for name in section["ids"][1:]
    }
    for reference in tree.findall(nodes.reference):
        if reference.get("refid") in first_ids:
            reference["refid"] = first_ids[reference["refid"]]


def _name_untranslated(tree: nodes.document) -> None:
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


def _sort_by_sources(tree: nodes.document) -> None:
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


def _article_lines(tree: nodes.document) -> Iterator[_Line]:
    """The article's nodes in reading order; title and description come first (units 1 and 2)."""
    section = next(tree.findall(nodes.section))
    yield _Line(0, "article")
    yield _Line(1, "heading", section[0], attribute="1")  # type: ignore[arg-type]
    for node in tree.findall(nodes.meta):
        if node.get("name") == "description" and "unit" in node:
            yield _Line(1, "description", node)
    yield from _children_lines(section.children[1:], 1, 2)


def _children_lines(children: Iterable[nodes.Node], depth: int, level: int) -> Iterator[_Line]:
    for child in children:
        if isinstance(child, nodes.Element):
            yield from _node_lines(child, depth, level)


def _node_lines(node: nodes.Element, depth: int, level: int) -> Iterator[_Line]:
    line_type = _TYPES.get(node.tagname, node.tagname)
    match node:
        case nodes.section():
            yield _Line(depth, "section", anchor=_first_id(node))
            yield _Line(depth + 1, "heading", _unit_node(node[0]), attribute=str(level))
            yield from _children_lines(node.children[1:], depth + 1, level + 1)
        case _ if isinstance(node, _IGNORED):
            return
        case _ if isinstance(node, _BOXES):
            yield _Line(depth, "note", attribute=node.tagname)
            yield from _children_lines(node.children, depth + 1, level)
        case nodes.image():
            name = Path(node.get("original_uri", node["uri"])).name
            yield _Line(depth, "image", _unit_node(node), attribute=name)
        case nodes.caption():
            yield _Line(depth, "caption", _unit_node(node))
        case nodes.title() if isinstance(node.parent, nodes.table):
            yield _Line(depth, "caption", _unit_node(node))
        case nodes.row():
            header = "header" if isinstance(node.parent, nodes.thead) else ""
            yield _Line(depth, "row", attribute=header)
            yield from _children_lines(node.children, depth + 1, level)
        case nodes.entry() | nodes.list_item() | nodes.footnote() | nodes.citation():
            yield from _cell_lines(node, depth, level)
        case nodes.bullet_list() | nodes.enumerated_list():
            style = "bullet" if isinstance(node, nodes.bullet_list) else "ordered"
            yield _Line(depth, "list", attribute=style)
            yield from _children_lines(node.children, depth + 1, level)
        case _ if isinstance(node, _TRANSPARENT):
            yield from _children_lines(node.children, depth, level)
        case _ if isinstance(node, _LEAVES):
            yield _Line(depth, line_type, _unit_node(node))
        case _:
            yield _Line(depth, line_type)
            yield from _children_lines(node.children, depth + 1, level)


def _cell_lines(node: nodes.Element, depth: int, level: int) -> Iterator[_Line]:
    """A cell, item or footnote; if it is a single paragraph, its own line holds the text."""
    is_note = isinstance(node, _NOTES)
    name = {"entry": "cell", "list_item": "item"}.get(node.tagname, "footnote")
    label = node[0].astext() if is_note else ""
    anchor = _first_id(node) if is_note else ""
    children = [child for child in node.children if not isinstance(child, nodes.label)]
    if len(children) == 1 and isinstance(children[0], nodes.paragraph):
        yield _Line(depth, name, _unit_node(children[0]), anchor, label)
    else:
        yield _Line(depth, name, None, anchor, label)
        yield from _children_lines(children, depth + 1, level)


def _unit_node(node: nodes.Node) -> nodes.Element | None:
    """The node if it holds a unit, else None."""
    return node if isinstance(node, nodes.Element) and "unit" in node else None


def _first_id(node: nodes.Element) -> str:
    return str(node["ids"][0]) if node["ids"] else ""


def _plain_text(node: nodes.Element) -> str:
    """The text without note numbers, which mean nothing outside of the article."""
    parts = [
        text.astext()
        for text in node.findall(nodes.Text)
        if not isinstance(text.parent, nodes.footnote_reference | nodes.citation_reference)
    ]
    return " ".join("".join(parts).split(" ")).replace("\n", " ").strip()


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _revision(lines: list[_Line], date: str) -> str:
    """A digest of the article's structure and source texts, equal in all locales."""
    digest = hashlib.sha256(date.encode())
    for line in lines:
        text = line.unit["unit-text"] if line.unit is not None else ""
        digest.update(f"{line.depth}\t{line.type}\t{line.attribute}\t{text}\n".encode())
    return digest.hexdigest()[:16]
