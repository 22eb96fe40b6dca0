"""Reads the pages of a book as values for Typst: its elements by kind, and all words as texts.

A page of the book has all that a sheet of paper needs: words in order, marks of languages, pairs
of both languages, notes and pictures. The values are dicts with the `kind` of an element, its
`body` (texts and dicts) and what else is known of it, and are stored as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

Node = str | dict[str, Any]
Nodes = list[Node]

_SPACE = re.compile(r"[ \t\r\n]+")
_WORD_JOINER = "\N{WORD JOINER}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ADDRESS_PART = re.compile(r"[^/.?&=_#-]*[/.?&=_#-]*(?<=.)")
"""A part of an address; a line may end behind it."""

_HEADING = re.compile("h([1-6])")

_INLINE = {
    "em": "em",
    "i": "em",
    "cite": "em",
    "var": "em",
    "dfn": "em",
    "strong": "strong",
    "b": "strong",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "sub": "sub",
    "sup": "sup",
    "br": "break",
}
_STYLES = {
    "label": "label",
    "rubric": "title",
    "topic-title": "title",
    "sidebar-title": "title",
    "admonition-title": "title",
    "caption": "title",
    "attribution": "attribution",
    "centered": "centered",
    "subtitle": "subtitle",
    "author": "author",
    "edition": "edition",
    "source": "source",
}
_BOXES = {"admonition", "topic", "sidebar", "state"}
_MARK_GAP = {"kind": "gap"}


@dataclass
class PageReader:
    """Reads the pages of one book, in reading order.

    `anchors` are the places in the book to which links may lead, as `file#id`. A note is put where
    the first mark leads to it; the marks after it lead there. `listed` are the notes that have been
    read in a list of notes; there the addresses of links are printed, for readers of paper.
    """

    anchors: frozenset[str]
    notes: Mapping[str, Element]
    listed: set[str] = field(default_factory=set)
    _file: str = ""
    _in_list: bool = False
    _placed: set[str] = field(default_factory=set)

    def read(self, file: str, page: Element) -> Nodes:
        """The values of a page's content."""
        self._file = file
        return self._all(page)

    def _all(self, element: Element) -> Nodes:
        """The text and the children of an element."""
        nodes: Nodes = [_text(element.text)]
        for child in element:
            values = self._element(child)
            if _is_mark(values) and _is_mark(nodes[-2:-1]) and nodes[-1] in ("", _WORD_JOINER):
                nodes.append(_MARK_GAP)
            nodes += [*values, _text(child.tail)]
        return _joined(nodes)

    def _element(self, element: Element) -> Nodes:
        """The values of an element, marked with its language and its anchor."""
        nodes = self._marked(element)
        language = element.get("lang") or element.get(_LANGUAGE)
        if language and nodes:
            nodes = [{"kind": "language", "tag": language, "body": nodes, **_block(nodes)}]
            if "fallback" in _classes(element):
                nodes[0]["fallback"] = True
        elif element.get("dir") == "ltr" and nodes:
            nodes = [{"kind": "direction", "body": nodes, **_block(nodes)}]
        return nodes

    def _marked(self, element: Element) -> Nodes:
        nodes = self._read(element)
        anchor = self._anchor(element)
        if not anchor or element.tag in ("section", "a"):
            return nodes
        if len(nodes) == 1 and isinstance(nodes[0], dict) and not nodes[0].get("anchor"):
            return [nodes[0] | {"anchor": anchor}]
        return [{"kind": "anchor", "anchor": anchor}, *nodes]

    def _anchor(self, element: Element) -> str:
        anchor = f"{self._file}#{element.get('id', '')}"
        return anchor if element.get("id") and anchor in self.anchors else ""

    def _read(self, element: Element) -> Nodes:
        tag, classes = element.tag, _classes(element)
        match tag:
            case "p":
                return self._paragraph(element, classes)
            case "a":
                return self._link(element, classes)
            case "section":
                return self._section(element)
            case "ul" | "ol":
                return [self._list(element)]
            case "dl":
                return [{"kind": "terms", "entries": self._terms(element), "block": True}]
            case "table":
                return [self._table(element)]
            case "figure":
                return [self._figure(element)]
            case "img":
                return [self._image(element)]
            case "pre":
                return [self._code(element)]
            case "math":
                return [_formula(element)]
            case "hr":
                return [{"kind": "rule", "block": True}]
            case _ if tag in _INLINE:
                return [{"kind": _INLINE[tag], "body": self._all(element)}]
            case _ if heading := _HEADING.fullmatch(tag):
                level = int(heading[1])
                body = self._all(element)
                words = _stripped([_text("".join(element.itertext()))])
                return [
                    {
                        "kind": "heading",
                        "level": level,
                        "words": "".join(map(str, words)),
                        "body": body,
                        "block": True,
                    }
                ]
        return self._box(element, classes)

    def _box(self, element: Element, classes: set[str]) -> Nodes:
        """An element whose class says what it is, or which only holds others."""
        match element.tag:
            case "div" if "pair" in classes:
                return [self._pair([*element])]
            case "div" if "line-block" in classes:
                return [{"kind": "indent", "body": self._all(element), "block": True}]
            case "div" if "line" in classes:
                return [{"kind": "line", "body": self._all(element), "block": True}]
            case "div" if "math" in classes:
                return [{"kind": "formula", "body": self._all(element), "block": True}]
            case "aside" if "footnote-list" in classes:
                return self._notes(element)
            case "aside" | "div" if classes & {"footnote", "citation"}:
                return [self._note(element)]
            case "aside" | "div" | "nav" if classes & _BOXES or element.tag == "nav":
                body = self._all(element)
                return [{"kind": "box", "body": body, "block": True}] if _is_full(body) else []
            case "blockquote":
                return [{"kind": "quote", "body": self._all(element), "block": True}]
            case "abbr" if element.get("title"):
                return [*self._all(element), f" ({element.get('title')})"]
            case "span" if "label" in classes:
                return [{"kind": "strong", "body": self._all(element)}]
            case "span" if "classifier" in classes:
                return [" ", {"kind": "em", "body": self._all(element)}, " "]
            case "span" if "source" in classes:
                return [{"kind": "source", "body": self._all(element)}]
            case "div" if "imprint" in classes:
                return [{"kind": "imprint", "body": self._all(element), "block": True}]
            case "div" | "aside":
                return [{"kind": "group", "body": self._all(element), "block": True}]
        return self._all(element)

    def _paragraph(self, element: Element, classes: set[str]) -> Nodes:
        style = next((_STYLES[name] for name in _STYLES if name in classes), "")
        body = _stripped(self._all(element))
        kind = {"kind": "heading-source"} if {"source", "heading"} <= classes else {"kind": "text"}
        return [{**kind, "style": style, "body": body, "block": True}] if body else []

    def _section(self, element: Element) -> Nodes:
        """A section: its anchor goes to its heading."""
        nodes = self._paired(element)
        if anchor := self._anchor(element):
            nodes = [{"kind": "anchor", "anchor": anchor}, *nodes]
        return nodes

    def _paired(self, element: Element) -> Nodes:
        """The content of an element in which texts are next to their sources."""
        children = [*element]
        nodes: Nodes = [_text(element.text)]
        while children:
            child = children.pop(0)
            if "paired" in _classes(child) and children and "source" in _classes(children[0]):
                nodes.append(self._pair([child, children.pop(0)]))
            else:
                nodes += [*self._element(child), _text(child.tail)]
        return _joined(nodes)

    def _pair(self, elements: Iterable[Element]) -> Node:
        first, second = elements
        sides = {"first": self._element(first), "second": self._element(second)}
        return {"kind": "pair", **sides, "block": True}

    def _link(self, element: Element, classes: set[str]) -> Nodes:
        target, body = element.get("href", ""), self._all(element)
        if element.get("role") == "doc-backlink":  # where the page is has no meaning on paper
            return body
        if element.get("role") == "doc-noteref" and "footnote-reference" in classes:
            return [self._mark(target, element)]
        if ":" in target.partition("#")[0]:
            link: Node = {"kind": "link", "address": target, "body": body}
            words = "".join(element.itertext())
            shown = target.removeprefix("https://").removeprefix("http://").removeprefix("mailto:")
            if not self._in_list or words == shown:
                return [link]
            return [link, {"kind": "address", "parts": _ADDRESS_PART.findall(shown)}]
        file, _, id = target.partition("#")
        anchor = f"{file or self._file}#{id}"
        return [{"kind": "link", "to": anchor, "body": body}] if anchor in self.anchors else body

    def _mark(self, target: str, element: Element) -> Node:
        """The number of a note; where it is the first, with the note for the foot of the page."""
        anchor = f"{self._file}{target}"
        label = "".join(element.itertext()).strip("[]")
        mark = {"kind": "mark", "label": label, "to": anchor}
        note = self.notes.get(anchor)
        if note is None or anchor in self._placed:
            return mark
        self._placed.add(anchor)
        return mark | {"note": self._note_body(note)}

    def _note_body(self, note: Element) -> Nodes:
        """What a note says, without its number and without the ways back."""
        hidden = {"label", "backrefs"}
        children = [child for child in note if not hidden & _classes(child)]
        return _joined([node for child in children for node in self._element(child)])

    def _notes(self, element: Element) -> Nodes:
        """A list of notes. If it is all that a section has, such as its sources, it has all notes,
        else those that are at the foot of no page before."""
        is_whole = bool(element.get("data-only"))
        return [
            self._note(note, anchor)
            for note in element
            for anchor in [f"{self._file}#{note.get('id')}"]
            if is_whole or anchor not in self._placed
        ]

    def _note(self, note: Element, anchor: str = "") -> Node:
        label = next((each for each in note if "label" in _classes(each)), None)
        words = "" if label is None else "".join(label.itertext())
        if "footnote" in _classes(note):
            words = words.strip("[]")
        if anchor:
            self.listed.add(anchor)
        self._in_list = True
        body = self._note_body(note)
        self._in_list = False
        return {"kind": "note", "label": words, "body": body, "anchor": anchor, "block": True}

    def _list(self, element: Element) -> Node:
        items = [
            {"body": self._paired(item), **({"anchor": self._anchor(item)})}
            for item in element
            if item.tag == "li"
        ]
        values: dict[str, Any] = {"kind": "list", "items": items, "block": True}
        if element.tag == "ol":
            values["numbers"] = {"a": "a.", "A": "A.", "i": "i.", "I": "I."}.get(
                element.get("type", ""), "1."
            )
            values["start"] = int(element.get("start", "1"))
        return values

    def _terms(self, element: Element) -> list[Any]:
        """The entries of a list of terms: terms, then what they mean."""
        entries = []
        for is_term, group in groupby(element, lambda child: child.tag == "dt"):
            nodes = [
                (self._anchor(child), _stripped(self._paired(child)))
                for child in group
                if child.tag in ("dt", "dd")
            ]
            if is_term:
                terms = [{"anchor": anchor, "body": body} for anchor, body in nodes]
                entries.append({"terms": terms, "body": []})
            else:
                body = [node for _, nodes_of_one in nodes for node in nodes_of_one]
                entries.append({"terms": [], "body": body} if not entries else entries.pop())
                entries[-1]["body"] += body if entries[-1]["terms"] else []
        return entries

    def _table(self, element: Element) -> Node:
        head, rows, caption = [], [], []
        for part in element:
            if part.tag == "caption":
                caption = _stripped(self._all(part))
            for row in part.iter("tr"):
                cells = [self._cell(cell) for cell in row]
                (head if part.tag == "thead" else rows).append(cells)
        return {
            "kind": "table",
            "columns": _shares([*head, *rows]),
            "head": head,
            "rows": rows,
            "caption": caption,
            "block": True,
        }

    def _cell(self, cell: Element) -> dict[str, Any]:
        return {
            "columns": int(cell.get("colspan", "1")),
            "rows": int(cell.get("rowspan", "1")),
            "head": cell.tag == "th",
            "length": len("".join(cell.itertext()).strip()),
            "body": _stripped(self._all(cell)),
        }

    def _figure(self, element: Element) -> Node:
        caption: Nodes = []
        body: Nodes = []
        for child in element:
            if child.tag == "figcaption":
                caption = _stripped(self._all(child))
            else:
                body += self._element(child)
        is_first = element[0].tag == "figcaption"
        return {"kind": "figure", "body": body, "caption": caption, "above": is_first, "block": True}

    def _image(self, element: Element) -> Node:
        image = {"kind": "image", "file": element.get("src", ""), "words": element.get("alt", "")}
        sizes = {name: element.get(name) for name in ("width", "height") if element.get(name)}
        share = next((name for name in _classes(element) if name.startswith("width-")), "")
        return image | sizes | ({"share": share.removeprefix("width-")} if share else {})

    def _code(self, element: Element) -> Node:
        """Text as written: as one text, or as lines where it has markup, marks or numbers."""
        marked = any("hll" in _classes(part) for part in element.iter("span"))
        numbered = any("linenos" in _classes(part) for part in element.iter("span"))
        has_markup = any(part.tag not in ("pre", "span") for part in element.iter())
        if not (marked or numbered or has_markup):
            return {"kind": "program", "words": "".join(element.itertext()).strip("\n"), "block": True}
        body = _written(element, self)
        return {"kind": "written", "body": body, "block": True}


def find_anchors(pages: Mapping[str, Element]) -> frozenset[str]:
    """All places of a book's pages to which a link can lead, as `file#id`."""
    return frozenset(
        f"{file}#{element.get('id')}"
        for file, page in pages.items()
        for element in page.iter()
        if element.get("id")
    )


def find_notes(pages: Mapping[str, Element]) -> dict[str, Element]:
    """The notes of a book's pages by their anchors. Marks the lists that are all that a section
    has below its heading."""
    for page in pages.values():
        for section in page.iter("section"):
            content = [child for child in section if not _is_heading(child)]
            if len(content) == 1 and "footnote-list" in _classes(content[0]):
                content[0].set("data-only", "1")
    return {
        f"{file}#{note.get('id')}": note
        for file, page in pages.items()
        for note in page.iter()
        if note.tag in ("aside", "div") and "footnote" in _classes(note) and note.get("id")
    }


def _is_heading(element: Element) -> bool:
    return bool(_HEADING.fullmatch(element.tag)) or "heading" in _classes(element)


def _shares(rows: list[list[dict[str, Any]]]) -> list[float]:
    """The shares of a table's width that its columns get: by the root of their longest cell, so
    that rows are of equal height rather than columns of equal width."""
    count = max((sum(cell["columns"] for cell in cells) for cells in rows), default=1)
    longest = [9] * count
    for cells in rows:
        column = 0
        for cell in cells:
            if cell["columns"] == 1 and column < count:
                longest[column] = max(longest[column], min(cell["length"], 120))
            column += cell["columns"]
    return [round(length**0.5, 2) for length in longest]


def _written(element: Element, reader: PageReader) -> Nodes:
    """Text as written, with markup: spaces that no line loses, and its line ends."""
    nodes: Nodes = [*_lines(element.text)]
    for child in element:
        classes = _classes(child)
        inner: Nodes = _written(child, reader)
        if "linenos" in classes:
            inner = [{"kind": "number", "body": inner}]
        elif "hll" in classes:
            end = inner[-1:] if inner[-1:] == [{"kind": "break"}] else []
            inner = [{"kind": "highlight", "body": inner[: -1 if end else None]}, *end]
        elif child.tag in _INLINE:
            inner = [{"kind": _INLINE[child.tag], "body": inner}]
        nodes += [*inner, *_lines(child.tail)]
    return nodes


def _lines(text: str | None) -> Iterator[Node]:
    for number, line in enumerate((text or "").split("\n")):
        if number:
            yield {"kind": "break"}
        if line:
            yield re.sub("^ +|  +", lambda spaces: "\u00a0" * len(spaces[0]), line)


def _formula(element: Element) -> Node:
    """A formula: its MathML as values, and its TeX for people who hear it."""
    is_block = element.get("display") == "block"
    parts = [_math(child) for child in element]
    words = element.get("alttext", "")
    return {"kind": "math", "parts": parts, "words": words, "display": is_block}


def _math(element: Element) -> dict[str, Any]:
    values: dict[str, Any] = {"name": element.tag.rpartition("}")[2]}
    if len(element):
        values["parts"] = [_math(child) for child in element]
    else:
        values["text"] = (element.text or "").strip()
    if element.get("mathvariant"):
        values["variant"] = element.get("mathvariant")
    return values


def _is_mark(nodes: Nodes) -> bool:
    return bool(nodes) and isinstance(nodes[0], dict) and nodes[0]["kind"] == "mark"


def _classes(element: Element) -> set[str]:
    return {*element.get("class", "").split()}


def _block(nodes: Nodes) -> dict[str, Any]:
    """The mark of a block, for an element that holds blocks."""
    is_block = any(isinstance(node, dict) and node.get("block") for node in nodes)
    return {"block": True} if is_block else {}


def _is_full(nodes: Nodes) -> bool:
    return any(not isinstance(node, str) or node.strip() for node in nodes)


def _text(text: str | None) -> str:
    return _SPACE.sub(" ", text or "")


def _joined(nodes: Nodes) -> Nodes:
    """The nodes with neighbouring texts as one, without spaces at the sides of blocks."""
    joined: Nodes = []
    for node in nodes:
        if isinstance(node, str) and joined and isinstance(joined[-1], str):
            joined[-1] = _SPACE.sub(" ", joined[-1] + node)
        else:
            joined.append(node)
    blocks = [isinstance(node, dict) and bool(node.get("block")) for node in joined]
    result: Nodes = []
    for number, node in enumerate(joined):
        if isinstance(node, str):
            after_block = number > 0 and blocks[number - 1]
            before_block = number + 1 < len(joined) and blocks[number + 1]
            node = node.lstrip(" ") if after_block else node
            node = node.rstrip(" ") if before_block else node
        if node:
            result.append(node)
    return result


def _stripped(nodes: Nodes) -> Nodes:
    """The nodes without spaces at both ends."""
    if nodes and isinstance(nodes[0], str):
        nodes = [nodes[0].lstrip(" "), *nodes[1:]]
    if nodes and isinstance(nodes[-1], str):
        nodes = [*nodes[:-1], nodes[-1].rstrip(" ")]
    return [node for node in nodes if node != ""]
