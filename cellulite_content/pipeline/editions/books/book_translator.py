"""HTML for books: notes that reading systems open in place, and tables for narrow screens."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from ..summary import words_of
from ..translator import ReadingTranslator


class BookTranslator(ReadingTranslator):
    """The translator of books.

    Reading systems know notes by `epub:type`, screen readers by `role` (EPUB SSV 1.1, 3.3). Apple
    Books hides an `<aside>` that is a footnote, so a note is a `<div>`: the list of sources stays.
    A note opens with its text, so the links back come last.
    """

    links_come_last = True

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """A note's number, which opens the note in place where the reading system can."""
        start = len(self.body)
        super().visit_footnote_reference(node)
        self._replace(start, ' role="doc-noteref"', ' epub:type="noteref" role="doc-noteref"')

    def visit_footnote(self, node: nodes.footnote) -> None:
        """A note."""
        start = len(self.body)
        super().visit_footnote(node)
        self._replace(start, '<aside class="footnote ', '<div class="footnote ')
        self._replace(start, ' role="doc-footnote"', ' epub:type="footnote" role="doc-footnote"')

    def depart_footnote(self, node: nodes.footnote) -> None:
        """Close the note."""
        start = len(self.body)
        super().depart_footnote(node)
        self._replace(start, "</aside>", "</div>")

    def _replace(self, start: int, old: str, new: str) -> None:
        """Replace the first of a text in what was written since `start`."""
        for index in range(start, len(self.body)):
            if old in self.body[index]:
                self.body[index] = self.body[index].replace(old, new, 1)
                return

    def visit_table(self, node: nodes.Element) -> None:
        """A table; in one with a row of headings, each cell has the heading of its column."""
        labels = _column_labels(node)
        if labels:
            node["classes"] = [*node["classes"], "labelled"]
        for row in node.findall(nodes.row) if labels else ():
            if isinstance(row.parent, nodes.tbody):
                # The first cell is the heading of its row on a narrow screen.
                for cell, label in list(zip(row.children, labels, strict=False))[1:]:
                    cell["label"] = label  # type: ignore[index]
        super().visit_table(node)

    def starttag(
        self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any
    ) -> str:
        """A start tag; a cell's has its label, which the stylesheet shows on a narrow screen."""
        if tagname == "td" and node.get("label"):
            attributes["data-label"] = node["label"]
        return super().starttag(node, tagname, suffix, empty, **attributes)


def _column_labels(table: nodes.Element) -> list[str]:
    """The headings of a table's columns; none if cells span others, or without one row of them."""
    rows = [row for row in table.findall(nodes.row) if isinstance(row.parent, nodes.thead)]
    cells = table.findall(nodes.entry)
    if len(rows) != 1 or any({"morecols", "morerows"} & cell.attributes.keys() for cell in cells):
        return []
    # In a bilingual book, the source follows as a text of its own.
    heads = [cell for cell in rows[0].children if isinstance(cell, nodes.Element)]
    return [words_of(head.children[0]).strip() if head.children else "" for head in heads]  # type: ignore[arg-type]
