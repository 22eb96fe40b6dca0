"""The books in a real reading program, foliate-js: pages turn the right way and show all text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.editions.breaking import broken_copy, name_of, put
from support.editions.browser import browser, installed, served
from support.editions.reader import (
    PROJECT,
    SLUG,
    book,
    books,
    said,
    squeezed,
    texts_of_kind,
)
from support.editions.spine import spine_texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 420, 700
MOST_PAGES = 120
AT_ONCE = 5
"""Books that are read at the same time: the reading program waits after each page."""

FORWARD = {"ar": "goLeft", "de": "goRight"}
BACK = {"ar": "goRight", "de": "goLeft"}


def _spine_from_the_left(files: dict[str, bytes]) -> None:
    """An Arabic book whose pages follow each other as in English."""
    put(files, "EPUB/package.opf", b'direction="rtl"', b'direction="ltr"')


def _hidden_paragraphs(files: dict[str, bytes]) -> None:
    """A stylesheet that lets the labels vanish."""
    files["EPUB/book.css"] += b".label { display: none; }"


@pytest.fixture(scope="module")
def reading(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, str]]:
    """A browser, and the address where books and reading program lie."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "readers").symlink_to(installed())
    (folder / "books").mkdir()
    for path in books(site):
        (folder / "books" / path.name).symlink_to(path)
    for edit in (_spine_from_the_left, _hidden_paragraphs):
        source = site / "downloads" / f"{SLUG}.ar.epub"
        broken_copy(source, edit, folder / "books" / f"{name_of(edit)}.epub")
    with browser() as program, served(folder) as address:
        yield program, address


def _opened(reading: tuple[Browser, str], name: str, scheme: Any = "light") -> Page:
    program, address = reading
    page = program.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme)
    page.goto(f"{address}/readers/reader.html?book=/books/{name}")
    page.wait_for_function("window.reader")
    return page


def _turn(page: Page, way: str) -> None:
    page.evaluate(f"reader.view.{way}()")


def _go_to_text(page: Page) -> None:
    page.evaluate("reader.view.goToTextStart()")


@pytest.mark.parametrize("tag", FORWARD)
def test_pages_turn_in_the_direction_of_the_script(reading: tuple[Browser, str], tag: str) -> None:
    """Arabic goes on to the left and German to the right, by the engine's keys and on the screen.

    The text moves by one page: to the right where what follows lies on the left.
    """
    page = _opened(reading, f"{SLUG}.{tag}.epub")
    assert page.evaluate("reader.view.book.dir") == ("rtl" if tag == "ar" else "ltr")
    _go_to_text(page)
    section, first, _ = page.evaluate("reader.place()")
    before = page.evaluate("reader.texts()")
    _turn(page, FORWARD[tag])
    assert page.evaluate("reader.place()")[:2] == [section, first + 1]
    after = page.evaluate("reader.texts()")
    moved = before[0]["boxes"][0]["left"] - after[0]["boxes"][0]["left"]
    assert (-WIDTH < moved < -0.9 * WIDTH) if tag == "ar" else (0.9 * WIDTH < moved < WIDTH)
    _turn(page, BACK[tag])
    assert page.evaluate("reader.place()")[:2] == [section, first]
    page.close()


@pytest.mark.parametrize("tag", FORWARD)
def test_text_begins_at_its_own_side(reading: tuple[Browser, str], tag: str) -> None:
    """Headings of the Arabic book end at the right edge, those of the German begin at the left."""
    page = _opened(reading, f"{SLUG}.{tag}.epub")
    _go_to_text(page)
    (title,) = texts_of_kind("title")
    wanted = said(PROJECT.locale(tag), title)
    shown = page.evaluate("reader.shown()")
    (box, *_) = next(each["boxes"] for each in shown if squeezed(each["text"]) == wanted)
    far, near = box["left"], WIDTH - box["right"]
    assert (near < far) if tag == "ar" else (far < near)
    page.close()


def test_every_page_shows_its_text(site: Path, reading: tuple[Browser, str]) -> None:
    """Who turns the pages of any book to its end has seen all of its text, none of it cut off.

    And the reading program has asked no other server for anything.
    """
    paths = books(site)
    for begin in range(0, len(paths), AT_ONCE):
        opened = []
        for path in paths[begin : begin + AT_ONCE]:
            asked: list[str] = []
            page = _opened(reading, path.name)
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            _begin_to_read(page)
            opened.append((path, page, asked))
        for path, page, asked in opened:
            assert _texts_read(page) == spine_texts(book(path)), path.name
            assert [
                url for url in asked if not url.startswith(("blob:", "data:", reading[1]))
            ] == []
            page.close()


def test_wrong_spine_is_seen(reading: tuple[Browser, str]) -> None:
    """With the wrong direction in its record the same book does not go on to the left."""
    page = _opened(reading, f"{name_of(_spine_from_the_left)}.epub")
    _go_to_text(page)
    section, first, _ = page.evaluate("reader.place()")
    _turn(page, FORWARD["ar"])
    assert page.evaluate("reader.place()")[:2] != [section, first + 1]
    page.close()


def test_hidden_text_is_missed(site: Path, reading: tuple[Browser, str]) -> None:
    """A stylesheet that hides text makes the reading fail."""
    page = _opened(reading, f"{name_of(_hidden_paragraphs)}.epub")
    _begin_to_read(page)
    assert _texts_read(page) != spine_texts(book(site / "downloads" / f"{SLUG}.ar.epub"))
    page.close()


def _begin_to_read(page: Page) -> None:
    """Let the reading program turn the pages by itself, up to the end of the book."""
    page.evaluate(f"() => {{ window.reading = reader.readThrough({MOST_PAGES}); }}")


def _texts_read(page: Page) -> list[str]:
    """The texts that were seen, each section's in its order."""
    seen: dict[tuple[int, int], str] = {}
    for shown in page.evaluate("reading"):
        for text in shown["texts"]:
            for box in text["boxes"]:
                assert _whole(box), f"{text['text']!r} is cut off: {box}"
            seen[shown["section"], text["index"]] = squeezed(text["text"])
    return [seen[key] for key in sorted(seen)]


def _whole(box: dict[str, float]) -> bool:
    return box["left"] >= -1 and box["right"] <= WIDTH + 1 and box["bottom"] <= HEIGHT
