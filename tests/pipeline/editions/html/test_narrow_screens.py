"""Tables, formulas and headings on a phone and on a tablet, on pages and in books, in a browser."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.editions.browser import browser
from support.small_projects import HEAD, write_project

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

ARTICLE = f"""\
{HEAD}Values
======

.. contents::
   :local:

Formulas
--------

1. In a list:

   .. math:: p = 220 - a \\times \\frac{{1}}{{\\sqrt{{2}}}} + \\sum_{{i=1}}^{{n}} 12345 x_i

Tables
------

.. list-table:: The days
   :header-rows: 1

   * - Mon
     - Tue
     - Wed
     - Thu
     - Fri
     - Mean
   * - 1
     - 2
     - 3
     - Words that need several lines in a cell
     - 5
     - antidisestablishmentarianism

.. list-table:: The years
   :header-rows: 1

   * - Year
     - Value
     - What it means
   * - 2020
     - 7
     - A word
"""
BOOK, PAGE = "book", "page"
VIEWS = [(PAGE, 390), (PAGE, 1280), (BOOK, 390), (BOOK, 700)]

MEASURE = """() => {
    const lines = (node) => {
        const words = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
        const tops = new Set();
        while (words.nextNode()) {
            const range = document.createRange();
            range.selectNodeContents(words.currentNode);
            for (const each of range.getClientRects()) tops.add(Math.round(each.top));
        }
        return tops.size;
    };
    const width = (selector) => document.querySelector(selector).getBoundingClientRect().width;
    const [wide, small] = document.querySelectorAll('table');
    const back = document.querySelector('h2 > a');
    const look = (node, name) => getComputedStyle(node)[name];
    return {
        page: document.documentElement.scrollWidth,
        root: width('msqrt') - width('msqrt > mn'),
        numbers: [...document.querySelectorAll('mn')].map(lines),
        display: [wide, small].map((each) => look(each.rows[1], 'display')),
        words: [...wide.querySelectorAll('th')].map(lines),
        sameColour: look(back, 'color') === look(back.parentElement, 'color'),
        line: look(back, 'textDecorationLine'),
    };
}"""


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def view(
    built: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str, int]]:
    """The article on a screen, the form, and the screen's width in pixels."""
    form, width = request.param
    path = built / "en" / "articles" / "a.html"
    if form == BOOK:
        folder = tmp_path_factory.mktemp("book")
        with zipfile.ZipFile(built / "downloads" / "a.en.epub") as book:
            book.extractall(folder)
        path = folder / "EPUB" / "a.xhtml"
    with browser() as program:
        page = program.new_page(viewport={"width": width, "height": 800})
        page.goto(path.as_uri())
        yield page, form, width


@pytest.fixture(scope="module")
def built(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site."""
    project = write_project(tmp_path_factory.mktemp("narrow") / "project", {"a": ARTICLE})
    assert run("build", "--formats", "html,epub", project=project).returncode == 0
    return project / "build" / "site"


def test_formulas_are_whole(view: tuple[Page, str, int]) -> None:
    """A root has its sign, and no number is broken, of which browsers show the first line alone."""
    found = view[0].evaluate(MEASURE)
    assert found["root"] > 4
    assert set(found["numbers"]) == {1}


def test_a_table_of_many_columns_keeps_its_rows(view: tuple[Page, str, int]) -> None:
    """It scrolls on the page of a phone, and breaks no word of its headings; a book's has a line
    for each cell there. The window itself never scrolls sideways."""
    page, form, width = view
    found = page.evaluate(MEASURE)
    assert found["page"] <= width
    if (form, width) == (BOOK, 390):
        assert found["display"] == ["block", "block"]
    else:
        assert found["display"][0] == "table-row"
        assert set(found["words"]) == {1}
    if (form, width) == (PAGE, 390):
        assert found["display"][1] == "flex"


def test_a_heading_with_the_way_back_looks_like_one(view: tuple[Page, str, int]) -> None:
    """A heading leads to the list of contents, without the look of a link."""
    found = view[0].evaluate(MEASURE)
    assert (found["sameColour"], found["line"]) == (True, "none")
