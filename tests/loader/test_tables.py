"""Tables whose cells span others: columns stay, and a damaged bundle fills no memory."""

from hypothesis import given
from hypothesis import strategies as st

from cellulite_content import Node, Text
from cellulite_content.renderings.tables import MAX_SPANNED, grid, spans


def _table(*rows: list[str]) -> Node:
    """A table whose cells have these attributes."""

    def node(kind: str, attribute: str = "", children: tuple[Node, ...] = ()) -> Node:
        return Node((kind, "", attribute, 0, "", len(children)), Text(), children)

    cells = (tuple(node("cell", attribute) for attribute in row) for row in rows)
    return node("table", children=tuple(node("row", children=each) for each in cells))


def test_spanned_places_are_empty() -> None:
    """A cell keeps its column, whatever spans before it and above it."""
    table = _table(["1x2", "2x1"], ["", ""], ["", "2x1"])
    shape = [[cell is not None for cell in row] for row in grid(table)]
    assert shape == [[True, True, False], [False, True, True], [True, True, False]]


@given(
    st.lists(st.lists(st.sampled_from(["", "999x999", "2x999", "x", "0x0", "1e3x1"]), max_size=5))
)
def test_a_damaged_table_stays_small(rows: list[list[str]]) -> None:
    """Rows have at most the spanned columns more than they have cells; all cells are there."""
    table = _table(*rows)
    lines = grid(table)
    assert [[cell for cell in line if cell] for line in lines] == [
        list(row.children) for row in table.children
    ]
    assert all(len(line) <= MAX_SPANNED + len(row) for line, row in zip(lines, rows, strict=True))


def test_what_is_no_size_is_one() -> None:
    """Signs, exponents and four digits are no sizes of ours."""
    sizes = [
        spans(_table([size]).children[0].children[0]) for size in ("", "2x3", "-1x2", "1000x0")
    ]
    assert sizes == [(1, 1), (2, 3), (1, 2), (1, 1)]
