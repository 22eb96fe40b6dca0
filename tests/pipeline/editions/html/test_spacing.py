"""Between two blocks of a text there is space, whatever they are."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.editions.browser import browser
from support.small_projects import HEAD, write_project

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><circle r="9"/></svg>'
BLOCKS = {
    "paragraph": "A paragraph.",
    "bullets": "* One item\n* Another item",
    "numbers": "1. First\n2. Second",
    "terms": "term\n   Its meaning.",
    "fields": ":Field: Its body.",
    "options": "-a  An option.",
    "quote": ".. epigraph::\n\n   A quotation.\n\n   -- Somebody",
    "lines": "| A line,\n| another one.",
    "program": ".. code-block:: python\n\n   print(1)",
    "written": ".. parsed-literal::\n\n   some *parsed* words",
    "table": "=====  =====\nA      B\n=====  =====\n1      2\n=====  =====",
    "figure": ".. figure:: /dot.svg\n   :alt: Dot\n\n   A caption.",
    "image": ".. image:: /dot.svg\n   :alt: Dot",
    "linked image": ".. image:: /dot.svg\n   :alt: Dot\n   :target: https://example.org/",
    "note": ".. note::\n\n   A note.",
    "topic": ".. topic:: Title\n\n   Its words.",
    "rubric": ".. rubric:: A rubric",
    "formula": ".. math::\n\n   a = b",
    "version": ".. versionadded:: 1.0\n   Words.",
    "columns": ".. hlist::\n   :columns: 2\n\n   * x\n   * y",
    "group": ".. container:: own\n\n   In a group.",
}
LEAST = 6
"""Pixels, a third of a line."""

GAPS = """() => [...document.querySelectorAll('section')].flatMap((section) => {
    const drawn = (node) => node.querySelector(':scope > table, :scope > img') ?? node;
    const blocks = [...section.children].filter((node) => node.getClientRects().length);
    return blocks.slice(1).map((node, index) => [
        section.querySelector('h2')?.innerText ?? '',
        drawn(node).getBoundingClientRect().top
            - drawn(blocks[index]).getBoundingClientRect().bottom,
    ]);
})"""
"""The heading of each text, and the pixels between two of its neighbouring blocks. The scroller of
a table and the link of an image are not drawn."""


@pytest.mark.slow
def test_blocks_are_apart(tmp_path: Path, run: Callable) -> None:
    """Each kind of block before each other kind, on a page and in a book."""
    pairs = [
        f"{one}, {other}\n{'-' * 40}\n\n{BLOCKS[one]}\n\n..\n\n{BLOCKS[other]}\n"
        for one in BLOCKS
        for other in BLOCKS
    ]
    article = f"{HEAD}Blocks\n======\n\nWords.\n\n" + "\n".join(pairs)
    project = write_project(
        tmp_path / "project", {"blocks": article}, files={"docs/dot.svg": PICTURE}
    )
    assert run("build", "--formats", "html,epub", project=project).returncode == 0
    site = project / "build" / "site"
    with zipfile.ZipFile(site / "downloads" / "blocks.en.epub") as book:
        book.extractall(tmp_path / "book")
    with browser() as program:
        for path, width in (
            (site / "en" / "articles" / "blocks.html", 390),
            (tmp_path / "book" / "EPUB" / "blocks.xhtml", 600),
        ):
            page = program.new_page(viewport={"width": width, "height": 800})
            page.goto(path.as_uri())
            gaps = page.evaluate(GAPS)
            assert len({title for title, _ in gaps}) >= len(BLOCKS) ** 2
            assert [(title, gap) for title, gap in gaps if gap < LEAST] == []
