"""A walk through what surrounds the text, in a browser: suggestions, questions, handing in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.desk.process import running_desk
from support.editions.browser import browser
from support.site.axe import Checker

from .conftest import write_desk_project

pytestmark = pytest.mark.slow

ENGINE = "print('<img src=x onerror=alert(1)>')"
MEMORY = """\
<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>It costs nothing.</seg></tuv>
<tuv xml:lang="de"><seg>Es kostet &lt;script&gt;alert(1)&lt;/script&gt;</seg></tuv></tu>
</body></tmx>
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Checker]:
    """The desk with a memory and a program, on a phone, where everything must fit too."""
    folder = write_desk_project(tmp_path / "project")
    (folder / "locales/memory").mkdir()
    (folder / "locales/memory/m.tmx").write_text(MEMORY, "utf-8")
    command = json.dumps([sys.executable, "-Sc", ENGINE])
    monkeypatch.setenv("CELLULITE_CONTENT_SUGGESTIONS", command)
    with running_desk(folder, "de") as running, browser() as program:
        checker = Checker(program, "light")
        checker.page.set_viewport_size({"width": 390, "height": 800})
        checker.page.on("dialog", lambda dialog: pytest.fail("a script has run"))
        checker.page.goto(running.address)
        yield checker
        checker.page.context.close()


def test_walk(page: Checker, tmp_path: Path) -> None:
    """Take over a suggestion of the program, which is saved as fuzzy; ask the authors; download the
    patch. Texts from outside are shown as text, and axe finds nothing."""
    catalog = tmp_path / "project/locales/de/LC_MESSAGES/articles/a.po"
    shown = page.page
    shown.frame_locator("#frame").get_by_text("It costs nothing.").click()
    items = shown.locator("#suggestions li")
    items.nth(1).wait_for()
    assert items.nth(0).locator("button").inner_text() == "Es kostet <script>alert(1)</script>"
    assert "locales/memory/m.tmx" in items.nth(0).inner_text()
    assert "the program python" in items.nth(1).inner_text()
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    shown.keyboard.press("Alt+2")
    assert shown.locator("#fuzzy").is_checked()
    shown.locator("#fuzzy").uncheck()
    shown.keyboard.press("Control+Enter")
    shown.get_by_text("Saved as fuzzy").wait_for()
    assert shown.locator("#fuzzy").is_checked()
    shown.locator("#notes", has_text="suggested by the program python").wait_for()
    shown.get_by_text("Question for the authors").click()
    shown.locator("#questions").fill("Why <b>nothing</b>?")
    shown.get_by_role("button", name="Save the question").click()
    shown.get_by_text("The question is saved.").wait_for()
    text = catalog.read_text("utf-8")
    assert "# question: Why <b>nothing</b>?\n" in text
    assert "# suggested by the program python" in text
    shown.get_by_text("Hand in your work").click()
    with shown.expect_download() as download:
        shown.get_by_text("Download all changes as a patch").click()
    assert download.value.suggested_filename == "de.patch"
    assert "+# question: Why" in download.value.path().read_text("utf-8")
    assert page.faults() == []
