"""Whole walks through the desk in a browser: a language is begun, by keyboard and by pointer."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polib
import pytest
from playwright.sync_api import expect

from support.desk.process import running_desk
from support.desk.walk import Keyboard, Pointer
from support.site.axe import Checker

from .conftest import ARTICLE, write_desk_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

FUZZY = "It costs you nothing."
TEXTS = {
    "it": {
        "Walking": "Camminare",
        FUZZY: "Non costa nulla.",
        "Walking is *good* for you.": "Camminare fa *bene*.",
        "Why": "Perché",
    },
    "ar": {
        "Walking": "المشي",
        FUZZY: "لا يكلفك شيئا.",
        "Walking is *good* for you.": "المشي *مفيد* لك.",
        "Why": "لماذا",
    },
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, run: Callable) -> Path:
    """A German project in which Italian and Arabic are begun by the command that the desk names; a
    text was translated before its source changed."""
    folder = write_desk_project(tmp_path_factory.mktemp("walk") / "project")
    refused = run("desk", "it", "--no-browser", project=folder)
    assert "`cellulite-content add-locale it`" in refused.stderr
    assert run("add-locale", "it", "ar", project=folder).returncode == 0
    for code in TEXTS:
        path = folder / f"locales/{code}/LC_MESSAGES/articles/a.po"
        text = path.read_text("utf-8")
        empty = 'msgid "It costs nothing."\nmsgstr ""'
        path.write_text(text.replace(empty, empty[:-1] + TEXTS[code][FUZZY] + '"'), "utf-8")
    source = folder / "docs/articles/a.rst"
    source.write_text(ARTICLE.replace("It costs nothing.", FUZZY), "utf-8")
    for name in ("extract", "update"):
        assert run(name, project=folder).returncode == 0
    return folder


def _write(checker: Checker, hand: Keyboard, text: str, *, is_fuzzy: bool) -> None:
    """Write a translation into the open editor, until the page shows it."""
    page = checker.page
    current = page.frame_locator("#frame").locator("[data-desk-current]")
    if is_fuzzy:
        page.locator("#difference ins").first.wait_for()
        expect(page.locator("#translation")).to_have_value(text)
        hand.confirm()
    elif "*" in text:
        hand.write(re.sub(r"\*(\w+)\*", r"*\1 *", text))  # the emphasis has no end
        page.locator("#findings .error button").wait_for()
        page.locator("#state.refused").wait_for()
        expect(current).to_have_attribute("data-desk", "refused")
        assert checker.faults() == []
        hand.correct()
        expect(page.locator("#translation")).to_have_value(text)
    else:
        hand.write(text)
    page.locator("#state", has_text="translated, not saved").wait_for()
    current.filter(has_text=text.replace("*", "")[:6]).first.wait_for()


@pytest.mark.parametrize(
    ("code", "person", "scheme", "width"),
    [
        ("it", Keyboard, "light", 1280),
        ("it", Pointer, "dark", 1280),
        ("it", Pointer, "light", 390),
        ("it", Keyboard, "dark", 768),
        ("ar", Keyboard, "light", 1280),
        ("ar", Pointer, "dark", 390),
    ],
)
def test_begin_a_language(
    program: Browser,
    begun: Path,
    tmp_path: Path,
    code: str,
    person: type[Keyboard],
    scheme: str,
    width: int,
) -> None:
    """Three texts are translated, one of them first with a fault that the offered text fixes, and a
    fuzzy one is solved. Each is on the page before it is saved. The list shrinks, and the file has
    these changes alone. axe-core finds nothing at any step."""
    folder = tmp_path / "project"
    shutil.copytree(begun, folder)
    texts = TEXTS[code]
    path = folder / f"locales/{code}/LC_MESSAGES/articles/a.po"
    before = {entry.msgid: str(entry) for entry in polib.pofile(str(path))}
    lines = path.read_text("utf-8").splitlines()
    with running_desk(folder, code) as running:
        checker = Checker(program, scheme)
        page, hand = checker.page, person(checker.page)
        faults: list[Any] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(running.address)
        frame, status = page.frame_locator("#frame"), page.get_by_role("status")
        frame.get_by_text("Walking is").wait_for()  # a beginner sees the first sentence
        assert checker.faults() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        source = page.locator("#source")
        left = int(page.locator("#filters .left b").inner_text())
        translated = 0
        while translated < len(texts):
            previous = source.text_content() or ""
            hand.next_text()
            expect(source).not_to_have_text(previous)
            chosen = source.text_content() or ""
            text = texts.get(chosen)
            if text is None:
                continue
            translated += 1
            _write(checker, hand, text, is_fuzzy=chosen == FUZZY)
            hand.save()
            status.get_by_text("Saved.").wait_for()
        assert int(page.locator("#filters .left b").inner_text()) == left - len(texts)
        assert checker.faults() == []
        page.context.close()
    after = {entry.msgid: entry for entry in polib.pofile(str(path))}
    changed = {key: entry.msgstr for key, entry in after.items() if str(entry) != before[key]}
    assert changed == texts
    # Nothing else: a line for each translation, and the two lines of the mark.
    new = path.read_text("utf-8").splitlines()
    assert len(new) == len(lines) - 2
    assert sum(line not in lines for line in new) == len(texts) - 1
    assert faults == []
