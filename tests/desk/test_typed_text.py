"""Typed text in a browser: no key, colleague or slow answer loses it, or hides another text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest

from support.desk.process import running_desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.slow

CATALOG = "locales/de/LC_MESSAGES/articles/a.po"
GOOD, FREE, HEART = "Walking is *good* for you.", "It costs nothing.", "It helps the heart"

SLOW = 180_000
"""Milliseconds after which a page does not answer any more: other programs may be busy."""


@pytest.fixture
def page(program: Browser, desk_project: Path) -> Iterator[Page]:
    """The desk of the German translation."""
    with running_desk(desk_project, "de") as running:
        opened = program.new_page()
        opened.set_default_timeout(SLOW)
        opened.goto(running.address)
        opened.frame_locator("#frame").get_by_text("Gehen tut").wait_for()
        opened.locator("#filters .all").click()
        yield opened
        opened.close()


def _open(page: Page, source: str) -> None:
    page.locator("#documents button", has_text=source).click()
    page.locator("#source", has_text=source).wait_for()


def _type(page: Page, source: str, text: str) -> None:
    """Type a translation and save nothing."""
    _open(page, source)
    page.locator("#translation").fill(text)
    page.locator("#state", has_text="not saved").wait_for()


def _text(page: Page) -> str:
    return page.locator("#translation").input_value()


def _said(page: Page, words: str) -> None:
    page.get_by_role("status").get_by_text(words).wait_for()


def _let_go(page: Page, held: list[Route]) -> None:
    """Wait until a request is held, and let it go on."""
    while not held:
        page.wait_for_timeout(20)
    held.pop().continue_()


def _translations(project: Path) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(project / CATALOG))}


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_an_old_draft_is_not_saved_over_a_newer_text(page: Page, desk_project: Path) -> None:
    """A colleague's text came while the page was closed: both are shown, no save replaces it
    unless the translator says so, and Escape shows it."""
    _type(page, GOOD, "Mein *alter* Satz.")
    address = page.url
    page.goto("about:blank")
    _replace(desk_project / CATALOG, "Gehen tut *gut*.", "Ein *neuer* Satz.")
    page.goto(address)
    page.frame_locator("#frame").get_by_text("Ein neuer Satz.").wait_for()
    page.locator("#filters .all").click()
    _open(page, GOOD)
    page.get_by_role("alert").get_by_text("Ein *neuer* Satz.").wait_for()
    assert _text(page) == "Mein *alter* Satz."
    page.keyboard.press("Control+Enter")
    _said(page, "another program has changed this entry")
    assert _translations(desk_project)[GOOD] == "Ein *neuer* Satz."
    page.keyboard.press("Escape")
    _said(page, "discarded")
    assert _text(page) == "Ein *neuer* Satz."
    assert page.locator("#conflict").is_hidden()


def test_a_draft_keeps_its_mark(page: Page, desk_project: Path) -> None:
    """A text that was to be checked is not taken for a checked one after another was opened; the
    mark alone is kept too."""
    _replace(desk_project / CATALOG, f'msgid "{GOOD}"', f'#, fuzzy\nmsgid "{GOOD}"')
    page.locator("#documents .fuzzy", has_text=GOOD).wait_for()
    _type(page, GOOD, "Gehen ist *gut*.")
    _open(page, "Why")
    page.keyboard.press("Alt+u")
    _open(page, GOOD)
    assert page.locator("#fuzzy").is_checked()
    _open(page, "Why")
    assert page.locator("#fuzzy").is_checked()


def test_what_is_opened_and_typed_while_a_save_takes_its_time(
    page: Page, desk_project: Path
) -> None:
    """The saved text is no draft any more; the text that was opened meanwhile stays as typed. What
    is typed behind a saved text is saved after it, as one person's work."""
    _type(page, "Why", "Warum?")
    _type(page, FREE, "Es kostet nichts.")
    held: list[Route] = []
    page.route("**/save", lambda route: held.append(route), times=1)  # noqa: PLW0108
    page.keyboard.press("Control+Enter")
    _open(page, "Why")
    _let_go(page, held)
    page.get_by_role("status").get_by_text("Saved.", exact=True).wait_for()
    assert _text(page) == "Warum?"
    assert page.locator("#documents small", has_text="not saved").count() == 1
    page.route("**/save", lambda route: held.append(route), times=1)  # noqa: PLW0108
    page.keyboard.press("Control+Enter")
    page.keyboard.press("End")
    page.keyboard.insert_text(" Darum!")
    page.keyboard.press("Control+Enter")
    _let_go(page, held)
    page.locator("#state", has_text="not saved").wait_for(state="detached")
    page.frame_locator("#frame").get_by_role("heading", name="Warum? Darum!").wait_for()
    page.locator("#discard:disabled").wait_for()
    assert page.locator("#conflict").is_hidden()
    assert page.locator("#documents small", has_text="not saved").count() == 0
    translations = _translations(desk_project)
    assert (translations[FREE], translations["Why"]) == ("Es kostet nichts.", "Warum? Darum!")


def test_the_last_of_two_quick_choices_is_opened(page: Page) -> None:
    """Whichever answer comes first."""
    held: list[Route] = []
    page.route("**/message?*costs*", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/message?*costs*"):
        page.locator("#documents button", has_text=FREE).click()
    _open(page, HEART)
    with page.expect_response("**/message?*costs*"):
        _let_go(page, held)
    page.wait_for_timeout(100)  # for what the page's script may do with it
    assert page.locator("#source").inner_text().startswith(HEART)


def test_the_browser_undoes_what_a_key_of_the_desk_replaces(page: Page, desk_project: Path) -> None:
    """Escape and a suggestion replace a typed text; Ctrl and Z bring it back, on the page too."""
    _replace(desk_project / CATALOG, 'msgid "Why"\nmsgstr ""', 'msgid "Why"\nmsgstr "Weshalb"')
    frame = page.frame_locator("#frame")
    frame.get_by_role("heading", name="Weshalb").wait_for()
    _open(page, "Why")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Mein langer Text")
    frame.get_by_role("heading", name="Mein langer Text").wait_for()
    page.keyboard.press("Escape")
    frame.get_by_role("heading", name="Weshalb").wait_for()
    assert _text(page) == "Weshalb"
    page.keyboard.press("ControlOrMeta+z")
    frame.get_by_role("heading", name="Mein langer Text").wait_for()
    assert _text(page) == "Mein langer Text"


def test_keys_of_an_input_method_are_not_the_desks(page: Page) -> None:
    """Escape ends the choice of a character, as in Japanese, and discards no text."""
    _type(page, "Why", "Warum")
    page.locator("#translation").dispatch_event("keydown", {"key": "Escape", "isComposing": True})
    page.wait_for_timeout(200)
    assert _text(page) == "Warum"
