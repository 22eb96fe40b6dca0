"""Each script is set by its own tradition, on a phone, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cellulite_content.pipeline.model.locale import Locale
from support.editions.browser import browser
from support.editions.reader import EACH_SCRIPT, PROJECT, page_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

WITHOUT_ITALICS = frozenset({"ar", "bn", "fa", "he", "hi", "ja", "ko", "th", "zh-Hans", "zh-Hant"})
DOTTED = frozenset({"ja", "zh-Hans", "zh-Hant"})
ROOM = dict.fromkeys(WITHOUT_ITALICS, 1.75) | {"ar": 1.8, "fa": 1.8}
"""The least height of a line, in sizes of the letters: marks above and below, or full squares."""

each_locale = pytest.mark.parametrize(
    "locale", [PROJECT.locale(tag) for tag in EACH_SCRIPT], ids=lambda locale: locale.tag
)


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """A browser."""
    with browser() as found:
        yield found


def _style(page: Page, selector: str, name: str) -> str:
    value: str = page.eval_on_selector(
        selector, "(element, name) => getComputedStyle(element).getPropertyValue(name)", name
    )
    return value


def _open(program: Browser, site: Path, locale: Locale, width: int = 768) -> Page:
    page = program.new_page(viewport={"width": width, "height": 900})
    page.goto(page_path(site, locale).as_uri())
    return page


@each_locale
def test_emphasis_is_the_scripts_own(program: Browser, site: Path, locale: Locale) -> None:
    """Letters that have no italics are not slanted: they are heavier, or have a dot each."""
    page = _open(program, site, locale)
    style, dots = (_style(page, "article em", name) for name in ("font-style", "text-emphasis"))
    assert (style == "normal") == (locale.tag in WITHOUT_ITALICS)
    assert ("dot" in dots) == (locale.tag in DOTTED)
    weight = int(_style(page, "article em", "font-weight"))
    assert (weight > 500) == (locale.tag in WITHOUT_ITALICS - DOTTED)
    page.close()


@each_locale
def test_lines_have_room(program: Browser, site: Path, locale: Locale) -> None:
    """The distance of lines suits the script, and no letter is moved apart from its neighbour."""
    page = _open(program, site, locale)
    size, height = (
        float(_style(page, "article p:not([hidden])", name).removesuffix("px"))
        for name in ("font-size", "line-height")
    )
    assert 1.5 <= height / size <= 2
    assert height / size >= ROOM.get(locale.tag, 1.5)
    spaced = page.evaluate(
        "[...document.querySelectorAll('*')].filter("
        "each => getComputedStyle(each).letterSpacing !== 'normal').length"
    )
    assert spaced == 0
    page.close()


@each_locale
def test_lines_are_neither_long_nor_short(program: Browser, site: Path, locale: Locale) -> None:
    """On a wide screen a line has 45 to 80 letters, or 26 to 40 full squares."""
    page = _open(program, site, locale, 1280)
    width, size = page.eval_on_selector(
        "article > section > p:nth-of-type(2), article > p:nth-of-type(2)",
        "each => [each.clientWidth, parseFloat(getComputedStyle(each).fontSize)]",
    )
    squares = width / size
    low, high = (26, 40) if locale.tag in DOTTED else (23, 40)  # a letter is half its size wide
    assert low <= squares <= high
    page.close()


@each_locale
def test_nothing_is_wider_than_a_small_phone(program: Browser, site: Path, locale: Locale) -> None:
    """At 320 pixels neither a page nor a table has to be moved sideways."""
    page = program.new_page(viewport={"width": 320, "height": 700})
    for name in (f"{locale.tag}/search.html", page_path(site, locale).relative_to(site)):
        page.goto((site / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        wide = page.evaluate(
            "[...document.querySelectorAll('.table')].filter(e => e.scrollWidth > e.clientWidth)"
            ".length"
        )
        assert wide == 0
    page.close()


@each_locale
def test_paper_has_the_text_alone(program: Browser, site: Path, locale: Locale) -> None:
    """Printed from a dark screen it is black on white, without menus; sources have addresses."""
    page = program.new_page(color_scheme="dark")
    page.goto(page_path(site, locale).as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    for selector in ("header.site", ".contents", "#downloads", ".backrefs"):
        assert page.locator(selector).first.is_hidden(), selector
    assert _style(page, "body", "background-color") == "rgb(255, 255, 255)"
    assert _style(page, "article p:not([hidden])", "color") == "rgb(0, 0, 0)"
    added = page.evaluate(
        """[...document.querySelectorAll('a')].map(each => [
          /^http/.test(each.getAttribute('href')) && !!each.closest('article') && each.href,
          getComputedStyle(each, '::after').content])"""
    )
    assert all((href in content) if href else content == "none" for href, content in added)
    assert sum(bool(href) for href, _ in added) >= 10
    assert page.locator("article").is_visible()
    page.close()


TRADITIONS = {"ko": "keep-all", "fa": "normal", "he": "normal", "th": "normal", "bn": "normal"}
"""How the lines of languages break in which the article has no translation here."""


def test_other_scripts_have_no_italics(program: Browser, site: Path) -> None:
    """Languages that may be added next are not slanted, and Korean breaks between words."""
    page = _open(program, site, PROJECT.source_locale)
    for tag, breaks in TRADITIONS.items():
        page.evaluate("tag => { document.documentElement.lang = tag }", tag)
        assert _style(page, "article em", "font-style") == "normal", tag
        assert int(_style(page, "article em", "font-weight")) > 500, tag
        assert _style(page, "article p", "word-break") == breaks, tag
    page.close()
