"""The sizes that an article gives its pictures, as pages, books and PDF editions show them."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from support.editions.browser import browser
from support.small_projects import write_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80" viewBox="0 0 200 80">\
<text x="0" y="40" font-size="12">First</text><text x="150" y="40" font-size="12">Last</text></svg>
"""
ARTICLE = """\
Pictures
========

.. meta::
   :description: Their sizes.

A |low| one.

.. |low| image:: low.svg
   :alt: A low picture
   :height: 20px

.. image:: high.svg
   :alt: A picture too high for the width
   :height: 2000px
"""


@pytest.fixture(scope="module")
def site(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the project, with all formats."""
    pictures = {f"docs/articles/{name}.svg": PICTURE for name in ("low", "high")}
    folder = write_project(tmp_path_factory.mktemp("sizes") / "p", {"a": ARTICLE}, files=pictures)
    assert run("build", "en", project=folder).returncode == 0
    return folder / "build" / "site"


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """A browser."""
    with browser() as found:
        yield found


def _sizes(program: Browser, page: Path) -> dict[str, tuple[float, float]]:
    """The width and the height of each picture of a page, by its description."""
    opened = program.new_page(viewport={"width": 390, "height": 800})
    opened.goto(page.as_uri())
    boxes = {
        str(each.get_attribute("alt")): each.bounding_box() for each in opened.locator("img").all()
    }
    opened.close()
    return {name: (box["width"], box["height"]) for name, box in boxes.items() if box}


def test_pages_and_books_have_the_height(program: Browser, site: Path, tmp_path: Path) -> None:
    """A height alone gives the width, and no picture is wider than the text."""
    with zipfile.ZipFile(site / "downloads" / "a.en.epub") as book:
        book.extractall(tmp_path)
    for page in (site / "en" / "articles" / "a.html", tmp_path / "EPUB" / "a.xhtml"):
        sizes = _sizes(program, page)
        assert sizes["A low picture"] == (50, 20)
        assert sizes["A picture too high for the width"][0] < 390


def test_pdf_editions_have_the_height(site: Path) -> None:
    """The words on a picture are as near to each other as its size says, and on the paper."""
    pdftotext = shutil.which("pdftotext")
    assert pdftotext, "install poppler-utils"
    path = site / "downloads" / "a.en.pdf"
    done = subprocess.run([pdftotext, "-bbox", path, "-"], capture_output=True, check=True)
    words = [*etree.fromstring(done.stdout).iter("{*}word")]
    places = {
        name: [float(word.get("xMin")) for word in words if word.text == name]
        for name in ("First", "Last")
    }
    low, high = (last - first for first, last in zip(*places.values(), strict=True))
    assert low == pytest.approx(50 * 0.6 * 0.75, abs=1)
    assert 200 < high < 300
