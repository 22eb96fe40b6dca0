"""Tables: rows, cells, and the widths of columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from .nodes import Node, Nodes, stripped

_SHORTEST, _LONGEST = 9, 120
"""Characters of a cell that count for the width of its column."""

Cell = dict[str, Any]


def table(element: Element, read: Callable[[Element], Nodes]) -> Node:
    """A table; `read` reads the content of a cell. Its head is repeated on each page, unless it has
    links or notes: what is repeated is no part of the text, and may have none (PDF/UA-1)."""
    head: list[list[Cell]] = []
    rows: list[list[Cell]] = []
    caption: Nodes = []
    for part in element:
        if part.tag == "caption":
            caption = stripped(read(part))
        for row in part.findall("tr"):
            cells = [_cell(cell, read) for cell in row]
            (head if part.tag == "thead" else rows).append(cells)
    return {
        "kind": "table",
        "columns": _shares([*head, *rows]),
        "head": head,
        "repeats": element.find("thead//a") is None,
        "rows": rows,
        "caption": caption,
        "block": True,
    }


def _cell(cell: Element, read: Callable[[Element], Nodes]) -> Cell:
    return {
        "columns": int(cell.get("colspan", "1")),
        "rows": int(cell.get("rowspan", "1")),
        "head": cell.tag == "th",
        "length": len("".join(cell.itertext()).strip()),
        "body": stripped(read(cell)),
    }


def _shares(rows: list[list[Cell]]) -> list[float]:
    """The shares of the width that columns get: by the root of their longest cell, so that rows are
    of equal height rather than columns of equal width."""
    count = max((sum(cell["columns"] for cell in cells) for cells in rows), default=1)
    longest = [_SHORTEST] * count
    for cells in rows:
        column = 0
        for cell in cells:
            if cell["columns"] == 1 and column < count:
                longest[column] = max(longest[column], min(cell["length"], _LONGEST))
            column += cell["columns"]
    return [round(length**0.5, 2) for length in longest]
