"""The links to other languages in a real browser: they lead to the place where the reader is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.editions.browser import browser, served
from support.editions.reader import ARTICLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.slow

SECTION = "the-role-of-running"
CLEAR = (40, 72)
"""Between the bar with the languages and a line below it, in pixels from the window's top."""


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """One browser for all tests."""
    with browser() as one:
        yield one


@pytest.fixture(scope="module", params=["http", "file"])
def place(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The address of the site: served, or opened from the disk."""
    if request.param == "file":
        yield site.as_uri()
    else:
        with served(site) as address:
            yield address


@pytest.fixture
def context(program: Browser) -> Iterator[BrowserContext]:
    """A fresh profile with a phone's window."""
    fresh = program.new_context(viewport={"width": 360, "height": 740})
    yield fresh
    fresh.close()


def _top(page: Page, section: str) -> float:
    script = "id => document.getElementById(id).getBoundingClientRect().top"
    return page.evaluate(script, section)


def _open(context: BrowserContext, place: str, tag: str, section: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{place}/{tag}/{ARTICLE}.html{f'#{section}' if section else ''}")
    return page


def _arrived(page: Page, tag: str, section: str) -> None:
    page.wait_for_url(f"**/{tag}/{ARTICLE}.html#{section}")
    assert page.get_attribute("html", "lang") == tag
    assert CLEAR[0] <= _top(page, section) <= CLEAR[1]


def test_click_stays_at_the_section(context: BrowserContext, place: str) -> None:
    """Scrolled to a section in German, a reader who takes Arabic sees the same heading."""
    page = _open(context, place, "de", SECTION)
    before = page.evaluate("scrollY")
    page.evaluate("scrollBy(0, 120)")
    assert page.evaluate("scrollY") == before + 120 > 1000
    page.locator("details.languages > summary").click()
    page.locator("details.languages a[lang=ar]").click()
    _arrived(page, "ar", SECTION)


def test_keys_stay_at_the_section(context: BrowserContext, place: str) -> None:
    """With the keyboard alone: back to the menu, into it, down to French, and there it is."""
    page = _open(context, place, "de", "conclusion")
    page.evaluate("document.querySelector('details.languages > summary').focus()")
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.lang") != "fr":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _arrived(page, "fr", "conclusion")


def test_link_at_the_end_opens_the_menu(context: BrowserContext, place: str) -> None:
    """The link at the page's end opens the menu, from which English leads to the same section."""
    page = _open(context, place, "ja")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.locator("footer a[href$=languages]").click()
    page.locator("details.languages a[lang=en]").click()
    page.wait_for_url(f"**/en/{ARTICLE}.html#sources")


def test_top_is_the_top(context: BrowserContext, place: str) -> None:
    """Who has not scrolled begins at the beginning, with no anchor."""
    page = _open(context, place, "de")
    page.locator("details.languages > summary").click()
    page.locator("details.languages a[lang=hi]").click()
    page.wait_for_url(f"**/hi/{ARTICLE}.html")
    assert page.evaluate("scrollY") == 0


def test_links_work_without_the_script(program: Browser, place: str) -> None:
    """Without scripts the same links lead to the page's beginning."""
    context = program.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{place}/de/{ARTICLE}.html#{SECTION}")
    page.locator("details.languages > summary").click()
    page.locator("details.languages a[lang=ar]").click()
    page.wait_for_url(f"**/ar/{ARTICLE}.html")
    assert page.get_attribute("html", "dir") == "rtl"
    context.close()


def test_policy_stops_nothing_of_ours(context: BrowserContext, place: str) -> None:
    """Styles, pictures and the script come through; nothing is reported, refused or missing."""
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    for name in ("index.html", "status.html", "ar/index.html", f"ar/{ARTICLE}.html"):
        # Whoever leaves a page before its icon has come breaks off that request.
        page.goto(f"{place}/{name}", wait_until="networkidle")
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "no styles"
        # Those below the screen wait for the reader; one that does not come rejects the promise.
        page.evaluate(
            """Promise.all([...document.images].map((each) => {
                each.loading = "eager";
                return each.decode();
            }))"""
        )
    assert faults == []
    assert context.cookies() == []


def test_policy_stops_what_is_not_ours(context: BrowserContext, place: str) -> None:
    """A script in the page, a handler and a foreign picture do nothing, and that is reported."""
    page = _open(context, place, "de")
    page.evaluate(
        """() => {
        window.stopped = [];
        const note = (event) => stopped.push(event.effectiveDirective);
        addEventListener("securitypolicyviolation", note);
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        const image = document.createElement("img");
        image.src = "https://elsewhere.example/pixel.png";
        document.body.append(script, image);
        const text = "<p style='color: red' onclick='ran = true'>x";
        document.body.insertAdjacentHTML("beforeend", text);
        document.querySelector("body > p:last-of-type").click();
        }"""
    )
    page.wait_for_function("stopped.length > 3")
    assert page.evaluate("window.ran") is None
    wanted = {"img-src", "script-src-elem", "script-src-attr", "style-src-attr"}
    assert set(page.evaluate("stopped")) == wanted
