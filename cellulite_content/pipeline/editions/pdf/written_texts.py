"""Texts shown as they are written (`pre`): code, and lines with markup, marks or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .nodes import Node, Nodes, classes

INLINE = {
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
"""The kinds of elements in a line, by their names."""

_SPACES = re.compile("^ +|  +")


def written_text(element: Element) -> Node:
    """A `pre` element: one text if it has no markup, no marks and no numbers."""
    marks = {"hll", "linenos"}
    is_plain = all(part.tag in ("pre", "span") for part in element.iter()) and not any(
        marks & classes(part) for part in element.iter("span")
    )
    if is_plain:
        words = "".join(element.itertext()).strip("\n")
        return {"kind": "program", "words": words, "block": True}
    return {"kind": "written", "body": _written(element), "block": True}


def _written(element: Element) -> Nodes:
    nodes: Nodes = [*_lines(element.text)]
    for child in element:
        inner, line_end = _written(child), []
        if "linenos" in classes(child):
            inner = [{"kind": "number", "body": inner}]
        elif "hll" in classes(child):
            if inner[-1:] == [{"kind": "break"}]:
                line_end = [inner.pop()]
            inner = [{"kind": "highlight", "body": inner}]
        elif child.tag in INLINE:
            inner = [{"kind": INLINE[child.tag], "body": inner}]
        nodes += [*inner, *line_end, *_lines(child.tail)]
    return nodes


def _lines(text: str | None) -> Iterator[Node]:
    """The lines of a text, with spaces that Typst keeps."""
    for number, line in enumerate((text or "").split("\n")):
        if number:
            yield {"kind": "break"}
        if line:
            yield _SPACES.sub(lambda spaces: "\u00a0" * len(spaces[0]), line)
