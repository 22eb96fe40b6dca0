"""Writes tables in reStructuredText: lists of rows, or drawn ones where cells are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from .reading import Node

Lines = list[str]
WriteBlocks = Callable[[list[Node]], Lines]


@dataclass(frozen=True)
class _Cell:
    """A cell: its lines, its place, and the numbers of rows and columns that it has."""

    lines: Lines
    row: int
    column: int
    rows: int
    columns: int

    @property
    def width(self) -> int:
        """The columns on a screen that its lines need."""
        return max(map(_width, self.lines), default=0)


def write_table(content: list[Any], write: WriteBlocks, caption: str) -> Lines:
    """The lines of a table in pandoc's tree; none for a table without cells.

    `write` gives the lines of a cell's blocks.
    """
    _, _, columns, head, bodies, foot = content
    head_rows = head[1]
    body_rows = [row for body in bodies for rows in body[2:4] for row in rows]
    rows = [*head_rows, *body_rows, *foot[1]]
    stubs = bodies[0][1] if bodies else 0
    heads = len(head_rows) or (len(bodies[0][2]) if bodies else 0)
    heads = heads if heads < len(rows) else 0
    cells = list(_place(rows, write))
    if not any(cell.lines for cell in cells):
        return []
    count = max(len(columns), *(cell.column + cell.columns for cell in cells))
    if all(cell.rows == cell.columns == 1 for cell in cells):
        return _list_table(cells, len(rows), count, heads, stubs, caption)
    lines = _drawn(cells, len(rows), count, heads)
    return [f".. table:: {caption}".rstrip(), "", *(f"   {line}" for line in lines)]


def _place(rows: Sequence[list[Any]], write: WriteBlocks) -> Iterator[_Cell]:
    """The cells, each at the first place of its row that no cell above it has."""
    taken: set[tuple[int, int]] = set()
    for number, (_, row) in enumerate(rows):
        column = 0
        for _, _, row_count, column_count, blocks in row:
            while (number, column) in taken:
                column += 1
            height = min(row_count, len(rows) - number)
            for line in range(number, number + height):
                taken |= {(line, place) for place in range(column, column + column_count)}
            yield _Cell(write(blocks), number, column, height, column_count)
            column += column_count


def _list_table(
    cells: Sequence[_Cell], rows: int, count: int, heads: int, stubs: int, caption: str
) -> Lines:
    by_place = {(cell.row, cell.column): cell.lines for cell in cells}
    lines = [f".. list-table:: {caption}".rstrip()]
    if heads:
        lines.append(f"   :header-rows: {heads}")
    if 0 < stubs < count:
        lines.append(f"   :stub-columns: {stubs}")
    lines += ["   :widths: auto", ""]
    for row in range(rows):
        for column in range(count):
            mark = "   * -" if column == 0 else "     -"
            first, *rest = by_place.get((row, column)) or [""]
            if first.startswith(" "):
                first, rest = "..", ["", first, *rest]
            lines.append(f"{mark} {first}".rstrip())
            lines += [f"       {line}" if line else "" for line in rest]
    return lines


def _drawn(cells: Sequence[_Cell], rows: int, count: int, heads: int) -> Lines:
    """The table as a grid of lines."""
    widths, heights = _sizes(cells, rows, count)
    lefts = [sum(widths[:column]) + column for column in range(count + 1)]
    tops = [sum(heights[:row]) + row for row in range(rows + 1)]
    grid = [[" "] * (lefts[-1] + 1) for _ in range(tops[-1] + 1)]
    for cell in [*cells, *_empty(cells, rows, count)]:
        left, right = lefts[cell.column], lefts[cell.column + cell.columns]
        top, bottom = tops[cell.row], tops[cell.row + cell.rows]
        for line in (top, bottom):
            sign = "=" if heads and line == tops[heads] else "-"
            for place in range(left + 1, right):
                grid[line][place] = "+" if grid[line][place] == "+" else sign
        for place in (left, right):
            for line in range(top + 1, bottom):
                grid[line][place] = "+" if grid[line][place] == "+" else "|"
        for line, place in ((top, left), (top, right), (bottom, left), (bottom, right)):
            grid[line][place] = "+"
        for number, text in enumerate(cell.lines, top + 1):
            _put(grid[number], left + 2, text)
    return ["".join(line).rstrip() for line in grid]


def _put(line: list[str], place: int, text: str) -> None:
    for sign in text:
        line[place] = sign
        if _width(sign) == 2:
            line[place + 1] = ""
        place += _width(sign)


def _empty(cells: Sequence[_Cell], rows: int, count: int) -> Iterator[_Cell]:
    """Empty cells at the places that no cell has."""
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }
    for row in range(rows):
        for column in range(count):
            if (row, column) not in taken:
                yield _Cell([], row, column, 1, 1)


def _sizes(cells: Sequence[_Cell], rows: int, count: int) -> tuple[list[int], list[int]]:
    """The widths of the columns and the heights of the rows, without the lines between."""
    widths, heights = [3] * count, [1] * rows
    for cell in sorted(cells, key=lambda cell: (cell.columns, cell.rows)):
        last = cell.column + cell.columns - 1
        missing = cell.width + 2 - sum(widths[cell.column : last + 1]) - cell.columns + 1
        widths[last] += max(0, missing)
    for cell in sorted(cells, key=lambda cell: (cell.rows, cell.columns)):
        last = cell.row + cell.rows - 1
        missing = len(cell.lines) - sum(heights[cell.row : last + 1]) - cell.rows + 1
        heights[last] += max(0, missing)
    return widths, heights


def _width(text: str) -> int:
    """Columns as docutils counts them in drawn tables: two for wide letters, one for any other."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
