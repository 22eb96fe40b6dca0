"""The books look as they did when somebody last looked at them: the golden pictures."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.editions.breaking import Edit, broken_copy, name_of, put
from support.editions.browser import browser
from support.editions.pictures import CHOICE, GOLDEN, View, difference, draw, golden, views
from support.editions.reader import SLUG, books

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

LIMIT = 12
"""The largest difference of a tile. Measured on ar, de, hi and ja: glyphs that are drawn at one
and a half or twice the density, or bolder by a fifth of a pixel, differ by 3 to 10; the least of
the faults below, a lost row of a table, differs by 15."""

TEXT = f"EPUB/{SLUG}.xhtml"


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """A browser."""
    with browser() as found:
        yield found


def test_each_view_has_its_picture(site: Path) -> None:
    """And no picture is left of a book that is no more."""
    names = {view.name for view in views([path.name for path in books(site)])}
    assert {path.stem for path in GOLDEN.glob("*.png")} == names


def test_pictures_are_small() -> None:
    """All together have less than 2 MB: they live in git."""
    assert sum(path.stat().st_size for path in GOLDEN.glob("*.png")) < 2_000_000


def test_books_look_as_they_did(site: Path, program: Browser) -> None:
    """Title page, text, figure and table of each book, at two widths, light and dark."""
    apart = {
        view.name: difference(
            golden(view.name), draw(program, site / "downloads" / view.book, view)
        )
        for view in views([path.name for path in books(site)])
    }
    assert {name: far for name, far in apart.items() if far > LIMIT} == {}


@pytest.mark.parametrize("density", [1.5, 2])
def test_another_rasteriser_does_not_matter(site: Path, program: Browser, density: float) -> None:
    """Glyphs may be drawn otherwise: the same page at more pixels to the inch is the same page."""
    for view in (View(f"{SLUG}.ar.epub", 600, "dark"), View(f"{SLUG}.ja.epub", 360, "light")):
        drawn = draw(program, site / "downloads" / view.book, view, density)
        assert difference(golden(view.name), drawn) <= LIMIT


def test_nothing_is_wider_than_a_phone(site: Path, tmp_path: Path, program: Browser) -> None:
    """No word, table or image of any book sticks out of a screen of 320 pixels."""
    page = program.new_page(viewport={"width": 320, "height": 600})
    for path in books(site):
        with zipfile.ZipFile(path) as container:
            container.extractall(tmp_path / path.stem)
        for text in sorted((tmp_path / path.stem / "EPUB").glob("*.xhtml")):
            page.goto(text.as_uri())
            page.add_style_tag(content=CHOICE)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, text
    page.close()


def test_table_is_still_read_as_one(site: Path, tmp_path: Path, program: Browser) -> None:
    """A screen reader hears rows and cells, though the stylesheet sets them its own way."""
    with zipfile.ZipFile(site / "downloads" / f"{SLUG}.de.epub") as container:
        container.extractall(tmp_path)
    page = program.new_page(viewport={"width": 360, "height": 600})
    page.goto((tmp_path / TEXT).as_uri())
    rows = page.locator("tr").count()
    assert rows > 5
    assert page.get_by_role("row").count() == rows
    assert page.get_by_role("cell").count() == page.locator("td").count()
    assert page.get_by_role("columnheader").count() == page.locator("th").count()
    page.close()


# Faults


def _lost_paragraph(files: dict[str, bytes]) -> None:
    """The second paragraph is gone."""
    first = files[TEXT].index(b"<p>") + 3
    begin = files[TEXT].index(b"<p>", first)
    end = files[TEXT].index(b"</p>", begin) + 4
    files[TEXT] = files[TEXT][:begin] + files[TEXT][end:]


def _lost_row(files: dict[str, bytes]) -> None:
    """The table's first row is gone."""
    begin = files[TEXT].index(b"<tr>", files[TEXT].index(b"<tbody"))
    end = files[TEXT].index(b"</tr>", begin) + 5
    files[TEXT] = files[TEXT][:begin] + files[TEXT][end:]


def _lost_figure(files: dict[str, bytes]) -> None:
    """The image is gone, its caption stays."""
    files[TEXT], count = re.subn(rb"<img[^>]*>", b"", files[TEXT])
    assert count


def _wrong_direction(files: dict[str, bytes]) -> None:
    """Every page runs the other way."""
    turned = {b"rtl": b"ltr", b"ltr": b"rtl"}
    for name in (name for name in files if name.endswith(".xhtml")):
        files[name] = re.sub(
            rb'dir="(rtl|ltr)"', lambda match: b'dir="' + turned[match[1]] + b'"', files[name]
        )


def _lost_darkness(files: dict[str, bytes]) -> None:
    """The book is white in the dark."""
    put(files, "EPUB/book.css", b"color-scheme: light dark;", b"")


def _narrow_lines(files: dict[str, bytes]) -> None:
    """All scripts have the line height of Latin."""
    files["EPUB/book.css"], count = re.subn(
        rb"(:lang\(\w+\) \{) line-height: 1\.\d+;", rb"\1 line-height: 1.4;", files["EPUB/book.css"]
    )
    assert count


def _letter_spacing(files: dict[str, bytes]) -> None:
    """The letters of Arabic words are torn apart."""
    files["EPUB/book.css"] += b":lang(ar) { letter-spacing: 0.1em; }"


AR_LIGHT = View(f"{SLUG}.ar.epub", 360, "light")
AR_DARK = View(f"{SLUG}.ar.epub", 600, "dark")
DE_LIGHT = View(f"{SLUG}.de.epub", 360, "light")

SEEDED: list[tuple[Edit, View]] = [
    (_lost_paragraph, DE_LIGHT),
    (_lost_paragraph, AR_DARK),
    (_lost_row, AR_LIGHT),
    (_lost_row, DE_LIGHT),
    (_lost_figure, DE_LIGHT),
    (_wrong_direction, AR_LIGHT),
    (_wrong_direction, DE_LIGHT),
    (_lost_darkness, AR_DARK),
    (_narrow_lines, AR_LIGHT),
    (_letter_spacing, AR_DARK),
]


@pytest.mark.parametrize(
    ("edit", "view"), SEEDED, ids=lambda each: name_of(each) if callable(each) else each.name
)
def test_fault_is_seen(
    site: Path, tmp_path: Path, program: Browser, edit: Edit, view: View
) -> None:
    """A book with one seeded fault no longer looks like its picture."""
    broken_copy(site / "downloads" / view.book, edit, tmp_path / view.book)
    assert difference(golden(view.name), draw(program, tmp_path / view.book, view)) > LIMIT
