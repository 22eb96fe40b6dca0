"""The books in Readium's engine: Thorium's reader of ePub, and the navigator of Thorium Web 1.1.

Newer navigators also turn pages inside a chapter from right to left; they need a package that is
not in npm (`@readium/helpers`, November 2026). None opens notes in place: links lead to them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.editions.breaking import broken_copy, name_of
from support.editions.browser import browser, installed, served
from support.editions.reader import (
    EACH_SCRIPT,
    PROJECT,
    SLUG,
    X,
    book,
    direction_of,
    said,
    squeezed,
    texts_of_kind,
)
from support.editions.spine import spine_pages, spine_texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 420, 700
BOOKS = [
    *(f"{SLUG}.{tag}.epub" for tag in EACH_SCRIPT),
    *(f"{SLUG}.{tag}.bilingual.epub" for tag in ("ar", "de", "ja")),
]


def _hidden_labels(files: dict[str, bytes]) -> None:
    """A stylesheet that lets the labels vanish."""
    files["EPUB/book.css"] += b".label { display: none; }"


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reading program and the books, each unpacked and with its manifest."""
    folder = tmp_path_factory.mktemp("readium")
    (folder / "readers").symlink_to(installed())
    broken = folder / f"{name_of(_hidden_labels)}.epub"
    broken_copy(site / "downloads" / BOOKS[0], _hidden_labels, broken)
    paths = [broken, *(site / "downloads" / name for name in BOOKS)]
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder / "books" / path.name)
    node = Path(sys.executable).with_name("node")
    assert node.exists(), f"{node} is missing: run `make readers`"
    program = installed() / "readium_manifests.mjs"
    subprocess.run([node, program, folder / "books", *paths], check=True, timeout=100)
    return folder


@pytest.fixture(scope="module")
def reading(unpacked: Path) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address of that folder."""
    with browser() as program, served(unpacked) as address:
        yield program, address


def _opened(reading: tuple[Browser, str], name: str) -> Page:
    program, address = reading
    page = program.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(f"{address}/readers/readium.html?book=/books/{name}/")
    page.wait_for_function("window.reader")
    return page


def _frame(page: Page) -> Frame:
    element = page.evaluate_handle("reader.frame()").as_element()
    assert element
    frame = element.content_frame()
    assert frame
    return frame


def _place(page: Page) -> tuple[int, int]:
    """The number of the page in the spine, and of the screen in it."""
    return page.evaluate("[reader.place(), Math.round(reader.frame().contentWindow.scrollX)]")


@pytest.mark.parametrize("name", BOOKS)
def test_its_manifest_has_all_that_a_library_shows(site: Path, unpacked: Path, name: str) -> None:
    """Title, languages, author, direction, cover, contents and what the book is accessible by."""
    found = book(site / "downloads" / name)
    manifest = json.loads((unpacked / "books" / name / "manifest.json").read_text("utf-8"))
    values = manifest["metadata"]
    tag = name.split(".")[1]
    languages = [tag, "en"] if "bilingual" in name else tag
    assert values["language"] == languages
    assert _plain(values["title"]) == found.metadata("title")[0]
    assert values["identifier"] == found.metadata("identifier")[0]
    assert _plain(values["author"]) == _plain(values["publisher"]) == PROJECT.title
    assert values["readingProgression"] == direction_of(tag)
    assert {"tableOfContents", "alternativeText"} <= set(values["accessibility"]["feature"])
    order = [item["href"].removeprefix("EPUB/") for item in manifest["readingOrder"]]
    assert order == spine_pages(found)
    assert [item["href"] for item in manifest["resources"] if item.get("rel") == "cover"] == [
        "EPUB/cover.jpg"
    ]
    article = next(entry for entry in manifest["toc"] if "children" in entry)
    headings = [squeezed("".join(each.itertext())) for each in found.text.iter(f"{X}h2")]
    assert [entry["title"] for entry in article["children"]] == headings


def _plain(value: Any) -> Any:
    """A name or text of the manifest, which may have its language."""
    return _plain(next(iter(value.values()))) if isinstance(value, dict) else value


@pytest.mark.parametrize("name", BOOKS)
def test_every_page_shows_its_text(site: Path, reading: tuple[Browser, str], name: str) -> None:
    """Screen for screen, none of it cut off at a side, in the book's language and direction.

    And the reading program asks no other server for anything.
    """
    asked: list[str] = []
    page = _opened(reading, name)
    page.on("request", lambda request: asked.append(request.url))
    assert _read_through(page, name.split(".")[1]) == spine_texts(book(site / "downloads" / name))
    assert [url for url in asked if not url.startswith(("blob:", "data:", reading[1]))] == []
    page.close()


def test_hidden_text_is_missed(site: Path, reading: tuple[Browser, str]) -> None:
    """A stylesheet that hides text makes the reading fail."""
    page = _opened(reading, f"{name_of(_hidden_labels)}.epub")
    assert _read_through(page, "ar") != spine_texts(book(site / "downloads" / BOOKS[0]))
    page.close()


def _read_through(page: Page, tag: str) -> list[str]:
    """The texts that are seen in a book, page by page of its spine."""
    seen: list[str] = []
    for number in range(page.evaluate("reader.publication.readingOrder.items.length")):
        page.evaluate(f"reader.open({number})")
        root = "reader.frame().contentDocument.documentElement"
        assert page.evaluate(f"[{root}.lang, {root}.dir]") == [tag, direction_of(tag)]
        seen += _seen_on_screens(page, direction_of(tag))
    return seen


def _seen_on_screens(page: Page, direction: str) -> list[str]:
    """The texts of a page of the book that are seen on its screens, in order.

    Version 2.2.5 of the navigator confuses forward and back inside a page from right to left.
    """
    seen: dict[int, str] = {}
    screens = round(page.evaluate("reader.frame().contentDocument.scrollingElement.scrollWidth"))
    for screen in range(screens // WIDTH):
        if screen:
            way = "goForward" if direction == "ltr" else "goBackward"
            assert page.evaluate(f"reader.turn('{way}')")
        for number, text in enumerate(page.evaluate("reader.texts()")):
            for box in text["boxes"]:
                if box["right"] > 1 and box["left"] < WIDTH - 1:
                    assert box["left"] >= -1, text
                    assert box["right"] <= WIDTH + 1, text
                    # The head of a narrow table is read aloud and one pixel high.
                    assert text["isInHead"] or box["bottom"] <= HEIGHT, text
                    seen[number] = squeezed(text["text"])
    return [seen[number] for number in sorted(seen)]


@pytest.mark.parametrize("tag", ["ar", "de"])
def test_the_cover_fills_the_first_page(reading: tuple[Browser, str], tag: str) -> None:
    """Whole, and with the title as its description."""
    page = _opened(reading, f"{SLUG}.{tag}.epub")
    image = _frame(page).locator("img")
    box = image.bounding_box()
    assert box
    assert image.get_attribute("alt") == said(PROJECT.locale(tag), *texts_of_kind("title"))
    assert image.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1600, 2400]
    assert min(box["x"], box["y"]) >= 0
    assert box["x"] + box["width"] <= WIDTH
    assert HEIGHT / 2 < box["y"] + box["height"] <= HEIGHT
    page.close()


def test_pages_turn_and_the_next_one_follows_the_last(reading: tuple[Browser, str]) -> None:
    """To the right and back, and over the end of a page of the spine."""
    page = _opened(reading, f"{SLUG}.de.epub")
    page.evaluate("reader.open(3)")
    assert _place(page) == [3, 0]
    page.evaluate("reader.turn('goRight')")
    assert _place(page) == [3, WIDTH]
    page.evaluate("reader.turn('goLeft')")
    assert _place(page) == [3, 0]
    while _place(page)[0] == 3:
        assert page.evaluate("reader.turn('goRight')")
    assert _place(page) == [4, 0]
    assert page.evaluate("reader.turn('goRight')") is False
    page.close()


@pytest.mark.parametrize("tag", ["ar", "fa", "he"])
def test_books_from_right_to_left_go_on_to_the_left(reading: tuple[Browser, str], tag: str) -> None:
    """From title to contents; and the heading begins at the right."""
    page = _opened(reading, f"{SLUG}.{tag}.epub")
    page.evaluate("reader.open(1)")
    page.evaluate("reader.turn('goLeft')")
    assert _place(page) == [2, 0]
    (box, *_) = page.evaluate("reader.shown()")[0]["boxes"]
    assert WIDTH - box["right"] < box["left"]
    page.evaluate("reader.turn('goRight')")
    assert _place(page) == [1, 0]
    page.close()


@pytest.mark.parametrize("tag", ["de", "ja"])
def test_links_lead_to_the_note_and_back(reading: tuple[Browser, str], tag: str) -> None:
    """A note's number to the note, its link back to the text, and the contents to a section."""
    page = _opened(reading, f"{SLUG}.{tag}.epub")
    page.evaluate("reader.open(3)")
    mark = _frame(page).locator("a[role=doc-noteref]").first
    note = mark.get_attribute("href")
    mark.click()
    page.wait_for_function("reader.frame().contentWindow.scrollX")
    assert _is_shown(page, f"{note} p")
    _frame(page).locator(f"{note} a[role=doc-backlink]").first.click()
    page.wait_for_function("reader.frame().contentWindow.scrollX == 0")
    page.evaluate("reader.open(2)")
    _frame(page).locator("nav a[href*='#sources']").click()
    page.wait_for_function("reader.place() == 3 && reader.frame().contentWindow.scrollX")
    assert _is_shown(page, "#sources h2")
    page.close()


def _is_shown(page: Page, selector: str) -> bool:
    box = _frame(page).locator(selector).first.bounding_box()
    assert box
    return box["x"] >= 0 and box["x"] + box["width"] <= WIDTH and 0 <= box["y"] < HEIGHT
