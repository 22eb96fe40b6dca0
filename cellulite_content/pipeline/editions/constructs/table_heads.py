"""Tables for people who hear them: which cells are headings of their row, and a name. And those
whose rows stay rows on a narrow screen."""

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


_MOST_STACKED = 3
"""The columns of a table whose cells may stand below each other; of more, nobody can tell them."""


def is_wide(table: nodes.Element) -> bool:
    """Whether the rows of a table stay rows on a narrow screen, because it has many columns or a
    cell spans others, which has a meaning only below and beside them."""
    columns = sum(1 for _ in table.findall(nodes.colspec))
    return columns > _MOST_STACKED or any(
        {"morecols", "morerows"} & cell.attributes.keys() for cell in table.findall(nodes.entry)
    )


def name_of_table(table: nodes.Element) -> str:
    """The name of a table for people who hear the page: its title in the page's language, without
    the source that the switch shows and the numbers of notes. An empty text if it has no title."""
    title = next((each for each in table.children if isinstance(each, nodes.title)), None)
    return " ".join(_heard(title).split()) if title else ""


def _heard(node: nodes.Node) -> str:
    if not isinstance(node, nodes.Element):
        return node.astext()
    if isinstance(node, nodes.footnote_reference) or node.get("in-source"):
        return ""
    return str(node.get("alt", "")) + "".join(map(_heard, node.children))
