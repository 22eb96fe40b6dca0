"""The desk's page in a browser: what is saved elsewhere, what is typed, the list and the keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cellulite_content.pipeline.editions.templates import THEME
from support.desk.process import running_desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

CATALOG = "locales/de/LC_MESSAGES/articles/a.po"
SOURCE = "docs/articles/a.rst"


@pytest.fixture
def page(program: Browser, desk_project: Path) -> Iterator[Page]:
    """The desk of the German translation, in a low window; scripts of the page may not fail."""
    with running_desk(desk_project, "de") as running:
        opened = program.new_page(viewport={"width": 1280, "height": 400})
        faults: list[Any] = []
        opened.on("pageerror", lambda error: faults.append(error))  # noqa: PLW0108
        opened.goto(running.address)
        opened.frame_locator("#frame").get_by_text("Gehen tut").wait_for()
        yield opened
        opened.close()
        assert faults == []


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_text_of_the_page_is_saved_and_undone(page: Page, desk_project: Path) -> None:
    """A click on a text opens it; the saved text is lit on the page; undo takes it back."""
    frame = page.frame_locator("#frame")
    frame.get_by_text("It costs nothing.").click()
    page.locator("#translation").fill("Es kostet nichts.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    frame.get_by_text("Es kostet nichts.").wait_for()
    page.keyboard.press("Alt+z")
    frame.get_by_text("It costs nothing.").wait_for()
    assert "Es kostet" not in (desk_project / CATALOG).read_text("utf-8")


def test_what_is_typed_is_on_the_page_and_in_the_book(page: Page) -> None:
    """Accepted text is shown, refused text is marked with the source's words; both in the chapter
    too. Another text, or Escape, shows what is saved."""
    frame = page.frame_locator("#frame")
    frame.get_by_text("It costs nothing.").click()
    page.locator("#source", has_text="It costs nothing.").wait_for()
    page.keyboard.insert_text("Es kostet *fast* nichts.")
    frame.locator("[data-desk-current] em", has_text="fast").wait_for()
    page.locator("#translation").fill("Es kostet *fast nichts.")
    frame.locator("[data-desk=refused]", has_text="It costs nothing.").wait_for()
    page.locator("#translation").fill("Es kostet *fast* nichts.")
    page.keyboard.press("Alt+b")
    frame.locator("link[href='book.css']").wait_for(state="attached")
    frame.locator("[data-desk-current] em", has_text="fast").wait_for()
    page.get_by_role("button", name="Next").click()
    frame.locator("[data-desk=missing]", has_text="It costs nothing.").wait_for()
    page.get_by_role("button", name="Previous").click()
    page.get_by_text("it is not saved").wait_for()
    frame.locator("[data-desk-current] em", has_text="fast").wait_for()
    page.keyboard.press("Escape")
    frame.locator("[data-desk=missing]", has_text="It costs nothing.").wait_for()
    assert page.locator("#translation").input_value() == ""
    page.get_by_role("button", name="Page", exact=True).click()
    frame.locator("article").wait_for()


def test_files_saved_elsewhere_are_shown_in_place(page: Page, desk_project: Path) -> None:
    """A catalog, the source and the theme: the page scrolls no line, and what changed is lit."""
    frame = page.frame_locator("#frame")
    more = "".join(f"\n\nMore {number}." for number in range(30))
    with (desk_project / SOURCE).open("a", encoding="utf-8") as file:
        file.write(more)
    text = frame.get_by_text("More 20.")
    text.scroll_into_view_if_needed()
    frame.locator("[data-desk-changed]").first.wait_for(state="detached")

    def place() -> int:
        box = text.bounding_box()
        return round(box["y"]) if box else -1

    before = place()
    _replace(desk_project / CATALOG, "Gehen tut *gut*.", "Gehen *hilft* dir." + " Sehr!" * 40)
    frame.locator("[data-desk-changed]", has_text="hilft").wait_for()
    assert place() == before
    _replace(desk_project / SOURCE, "It costs nothing.", "It costs little.")
    frame.locator("[data-desk-changed]", has_text="It costs little.").wait_for()
    frame.locator("[data-desk-changed]").first.wait_for(state="detached")
    assert place() == before
    with page.expect_response(re.compile("reading.css")):
        (THEME / "static/reading.css").touch()
    frame.locator("[data-desk]").first.wait_for()
    page.wait_for_timeout(200)
    assert place() == before


def test_links_of_the_page(page: Page) -> None:
    """One to another site opens a tab, since the frame may not show it; one to another language
    does nothing."""
    frame = page.frame_locator("#frame")
    with page.expect_popup() as popup:
        frame.get_by_role("link", name="a study").click()
    popup.value.close()
    frame.locator(".state a[hreflang=en]").click()
    page.get_by_text("The desk shows the pages of one language.").wait_for()
    frame.get_by_text("Gehen tut").wait_for()


def test_draft_survives(page: Page) -> None:
    """What was typed and not saved is there again after the page was closed."""
    page.frame_locator("#frame").get_by_text("It costs nothing.").click()
    page.locator("#translation").fill("Es kostet fast nichts.")
    page.reload()
    page.locator("#documents").get_by_text("not saved").wait_for()
    page.frame_locator("#frame").get_by_text("It costs nothing.").click()
    page.get_by_text("it is not saved").wait_for()
    assert page.locator("#translation").input_value() == "Es kostet fast nichts."


def test_going_back_to_the_desk(page: Page, desk_project: Path) -> None:
    """The browser has filled the frame by itself: its texts can be chosen, and change in place."""
    page.goto("about:blank")
    page.go_back()
    frame = page.frame_locator("#frame")
    frame.locator("[data-desk]", has_text="It costs nothing.").click()
    page.locator("#source", has_text="It costs nothing.").wait_for()
    _replace(desk_project / CATALOG, "Gehen tut *gut*.", "Gehen *hilft*.")
    frame.get_by_text("Gehen hilft.").wait_for()


def test_entry_that_another_program_changes(page: Page, desk_project: Path) -> None:
    """Both texts are shown, and what was typed stays."""
    frame = page.frame_locator("#frame")
    frame.get_by_text("Gehen tut").click()
    page.locator("#translation").fill("Gehen ist *gut*.")
    frame.get_by_text("Gehen ist").wait_for()
    _replace(desk_project / CATALOG, "Gehen tut *gut*.", "Gehen hilft *sehr*.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("alert").get_by_text("Gehen hilft *sehr*.").wait_for()
    assert page.locator("#translation").input_value() == "Gehen ist *gut*."
    page.get_by_role("button", name="Save mine instead").click()
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    assert "Gehen ist *gut*." in (desk_project / CATALOG).read_text("utf-8")


def test_list(page: Page, desk_project: Path) -> None:
    """Each filter has its count; a comment of a translator, a search, and the ends of the list."""
    _replace(desk_project / CATALOG, "\n#. heading 2", '\n# Or "Weshalb"?\n#. heading 2')
    commented = page.locator("#filters .commented")
    page.locator("#filters .commented", has_text="1").wait_for()
    counts = page.locator("#filters b").all_inner_texts()
    assert counts[0] == counts[1]
    assert counts[2:6] == ["0", "0", "0", "1"]
    commented.click()
    page.keyboard.press("Alt+ArrowUp")
    page.locator("#source", has_text=re.compile("^Why$")).wait_for()
    page.locator("#notes", has_text="Weshalb").wait_for()
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_text("the last text of the list").wait_for()
    page.keyboard.press("Alt+s")
    page.keyboard.insert_text("costs nothing")
    page.get_by_text("No text has these words.").wait_for()
    page.locator("#filters .all").click()
    assert page.locator("#documents button").count() == 1


def test_a_text_that_cannot_be_changed_says_why(page: Page, desk_project: Path) -> None:
    """For each cause: the place and what to do, beside the text; the list has what is wrong with
    the whole file. The text can be changed again as soon as the file is right."""
    path = desk_project / CATALOG
    good = path.read_text("utf-8")
    page.locator("#documents button", has_text="Why").click()
    page.locator("#source", has_text=re.compile("^Why$")).wait_for()
    causes = {
        good.replace('msgid "Why"', 'msgid "Why'): "a.po:35: cannot read this.*add it",
        f"<<<<<<< HEAD\n{good}": "a.po:1: an unresolved merge conflict; keep one side",
        good.replace('msgid "Why"', 'msgid "Whither"'): "a.po: there is no entry.*run .*update",
        good.replace(
            '"Why"\nmsgstr', '"Why"\nmsgid_plural "Whys"\nmsgstr[0]'
        ): "plural forms can only",
    }
    for text, reason in causes.items():
        path.write_text(text, "utf-8")
        page.locator("#obstacles", has_text=re.compile(reason)).wait_for()
        assert page.locator("#save").is_disabled()
        page.keyboard.press("Control+Enter")
        assert page.locator("#translation").get_attribute("readonly") is not None
        path.write_text(good, "utf-8")
        page.locator("#obstacles li").wait_for(state="detached")
        assert page.locator("#save").is_enabled()
    path.unlink()
    page.locator("#documents .finding", has_text="there is no catalog; run").wait_for()
    page.locator("#obstacles", has_text="there is no catalog; run").wait_for()
    path.write_text(good, "utf-8")
    page.locator("#documents .finding").wait_for(state="detached")
