"""The structure of a document: its title, its values, and its blocks without containers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .block_writer import ADMONITIONS
from .reading import Node
from .span_reader import plain_text

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DATES = ("date", "dcterms.date", "dc.date", "article:published_time")
_DESCRIPTIONS = ("description", "dcterms.description", "summary")


@dataclass(frozen=True)
class Values:
    """What a document says about itself, outside of its text."""

    title: str = ""
    date: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()

    def or_else(self, other: Values) -> Values:
        """These values, and those of another where there are none."""
        return Values(
            self.title or other.title,
            self.date or other.date,
            self.description or other.description,
            self.authors or other.authors,
        )


@dataclass(frozen=True)
class Structure:
    """A document: the inlines of its title, its values, the blocks below the title, and what of
    the file was not read, one line each."""

    title: list[Node]
    values: Values
    blocks: list[Node] = field(default_factory=list)
    losses: tuple[str, ...] = ()


def read_values(meta: Mapping[str, Any]) -> Values:
    """The values of pandoc's metadata."""
    texts = {name.lower(): _text(value) for name, value in meta.items()}
    days = (_day(texts.get(name, "")) for name in _DATES)
    authors = meta.get("author", {"t": "MetaList", "c": []})
    names = authors["c"] if authors["t"] == "MetaList" else [authors]
    return Values(
        texts.get("title", ""),
        next(filter(None, days), ""),
        next(filter(None, (texts.get(name, "") for name in _DESCRIPTIONS)), ""),
        tuple(filter(None, map(_text, names))),
    )


def read_structure(
    meta: Mapping[str, Any], blocks: list[Node], file_title: str, *, is_page: bool = False
) -> Structure:
    """The structure of a document in pandoc's tree.

    The title is that of the metadata, else the heading with which the text begins, else
    `file_title`. A page (`is_page`) has its metadata for machines alone: there a single first
    heading is the title. Elsewhere what has no field is text below the title.
    """
    values = read_values(meta)
    blocks = list(_dissolved(blocks))
    for number, block in enumerate(blocks):
        if _is_title(block):
            return Structure(block["c"][2], values, [*blocks[:number], *blocks[number + 1 :]])
    first = next((number for number, each in enumerate(blocks) if each["t"] != "Anchor"), 0)
    heading = blocks[first] if blocks and blocks[first]["t"] == "Header" else None
    rest = blocks[:first] + blocks[first + 1 :]
    front = [] if is_page else list(_front(meta, values))
    if heading and _is_titled(heading, rest, values.title, is_page):
        anchors = [{"t": "Anchor", "c": heading["c"][1][0]}]
        return Structure(heading["c"][2], values, [*front, *anchors, *rest])
    title = meta.get("title", {})
    inlines = title["c"] if title.get("t") == "MetaInlines" and values.title else []
    words = [{"t": "Str", "c": values.title or file_title}]
    return Structure(inlines or words, values, [*front, *blocks])


def _is_titled(heading: Node, rest: Iterable[Node], title: str, is_page: bool) -> bool:
    """Whether the first heading is the title of a document, whose metadata has `title`."""
    if not title or plain_text(heading["c"][2]) == title:
        return True
    level = heading["c"][0]
    return is_page and not any(each["t"] == "Header" and each["c"][0] <= level for each in rest)


def _front(meta: Mapping[str, Any], values: Values) -> Iterator[Node]:
    """What office programs show above the text, and pandoc takes for metadata, as paragraphs."""
    for name in ("subtitle", "date", "abstract"):
        value = meta.get(name, {"t": ""})
        if name == "date" and values.date:
            continue
        if value["t"] == "MetaInlines":
            yield {"t": "Para", "c": value["c"]}
        elif value["t"] == "MetaBlocks":
            yield from value["c"]


def _is_title(block: Node) -> bool:
    return block["t"] == "Header" and "title" in block["c"][1][1]


def _dissolved(blocks: Iterable[Node]) -> Iterator[Node]:
    """The blocks without the containers around them, whose anchors stay.

    A book has empty paragraphs with the anchors of its files.
    """
    for block in blocks:
        if block["t"] in ("Para", "Plain") and all(map(_is_empty_span, block["c"])):
            yield from ({"t": "Anchor", "c": span["c"][0][0]} for span in block["c"])
            continue
        if block["t"] != "Div" or ADMONITIONS & {name.lower() for name in block["c"][0][1]}:
            yield block
            continue
        (anchor, _, _), inner = block["c"]
        if anchor:
            yield {"t": "Anchor", "c": anchor}
        yield from _dissolved(inner)


def _is_empty_span(node: Node) -> bool:
    return node["t"] == "Span" and not node["c"][1]


def _text(value: Mapping[str, Any]) -> str:
    """The text of a value of metadata."""
    match value["t"]:
        case "MetaInlines":
            return plain_text(value["c"])
        case "MetaString":
            return " ".join(value["c"].split())
        case "MetaBlocks":
            parts = [plain_text(each["c"]) for each in value["c"] if each["t"] in ("Para", "Plain")]
            return " ".join(parts)
        case "MetaList":
            return "; ".join(map(_text, value["c"]))
    return ""


def _day(text: str) -> str:
    """The day with which a text begins, as in `2026-01-31T12:00:00Z`; empty for none."""
    match = _DAY.match(text)
    try:
        return date.fromisoformat(match[0]).isoformat() if match else ""
    except ValueError:
        return ""
