"""Walks through the desk in a browser, by keyboard alone and by pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.desk.process import running_desk
from support.editions.browser import browser
from support.site.axe import Checker

from .conftest import write_desk_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

CATALOG = "locales/de/LC_MESSAGES/articles/a.po"


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """A browser."""
    with browser() as found:
        yield found


@pytest.fixture
def page(program: Browser, desk_project: Path) -> Iterator[Page]:
    """The desk of the German translation, in a window; scripts of the page may not fail."""
    with running_desk(desk_project, "de") as running:
        opened = program.new_page(viewport={"width": 1280, "height": 800})
        faults: list[Any] = []
        opened.on("pageerror", lambda error: faults.append(error))  # noqa: PLW0108
        opened.goto(running.address)
        opened.frame_locator("#frame").get_by_text("Gehen tut").wait_for()
        yield opened
        opened.close()
        assert faults == []


def _changed_lines(before: bytes, after: bytes) -> list[str]:
    old, new = before.decode().splitlines(), after.decode().splitlines()
    return [line for line in new if line not in old]


def _left(page: Page) -> int:
    return page.locator("#documents details").first.locator("li").count()


def test_walk_by_keyboard(page: Page, desk_project: Path) -> None:
    """Translate three texts of the list, one of them first with a fault, which the offered text
    fixes; the list shrinks, the page shows them, and nothing else changes in the file."""
    path = desk_project / CATALOG
    before = path.read_bytes()
    left = _left(page)
    keyboard = page.keyboard
    keyboard.press("Alt+ArrowDown")
    page.locator("#source", has_text="It costs nothing.").wait_for()
    keyboard.type("Es kostet *nichts.")
    page.locator("#findings .error button").wait_for()
    keyboard.press("Alt+c")
    assert page.locator("#translation").input_value() != "Es kostet *nichts."
    page.locator("#findings:empty").wait_for(state="attached")
    keyboard.press("Control+Enter")
    page.frame_locator("#frame").get_by_text("Es kostet").wait_for()
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    keyboard.press("Alt+ArrowDown")
    page.locator("#source", has_text=re.compile("^Why$")).wait_for()
    keyboard.type("Warum")
    keyboard.press("Control+Enter")
    page.frame_locator("#frame").get_by_role("heading", name="Warum").wait_for()
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    keyboard.press("Alt+ArrowDown")
    page.locator("#source", has_text="It helps the heart").wait_for()
    keyboard.type("Es hilft dem Herzen, sagt `eine Studie <https://example.org/study>`_.")
    keyboard.press("Control+Enter")
    page.frame_locator("#frame").get_by_role("link", name="eine Studie").wait_for()
    page.get_by_role("status").get_by_text("Saved.").wait_for()
    assert _left(page) < left
    assert len(_changed_lines(before, path.read_bytes())) == 3
    assert len(path.read_bytes().splitlines()) == len(before.splitlines())


def test_walk_by_pointer(page: Page, desk_project: Path) -> None:
    """A text on the page opens by a click; what is saved is there and lit, in its place."""
    frame = page.frame_locator("#frame")
    frame.get_by_text("It costs nothing.").click()
    page.locator("#source", has_text="It costs nothing.").wait_for()
    page.locator("#translation").fill("Es kostet nichts.")
    page.get_by_role("button", name="Save").click()
    frame.locator("[data-desk-changed]", has_text="Es kostet nichts.").wait_for()
    page.get_by_role("button", name="Undo").click()
    frame.get_by_text("It costs nothing.").wait_for()
    assert "Es kostet" not in (desk_project / CATALOG).read_text("utf-8")


def test_draft_survives(page: Page) -> None:
    """What was typed and not saved is there again after the page was closed."""
    page.frame_locator("#frame").get_by_text("It costs nothing.").click()
    page.locator("#translation").fill("Es kostet fast nichts.")
    page.reload()
    page.frame_locator("#frame").get_by_text("It costs nothing.").click()
    page.get_by_text("it is not saved").wait_for()
    assert page.locator("#translation").input_value() == "Es kostet fast nichts."


def test_entry_that_another_program_changes(page: Page, desk_project: Path) -> None:
    """Both texts are shown, and what was typed stays."""
    page.frame_locator("#frame").get_by_text("Gehen tut").click()
    page.locator("#translation").fill("Gehen ist *gut*.")
    path = desk_project / CATALOG
    text = path.read_text("utf-8")
    path.write_text(text.replace("Gehen tut *gut*.", "Gehen hilft *sehr*."), "utf-8")
    page.frame_locator("#frame").get_by_text("Gehen hilft").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_role("alert").get_by_text("Gehen hilft *sehr*.").wait_for()
    assert page.locator("#translation").input_value() == "Gehen ist *gut*."
    page.get_by_role("button", name="Save mine instead").click()
    page.frame_locator("#frame").get_by_text("Gehen ist").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_accessibility(program: Browser, shared_project: Path, scheme: str, width: int) -> None:
    """axe-core finds nothing in the list, the editor and their findings, on a phone too."""
    with running_desk(shared_project, "de") as running:
        checker = Checker(program, scheme)
        page = checker.page
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(running.address)
        page.frame_locator("#frame").get_by_text("It costs nothing.").click()
        page.locator("#translation").fill("Es kostet *nichts.")
        page.locator("#findings .error button").wait_for()
        assert checker.faults() == []
        if width < 600:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert not page.locator("#frame").is_visible()  # one view at a time
            page.get_by_role("button", name="List").click()
            assert checker.faults() == []
        page.context.close()


def test_arabic(program: Browser, tmp_path: Path, run: Callable) -> None:
    """The editor and the page go from right to left, and the source from left to right."""
    folder = write_desk_project(tmp_path / "project")
    locales = folder / "locales/locales.toml"
    locales.write_text(locales.read_text("utf-8").replace("[de]", "[ar]"), "utf-8")
    assert run("add-locale", "ar", project=folder).returncode == 0
    with running_desk(folder, "ar") as running:
        page = program.new_page()
        page.goto(running.address)
        page.frame_locator("#frame").get_by_text("It costs nothing.").click()
        page.locator("#translation").fill("لا يكلف شيئا.")
        assert page.locator("#translation").get_attribute("dir") == "rtl"
        page.keyboard.press("Control+Enter")
        page.frame_locator("#frame").get_by_text("لا يكلف شيئا.").wait_for()
        page.close()
