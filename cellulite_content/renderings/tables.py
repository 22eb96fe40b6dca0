"""Tables whose cells span several columns or rows."""

from ..nodes import Node

MAX_SPANNED = 100  # columns of a table in which cells may span others


def spans(node: Node) -> tuple[int, int]:
    """How many columns and rows a cell spans."""
    columns, _, rows = node.attribute.partition("x")
    return _size(columns), _size(rows)


def _size(number: str) -> int:
    """A number of columns or rows, at most three digits."""
    return int(number) if number.isdecimal() and len(number) < 4 and int(number) else 1


def grid(table: Node) -> "list[list[Node | None]]":
    """The cells of a table's rows by column; None where a cell of another place spans.

    Only the first `MAX_SPANNED` columns may be spanned: a damaged bundle must not fill the memory.
    """
    lines: list[list[Node | None]] = []
    spanned: dict[int, int] = {}  # the rows that a cell above still spans, by column

    def fill(line: list[Node | None]) -> None:
        while spanned.get(len(line), 0) > 0:
            spanned[len(line)] -= 1
            line.append(None)

    for row in table.children:
        if row.type == "row":
            line: list[Node | None] = []
            for cell in row.children:
                fill(line)
                columns, rows = spans(cell) if len(line) < MAX_SPANNED else (1, 1)
                columns = min(columns, max(1, MAX_SPANNED - len(line)))
                for column in range(len(line), len(line) + columns):
                    spanned[column] = rows - 1
                line += [cell, *[None] * (columns - 1)]
            fill(line)
            lines.append(line)
    return lines
