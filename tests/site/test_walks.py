"""From the first page to an Arabic book with the keyboard alone, and without any script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.editions.reader import ARTICLE, SLUG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow

BOOK = f"downloads/{SLUG}.ar.epub"
MOST_STEPS = 240
"""Presses of the tab key from a page's beginning to any of its links: the shelf has seven for each
language."""


@pytest.fixture(params=["script", "no-script"])
def page(program: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window of a phone's width; in half of the tests its browser runs no script."""
    context = program.new_context(
        viewport={"width": 390, "height": 700},
        java_script_enabled=request.param == "script",
        accept_downloads=True,
    )
    yield context.new_page()
    context.close()


def _step_to(page: Page, wanted: Locator) -> int:
    """Press the tab key until the focus is there; gives the number of presses."""
    for steps in range(1, MOST_STEPS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and _same(focused, wanted):
            return steps
    raise AssertionError(f"no way by keyboard to {wanted}")


def _same(one: Locator, other: Locator) -> bool:
    return bool(one.first.bounding_box() == other.first.bounding_box())


def _link(page: Page, ending: str, within: str = "body") -> Locator:
    return page.locator(f'{within} a[href$="{ending}"]').first


def test_with_the_keyboard_alone(page: Page, site: Path, address: str) -> None:
    """Tab and Enter lead from the shelf to the list, the article and the book."""
    page.goto(f"{address}/")
    _step_to(page, _link(page, "ar/index.html", "main"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/index.html")
    _step_to(page, _link(page, f"{ARTICLE}.html", "main"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ar/{ARTICLE}.html")
    assert page.locator("html").get_attribute("dir") == "rtl"
    # The first press offers a way past the lists of languages, and it leads to the text.
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#text"
    page.keyboard.press("Enter")
    page.wait_for_url("**#text")
    _step_to(page, _link(page, BOOK))
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert Path(waiting.value.path()).read_bytes() == (site / BOOK).read_bytes()
    assert waiting.value.suggested_filename == Path(BOOK).name


def test_with_the_pointer(page: Page, site: Path, address: str) -> None:
    """Clicks lead the same way."""
    page.goto(f"{address}/")
    _link(page, "ar/index.html", "main").click()
    _link(page, f"{ARTICLE}.html", "main").click()
    page.wait_for_url(f"**/ar/{ARTICLE}.html")
    with page.expect_download() as waiting:
        _link(page, BOOK).click()
    assert Path(waiting.value.path()).read_bytes() == (site / BOOK).read_bytes()


def test_focus_is_seen_everywhere(program: Browser, address: str) -> None:
    """Whatever the tab key reaches on an article shows an outline, in the light and in the dark."""
    schemes: tuple[Any, ...] = ("light", "dark")
    for scheme in schemes:
        page = program.new_page(color_scheme=scheme, viewport={"width": 390, "height": 700})
        page.goto(f"{address}/ar/{ARTICLE}.html")
        seen = set()
        for _ in range(MOST_STEPS):
            page.keyboard.press("Tab")
            place, style, inside = page.evaluate(_FOCUS)
            if place == "BODY" or place in seen:
                break
            seen.add(place)
            assert style != "none", place
            assert inside, f"{place} is out of the window"
        assert len(seen) > 40
        page.close()


_FOCUS = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const all = [...document.querySelectorAll('*')];
  const place = focused === document.body ? 'BODY' : `${all.indexOf(focused)} ${focused.outerHTML}`;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [place, getComputedStyle(focused).outlineStyle, inside];
}"""


def test_switching_is_possible_without_script(page: Page, address: str) -> None:
    """The list of languages opens by keyboard, shows each by its own name, and leads on."""
    page.goto(f"{address}/de/{ARTICLE}.html")
    _step_to(page, page.locator("details.languages summary"))
    page.keyboard.press("Enter")
    target = _link(page, f"/ja/{ARTICLE}.html", "details.languages")
    assert target.is_visible()
    _step_to(page, target)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ja/{ARTICLE}.html*")
    assert page.locator("html").get_attribute("lang") == "ja"
