"""Reads the pages of a book as values for Typst: its elements by kind, and all words as texts.

A page of the book has all that a PDF needs: words in order, marks of languages, pairs of both
languages, notes and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from .formulas import formula
from .nodes import (
    WORD_JOINER,
    Node,
    Nodes,
    address,
    block_mark,
    classes,
    code,
    folded,
    is_full,
    is_kind,
    is_pair,
    joined,
    note_mark,
    stripped,
    words_of,
)
from .pictures import in_line, picture
from .places import HEADING, find_anchors, find_notes, lists_of_sources
from .tables import table
from .terms import classifier, terms
from .written_texts import INLINE, written_text

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

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
_BOXES = {
    **dict.fromkeys(("admonition", "topic", "sidebar", "state", "contents"), "box"),
    **{"line-block": "indent", "line": "line", "math": "formula", "imprint": "imprint"},
}
"""The kinds of boxes by their classes; all others are groups."""

_NUMBERS = {"a": "a.", "A": "A.", "i": "i.", "I": "I."}
_CELLS = ("td", "th")  # too narrow for two sides
_HIDDEN_IN_NOTES = {"label", "backrefs"}


class PageReader:
    """Reads the pages of one book, by their files, in reading order.

    A note is placed at the first mark that leads to it; later marks link there. `listed` has the
    notes that were read in a list of notes, where the addresses of links are printed.
    """

    def __init__(self, pages: Mapping[str, Element]) -> None:
        self.listed: set[str] = set()
        self._anchors = find_anchors(pages)
        self._notes = find_notes(pages)
        self._sources = [each for page in pages.values() for each in lists_of_sources(page)]
        self._placed: set[str] = set()
        self._file = ""
        self._shows_addresses = False
        self._is_source = self._is_beside = False

    def read(self, page: Element, file: str = "") -> Nodes:
        """The values of a page's content."""
        self._file = file
        return self._all(page)

    def _all(self, element: Element) -> Nodes:
        """The text and the children of an element; pairs of texts as one node."""
        nodes: Nodes = [folded(element.text)]
        children = [*element]
        while children:
            child = children.pop(0)
            if element.tag not in _CELLS and is_pair(child, children):
                values: Nodes = [self._pair([child, children.pop(0)])]
            else:
                values = self._element(child)
            follows_mark = is_kind(nodes[-2:-1], "mark") and nodes[-1] in ("", WORD_JOINER)
            if follows_mark and is_kind(values, "mark"):
                nodes.append({"kind": "gap"})
            nodes += [*values, folded(child.tail)]
        return joined(nodes)

    def _element(self, element: Element) -> Nodes:
        """The values of an element, with its anchor and its language."""
        nodes = self._read(element)
        anchor = self._anchor(element)
        first = nodes[0] if nodes else ""
        if anchor and isinstance(first, dict) and not first.get("anchor"):
            nodes = [first | {"anchor": anchor}, *nodes[1:]]
        elif anchor and not (isinstance(first, dict) and first["anchor"] == anchor):
            nodes = [{"kind": "anchor", "anchor": anchor}, *nodes]
        language = element.get("lang") or element.get(_LANGUAGE)
        if not nodes:
            return []
        if language:
            mark = {"fallback": True} if "fallback" in classes(element) else {}
            values = {"kind": "language", "tag": language, "body": nodes}
            return [{**values, **mark, **block_mark(nodes)}]
        if element.get("dir") == "ltr":
            return [{"kind": "direction", "body": nodes, **block_mark(nodes)}]
        return nodes

    def _anchor(self, element: Element) -> str:
        anchor = f"{self._file}#{element.get('id', '')}"
        return anchor if anchor in self._anchors else ""

    def _read(self, element: Element) -> Nodes:
        tag = element.tag
        if tag == "p" or (tag == "dt" and "source" in classes(element)):
            return self._paragraph(element)
        match tag:
            case "a":
                return self._link(element)
            case "ul" | "ol":
                return [self._list(element)]
            case "dl":
                return [terms(element, self._element)]
            case "table":
                return [table(element, self._all)]
            case "figure":
                return [self._figure(element)]
            case "img":
                return [picture(element)]
            case "pre":
                return [written_text(element)]
            case "math":
                return [formula(element)]
            case "hr":
                return [{"kind": "rule", "block": True}]
            case _ if tag in INLINE:
                kind, body = INLINE[tag], self._all(element)
                return [{"kind": kind, "body": code(body) if kind == "code" else body}]
            case _ if level := HEADING.fullmatch(tag):
                return [self._heading(element, int(level[1]))]
        return self._box(element) if tag in ("div", "aside", "nav") else self._other(element)

    def _box(self, element: Element) -> Nodes:
        """An element whose kind is its class, or a group of others."""
        names = classes(element)
        if "footnote-list" in names:
            return self._list_of_notes(element)
        if names & {"footnote", "citation"}:
            return [self._note(element)]
        kind = next((_BOXES[name] for name in _BOXES if name in names), "group")
        body = self._all(element)
        if kind == "box" and not is_full(body):
            return []
        return [{"kind": kind, "body": body, "block": True}]

    def _other(self, element: Element) -> Nodes:
        body, names = self._all(element), classes(element)
        match element.tag:
            case "blockquote":
                return [{"kind": "quote", "body": body, "block": True}]
            case "abbr" if element.get("title"):
                return [*body, f" ({element.get('title')})"]
            case "span" if "label" in names:
                return [{"kind": "strong", "body": body}]
            case "span" if "classifier" in names:
                return classifier(body)
            case "span" if "source" in names:
                return [{"kind": "source", "body": body}]
        return body

    def _paragraph(self, element: Element) -> Nodes:
        names = classes(element)
        style = next((_STYLES[name] for name in _STYLES if name in names), "")
        kind = "heading-source" if {"source", "heading"} <= names else "text"
        around, self._is_source = self._is_source, "source" in names
        body = stripped(self._all(element))
        self._is_source = around
        body = in_line(body) if len(body) > 1 else body
        style = "" if self._is_beside and style == "source" else style
        mark = {} if style else note_mark(body)
        return [{"kind": kind, "style": style, "body": body, "block": True, **mark}] if body else []

    def _heading(self, element: Element, level: int) -> Node:
        values = {"kind": "heading", "level": level, "words": folded(words_of(element)).strip(" ")}
        return {**values, "body": self._all(element), "block": True}

    def _pair(self, elements: Sequence[Element]) -> Node:
        """A translation and its source, side by side: the place, not a style, marks the source."""
        first = self._element(elements[0])
        self._is_beside = True
        second = self._element(elements[1])
        self._is_beside = False
        return {"kind": "pair", "first": first, "second": second, "block": True}

    def _link(self, element: Element) -> Nodes:
        target, body, role = element.get("href", ""), self._all(element), element.get("role")
        if role == "doc-backlink":  # paper has no way back
            return body
        if role == "doc-noteref" and "footnote-reference" in classes(element):
            return [self._mark(target, element)]
        file, _, id = target.partition("#")
        if ":" in file:
            words = "".join(element.itertext())
            shown = re.sub("^(https?://|mailto:)", "", target)
            is_shown = words in (shown, target) and not len(element)
            body = [address(words)] if is_shown else body
            link: Node = {"kind": "link", "address": target, "body": body}
            is_printed = self._shows_addresses and not is_shown
            return [link, address(shown, printed=True)] if is_printed else [link]
        anchor = f"{file or self._file}#{id}"
        return [{"kind": "link", "to": anchor, "body": body}] if anchor in self._anchors else body

    def _mark(self, target: str, element: Element) -> Node:
        """The number of a note; where it is the first, with the note for the foot of the page.

        A source has the numbers of its translation, whose links are beside it: Typst lays out each
        text with a link to a place twice.
        """
        anchor = f"{self._file}{target}"
        mark: dict[str, Any] = {"kind": "mark", "label": "".join(element.itertext()).strip("[]")}
        note = self._notes.get(anchor)
        if note is None or anchor in self._placed:
            return mark if self._is_source else mark | {"to": anchor}
        self._placed.add(anchor)
        return mark | {"to": anchor, "note": self._note_body(note)}

    def _note_body(self, note: Element) -> Nodes:
        """The content of a note, without its number and the links back."""
        children = [child for child in note if not _HIDDEN_IN_NOTES & classes(child)]
        return joined([node for child in children for node in self._element(child)])

    def _list_of_notes(self, element: Element) -> Nodes:
        """A list of notes: all of them if the list is a section's only content, as in a section
        of sources; else those that are at the foot of no earlier page."""
        is_whole = element in self._sources
        return [
            self._note(note, anchor)
            for note in element
            for anchor in [f"{self._file}#{note.get('id')}"]
            if is_whole or anchor not in self._placed
        ]

    def _note(self, note: Element, anchor: str = "") -> Node:
        label = next((each for each in note if "label" in classes(each)), None)
        words = "" if label is None else "".join(label.itertext())
        if "footnote" in classes(note):
            words = words.strip("[]")
        if anchor:
            self.listed.add(anchor)
        self._shows_addresses = True
        body = self._note_body(note)
        self._shows_addresses = False
        return {"kind": "note", "label": words, "body": body, "anchor": anchor, "block": True}

    def _list(self, element: Element) -> Node:
        items = [
            {"body": self._all(item), "anchor": self._anchor(item)}
            for item in element.findall("li")
        ]
        values: dict[str, Any] = {"kind": "list", "items": items, "block": True}
        if element.tag == "ol":
            values["numbers"] = _NUMBERS.get(element.get("type", ""), "1.")
            values["start"] = int(element.get("start", "1"))
        return values

    def _figure(self, element: Element) -> Node:
        caption: Nodes = []
        body: Nodes = []
        for child in element:
            if child.tag == "figcaption":
                caption = stripped(self._all(child))
            else:
                body += self._element(child)
        above = next(each.tag for each in element if each.tag != "span") == "figcaption"
        # PDF/UA has no figure without alternative text, and code needs none.
        kind = "captioned" if element.find(".//img") is None else "figure"
        return {"kind": kind, "body": body, "caption": caption, "above": above, "block": True}
