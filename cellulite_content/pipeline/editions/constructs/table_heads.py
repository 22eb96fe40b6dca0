"""Which cells of a table are headings of their row: those in its stub columns."""

from __future__ import annotations

from docutils import nodes


def row_heads(group: nodes.tgroup) -> set[nodes.Node]:
    """The cells of the body that are in a stub column.

    A table with stub columns is a list or values, in which no cell spans others.
    """
    columns = (child for child in group.children if isinstance(child, nodes.colspec))
    stubs = [bool(column.get("stub")) for column in columns]
    return {
        cell
        for body in group.children
        if isinstance(body, nodes.tbody) and any(stubs)
        for row in body.children
        for cell, is_head in zip(row.children, stubs, strict=False)
        if is_head
    }
