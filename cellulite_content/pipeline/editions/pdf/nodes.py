"""Nodes: the values of a page's elements, as Typst gets them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

Node = str | dict[str, Any]
"""A text, or an element with its `kind`, its `body` (nodes) and other values of the kind. `block`
says that it is no part of a line."""

Nodes = list[Node]

WORD_JOINER = "\N{WORD JOINER}"
_SPACE = re.compile(r"[ \t\r\n]+")

LONG_WORD = 12
"""A word of so many letters may be broken. Typst looks at each place at which a word may
be broken and shapes the whole line again for it, which took half of the time of a German book."""

_LONG_WORDS = re.compile(f"([A-Za-zªµºÀ-ÖØ-öø-ԯḀ-῿]{{{LONG_WORD},}})")
"""Latin, Greek or Cyrillic ones."""

_UNBROKEN = {"heading", "code", "written", "program", "math", "image"}
"""The kinds of elements whose words are not broken."""

_ADDRESS_PART = re.compile(r"[^/.?&=_#-]*[/.?&=_#-]*(?<=.)")
"""A part of an address; a line may end behind it."""

LONG_NAME = 20
"""A name in code of so many characters may be broken."""

_LONG_NAMES = re.compile(rf"(\S{{{LONG_NAME},}})")
_CODE_PART = re.compile(r".{1,12}?(?:[/.:,;?&=_#)\]}-]+|$)|.{1,12}")
"""A part of a long name in code; a line may end behind it."""

_PARTS = {"body", "first", "second", "note", "caption", "items", "entries", "terms", "head", "rows"}
"""The values of elements that hold nodes, or elements that hold them."""


def folded(text: str | None) -> str:
    """A text of a page, with single spaces."""
    return _SPACE.sub(" ", text) if text else ""


def classes(element: Element) -> set[str]:
    """The classes of an element."""
    return {*element.get("class", "").split()}


def words_of(element: Element) -> str:
    """The words of an element, without the numbers of notes; a picture is its description."""
    words = element.get("alt", "") + (element.text or "")
    for child in element:
        if child.get("role") == "doc-noteref":
            words = words.removesuffix(WORD_JOINER)
        else:
            words += words_of(child)
        words += child.tail or ""
    return words


def is_pair(element: Element, following: Sequence[Element]) -> bool:
    """Whether a translation is followed by its source."""
    is_translation = "paired" in classes(element) and bool(following)
    return is_translation and "source" in classes(following[0])


def is_block(node: Node) -> bool:
    """Whether a node is no part of a line."""
    return isinstance(node, dict) and bool(node.get("block"))


def block_mark(nodes: Nodes) -> dict[str, bool]:
    """The mark of a block, for an element around these nodes."""
    return {"block": True} if any(map(is_block, nodes)) else {}


def note_mark(nodes: Nodes) -> dict[str, bool]:
    """The mark of a text in which notes have their first marks."""
    has_notes = any(isinstance(node, dict) and "note" in node for node in nodes)
    return {"has-notes": True} if has_notes else {}


def is_kind(nodes: Nodes, kind: str) -> bool:
    """Whether the first node is of this kind."""
    return bool(nodes) and isinstance(nodes[0], dict) and nodes[0]["kind"] == kind


def is_full(nodes: Nodes) -> bool:
    """Whether nodes show anything."""
    return any(not isinstance(node, str) or node.strip() for node in nodes)


def joined(nodes: Nodes) -> Nodes:
    """The nodes with neighbouring texts as one, and without spaces beside blocks."""
    merged: Nodes = []
    for node in (node for node in nodes if node):
        last = merged[-1] if merged else None
        if isinstance(node, str) and isinstance(last, str):
            merged[-1] = folded(last + node)
        else:
            merged.append(node)
    if not any(map(is_block, merged)):
        return merged
    for number, node in enumerate(merged):
        if isinstance(node, str):
            text = node.lstrip(" ") if number and is_block(merged[number - 1]) else node
            is_before_block = number + 1 < len(merged) and is_block(merged[number + 1])
            merged[number] = text.rstrip(" ") if is_before_block else text
    return _with_lists_attached([node for node in merged if node])


def _with_lists_attached(nodes: Nodes) -> Nodes:
    """The nodes, with marks on texts with notes that a list follows: no break is between them."""
    for number, (node, following) in enumerate(pairwise(nodes)):
        if isinstance(node, dict) and "has-notes" in node and is_kind([following], "list"):
            nodes[number] = node | {"has-list": True}
    return nodes


def stripped(nodes: Nodes) -> Nodes:
    """The nodes without spaces at both ends."""
    result = [*nodes]
    if result and isinstance(result[0], str):
        result[0] = result[0].lstrip(" ")
    if result and isinstance(result[-1], str):
        result[-1] = result[-1].rstrip(" ")
    return [node for node in result if node]


def address(words: str, *, printed: bool = False) -> Node:
    """An address that is shown; `printed` is one behind a link, for readers of paper."""
    return {"kind": "address", "parts": _ADDRESS_PART.findall(words), "printed": printed}


def code(body: Nodes) -> Nodes:
    """The nodes of code in a line, which may end inside of names that are too long for a column."""
    nodes: Nodes = []
    for node in body:
        pieces: Nodes = [*_LONG_NAMES.split(node)] if isinstance(node, str) else [node]
        for number, piece in enumerate(pieces):
            if number % 2 and isinstance(piece, str):
                nodes.append({"kind": "name", "parts": _CODE_PART.findall(piece)})
            elif piece:
                nodes.append(piece)
    return nodes


def with_long_words(nodes: list[Any]) -> list[Any]:
    """The nodes with each long word as an element `word`: a line may end inside of such words."""
    parts: list[Any] = []
    for node in nodes:
        if isinstance(node, str):
            pieces = _LONG_WORDS.split(node)
            pieces[1::2] = [{"kind": "word", "words": piece} for piece in pieces[1::2]]
            parts += filter(None, pieces)
        elif isinstance(node, list):  # a row of a table
            parts.append(with_long_words(node))
        elif node.get("kind") in _UNBROKEN:
            parts.append(node)
        else:
            lists = {
                name: with_long_words(part)
                for name, part in node.items()
                if name in _PARTS and isinstance(part, list)
            }
            parts.append(node | lists)
    return parts
