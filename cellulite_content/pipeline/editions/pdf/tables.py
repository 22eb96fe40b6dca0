"""Tables: rows, cells, and the widths of columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element

from .nodes import LONG_NAME, LONG_WORD, Node, Nodes, stripped

_SHORTEST, _LONGEST = 9, 120
"""Characters of a cell that count for the width of its column."""

_ROW = 66
"""Characters that a table has room for beside each other."""

_PADDING = 1.7
"""The room at the sides of a cell, in characters."""

_BOLD = 1.07
_LONGEST_PART = 9
"""Characters that count of a long word, which is hyphenated. So are all words of a narrow table."""

_WORD = re.compile(r"[^\s\u200b/\u0e00-\u0eff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef-]+-?")
"""What no line ends inside of. In Thai, Chinese and Japanese, it may end at nearly all places."""

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
    shares, is_narrow = _shares([*head, *rows])
    return {
        "kind": "table",
        "columns": shares,
        "narrow": is_narrow,
        "head": head,
        "repeats": element.find("thead//a") is None,
        "rows": rows,
        "caption": caption,
        "block": True,
    }


def _cell(cell: Element, read: Callable[[Element], Nodes]) -> Cell:
    words = "".join(cell.itertext()).strip()
    is_head = cell.tag == "th"
    return {
        "columns": int(cell.get("colspan", "1")),
        "rows": int(cell.get("rowspan", "1")),
        "head": is_head,
        "length": len(words),
        "word": max(map(_width, _WORD.findall(words)), default=0) * (_BOLD if is_head else 1),
        "body": stripped(read(cell)),
    }


def _width(word: str) -> int:
    """The characters of a word that stay in one line; a letter of Korean is as wide as two."""
    width = sum(2 if east_asian_width(each) in "WF" else 1 for each in word)
    if word.isalpha() and width >= LONG_WORD:
        return _LONGEST_PART
    return min(width, LONG_NAME)


def _shares(rows: list[list[Cell]]) -> tuple[list[float], bool]:
    """The shares of the width that columns get, and whether the table is too narrow for its words.

    The shares are by the root of the longest cell, so that rows are of equal height rather than
    columns of equal width; but no word is wider than its column.
    """
    count = max((sum(cell["columns"] for cell in cells) for cells in rows), default=1)
    longest = [_SHORTEST] * count
    words = [0.0] * count
    taken = [0] * count  # rows that a cell from above still takes in each column
    for cells in rows:
        free = iter([column for column in range(count) if not taken[column]])
        taken = [max(0, rows_left - 1) for rows_left in taken]
        for cell in cells:
            columns = [*islice(free, cell["columns"])]
            for column in columns:
                taken[column] = cell["rows"] - 1
            if len(columns) == 1:
                longest[columns[0]] = max(longest[columns[0]], min(cell["length"], _LONGEST))
                words[columns[0]] = max(words[columns[0]], cell["word"])
    needed = [word + _PADDING for word in words]
    is_narrow = sum(needed) > _ROW
    if is_narrow:
        needed = [min(word, _LONGEST_PART) + _PADDING for word in words]
    shares = _with_room([length**0.5 for length in longest], needed)
    return [round(share, 2) for share in shares], is_narrow


def _with_room(shares: list[float], needed: list[float]) -> list[float]:
    """The shares, with at least the needed characters of a row for each column: what it lacks is
    taken from the others."""
    if sum(needed) >= _ROW:
        return needed
    narrow: set[int] = set()
    while True:
        others = [share for column, share in enumerate(shares) if column not in narrow]
        scale = (_ROW - sum(needed[column] for column in narrow)) / sum(others)
        lacking = {
            column
            for column, share in enumerate(shares)
            if column not in narrow and share * scale < needed[column]
        }
        if not lacking:
            break
        narrow |= lacking
    return [
        needed[column] / scale if column in narrow else share for column, share in enumerate(shares)
    ]
