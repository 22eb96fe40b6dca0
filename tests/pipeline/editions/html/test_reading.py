"""What a reader does on an article's page, in a browser: with a script, and most of it without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cellulite_content.pipeline.model.locale import Locale
from support.editions.browser import browser
from support.editions.reader import PROJECT, page_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow

WIDE, NARROW = (1440, 900), (390, 800)
SECTION = "the-role-of-running"
SMALLEST_TARGET = 24
"""Pixels of the side of a square in which each target fits (WCAG 2.2, 2.5.8)."""

each_direction = pytest.mark.parametrize("tag", ["de", "ar"])


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """One browser for all tests."""
    with browser() as one:
        yield one


class Reader:
    """Opens pages of a site in windows of different kinds."""

    def __init__(self, program: Browser, site: Path) -> None:
        self._program = program
        self._site = site
        self._contexts: list[Any] = []

    def open(
        self, tag: str, size: tuple[int, int] = WIDE, anchor: str = "", *, script: bool = True
    ) -> Page:
        """The article in a language."""
        context = self._program.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=script
        )
        self._contexts.append(context)
        page = context.new_page()
        address = page_path(self._site, _locale(tag)).as_uri()
        page.goto(f"{address}#{anchor}" if anchor else address)
        return page

    def close(self) -> None:
        """Close all windows."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def reader(program: Browser, site: Path) -> Iterator[Reader]:
    """A reader without open windows."""
    found = Reader(program, site)
    yield found
    found.close()


def _locale(tag: str) -> Locale:
    return PROJECT.locale(tag)


def _box(locator: Locator) -> dict[str, float]:
    box = locator.bounding_box()
    assert box
    return dict(box)


def _overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


# The contents


@each_direction
@pytest.mark.parametrize("script", [True, False])
def test_contents_are_beside_the_text(reader: Reader, tag: str, script: bool) -> None:
    """On a wide screen the list is before the text in the line's direction, and stays there."""
    page = reader.open(tag, WIDE, SECTION, script=script)
    contents, text = (
        _box(page.locator(".contents a").first),
        _box(page.locator(f"#{SECTION} > p:not([hidden])").first),
    )
    assert not _overlap(contents, text)
    assert (contents["x"] < text["x"]) == (tag == "de")
    assert 0 < contents["y"] < WIDE[1], "in the window, though the page was scrolled"


def test_current_section_is_marked(reader: Reader) -> None:
    """The section at the top of the window is marked in the list, and no other."""
    page = reader.open("de", WIDE, SECTION)
    marked = page.locator(".contents [aria-current]")
    marked.wait_for()
    assert marked.get_attribute("href") == f"#{SECTION}"
    page.evaluate("document.getElementById('conclusion').scrollIntoView()")
    page.locator(".contents [href='#conclusion'][aria-current]").wait_for()
    assert marked.count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_contents_are_folded_on_a_phone(reader: Reader, script: bool) -> None:
    """On a narrow screen there is one line, which unfolds the list."""
    page = reader.open("de", NARROW, script=script)
    link = page.locator(".contents a").first
    assert link.is_hidden()
    page.locator(".contents summary").click()
    assert link.is_visible()


# The languages


@each_direction
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("script", [True, False])
def test_open_menu_covers_no_heading(
    reader: Reader, tag: str, size: tuple[int, int], script: bool
) -> None:
    """The menu has its own room: heading and line of state are below it."""
    page = reader.open(tag, size, script=script)
    page.locator(".languages summary").click()
    menu = _box(page.locator(".languages > div"))
    for selector in ("h1", ".state", ".languages summary", ".crumbs >> nth=0"):
        assert not _overlap(menu, _box(page.locator(selector))), selector


def test_menu_closes(reader: Reader) -> None:
    """By Escape, which gives the focus back, and by a click outside; not by one inside."""
    page = reader.open("de")
    menu, summary = page.locator("details.languages"), page.locator(".languages summary")
    summary.click()
    page.locator(".languages a").first.focus()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.localName") == "summary"
    summary.click()
    page.locator(".languages > div").click(position={"x": 3, "y": 3})
    assert menu.get_attribute("open") is not None
    page.locator("h1").click()
    assert menu.get_attribute("open") is None


@each_direction
def test_keys_follow_the_lines(reader: Reader, tag: str) -> None:
    """In the bar, the tab key goes from the line's beginning to its end, then into the menu."""
    page = reader.open(tag)
    page.locator(".languages summary").click()
    page.evaluate("document.body.focus()")
    page.keyboard.press("Tab")  # from the menu into its list
    places = page.evaluate(
        """[...document.querySelectorAll("header :is(a, summary)")].map(each => {
             const box = each.getBoundingClientRect();
             return [Math.round(box.top / 20), box.left];
           })"""
    )
    sign = 1 if tag == "de" else -1
    assert places == sorted(places, key=lambda place: (place[0], sign * place[1]))


# The notes


@each_direction
def test_note_opens_beside_its_number(reader: Reader, tag: str) -> None:
    """On a wide screen: after the text, at the height of the number; Escape closes it."""
    page = reader.open(tag, WIDE, SECTION)
    number = page.locator(f"#{SECTION} [role=doc-noteref]").first
    before = page.evaluate("scrollY")
    number.click()
    note = page.locator(number.get_attribute("href") or "")
    box, text = _box(note), _box(page.locator(f"#{SECTION}"))
    assert abs(box["y"] - _box(number)["y"]) < 30
    assert (box["x"] >= text["x"] + text["width"]) == (tag == "de")
    assert not _overlap(box, text)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDE[0]
    assert page.evaluate("document.activeElement.role") == "doc-footnote"
    assert page.evaluate("scrollY") == before
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.role") == "doc-noteref"
    assert note.get_attribute("popover") is None
    assert _box(note)["y"] > 1000, "back in the list"


def test_second_click_closes_the_note(reader: Reader) -> None:
    """A click on the number of an open note closes it; one on another number opens that note."""
    page = reader.open("de", WIDE, SECTION)
    numbers = page.locator(f"#{SECTION} [role=doc-noteref]")
    opened = page.locator(".footnote[popover]")
    numbers.nth(0).click()
    assert f"#{opened.get_attribute('id')}" == numbers.nth(0).get_attribute("href")
    numbers.nth(1).click()
    page.locator(f".footnote[popover]{numbers.nth(1).get_attribute('href')}").wait_for()
    numbers.nth(1).click()
    opened.wait_for(state="detached")


@pytest.mark.parametrize("script", [True, False])
def test_note_opens_at_the_foot_of_a_phone(reader: Reader, script: bool) -> None:
    """On a narrow screen, and anywhere without a script, the note is at the window's end."""
    page = reader.open("de", NARROW if script else WIDE, SECTION, script=script)
    number = page.locator(f"#{SECTION} [role=doc-noteref]").first
    number.scroll_into_view_if_needed()
    place = _box(number)["y"]
    number.click()
    note = _box(page.locator(number.get_attribute("href") or ""))
    assert _box(number)["y"] == place, "the text stays where it is"
    assert abs(note["y"] + note["height"] - (NARROW if script else WIDE)[1]) < 2


def test_links_back_are_labelled_and_large(reader: Reader) -> None:
    """Each note leads back to each of its places; each link has a name and room for a finger."""
    page = reader.open("de", NARROW)
    links = page.locator("[role=doc-backlink]")
    assert links.count() == page.locator("[role=doc-noteref]").count()
    for link in links.all():
        box = _box(link)
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET
        assert (link.get_attribute("aria-label") or "").endswith("Zurück zum Text")
    names = (
        page.locator(".footnote")
        .first.locator("[role=doc-backlink]")
        .evaluate_all("all => all.map(each => each.ariaLabel)")
    )
    assert len(set(names)) == len(names)
    links.first.click()
    page.wait_for_url("**#id*")
    assert 0 < _box(page.locator(":target"))["y"] < NARROW[1]


# Side by side


@each_direction
@pytest.mark.parametrize("script", [True, False])
def test_switch_shows_both_languages(reader: Reader, tag: str, script: bool) -> None:
    """One switch shows the source below each text, in its own direction, and hides it again."""
    page = reader.open(tag, script=script)
    sources = page.locator("article [lang=en]")
    kinds = ("h1 + p", "h2 + p", "li > p + p", "td > p + p", "figcaption span", ".footnote p + p")
    assert "Running is popular" not in page.locator("article").inner_text()
    page.locator(".both").check()
    for kind in kinds:
        source = page.locator(f"article :is({kind})[lang=en]").first
        assert source.is_visible(), kind
        if tag == "ar":
            assert source.get_attribute("dir") == "ltr"
    heading, source = _box(page.locator("h1")), _box(sources.first)
    assert heading["y"] + heading["height"] <= source["y"]
    page.locator(".both").uncheck()
    assert not any(each.is_visible() for each in sources.all())


def test_sources_are_heard_and_printed_only_if_shown(reader: Reader) -> None:
    """While the switch is off, neither a screen reader nor paper has the sources."""
    page = reader.open("de")
    tree = page.locator("article").aria_snapshot()
    assert "Running is popular" not in tree
    page.emulate_media(media="print")
    assert page.locator("article [lang=en]").first.is_hidden()
    page.emulate_media(media="screen")
    page.locator(".both").check()
    assert page.locator("article").aria_snapshot().count("Running is popular") == 1
    page.emulate_media(media="print")
    assert page.locator("article [lang=en]").first.is_visible()
    assert page.locator(".both").is_hidden()


def test_original_has_no_switch(reader: Reader) -> None:
    """The English page has one language."""
    page = reader.open("en")
    assert page.locator(".both, article [hidden]").count() == 0


@each_direction
def test_state_is_one_line(reader: Reader, tag: str) -> None:
    """The state of a draft is one line of small letters; its sentences unfold without a script."""
    page = reader.open(tag, script=False)
    state = page.locator(".state")
    assert _box(state)["height"] < 50
    assert state.locator("p").first.is_hidden()
    state.locator("summary").click()
    assert state.locator("p").first.is_visible()
