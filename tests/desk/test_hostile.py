"""Hostile catalogs and sources in a browser: every field is text, and none of it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.desk.process import running_desk
from support.editions.browser import browser
from support.small_projects import HEAD, write_project

pytestmark = pytest.mark.slow

ATTACK = '<img src=x onerror="parent.attacked=1"><script>parent.attacked=1</script>'
QUOTED = ATTACK.replace('"', '\\"')
SOURCE = f"""{HEAD}Walking {ATTACK}
=================================================================================================

Old {ATTACK} words.

.. translators: {ATTACK}

New {ATTACK} words.

Term {ATTACK}
    A definition {ATTACK}.
"""
GLOSSARY = f"""term,locale,use,avoid,definition
words,de,"{ATTACK.replace('"', '""')}",Worte,"{ATTACK.replace('"', '""')}"
"""
ENTRY = f"""# {ATTACK}
# question: {ATTACK}
#. {ATTACK}
#: {ATTACK}
#, fuzzy, {ATTACK}
#| msgid "Older {QUOTED} words."
msgid "New {QUOTED} words."
msgstr "Neue {QUOTED} Wörter."
"""
OBSOLETE = f"""
#~ msgid "Old {QUOTED} word."
#~ msgstr "Alte {QUOTED} Wörter."
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose article, glossary and catalog have HTML with a script in every field."""
    folder = write_project(
        tmp_path / "project", {"a": SOURCE}, files={"locales/glossary.csv": GLOSSARY}
    )
    path = folder / "locales/de/LC_MESSAGES/articles/a.po"
    entries = path.read_text("utf-8").split("\n\n")
    (index,) = [n for n, entry in enumerate(entries) if f'msgid "New {QUOTED}' in entry]
    entries[index] = ENTRY.strip()
    path.write_text("\n\n".join(entries) + OBSOLETE, "utf-8")
    return folder


def test_nothing_of_a_project_runs(project: Path) -> None:
    """Each text is opened, and a draft and a conflict with the attack too; the policy has nothing
    to stop, because no element comes of it."""
    path = project / "locales/de/LC_MESSAGES/articles/a.po"
    with running_desk(project, "de") as desk, browser() as program:
        page = program.new_page()
        faults: list[Any] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.goto(desk.address)
        frame = page.frame_locator("#frame")
        frame.locator("[data-desk]").first.wait_for()
        texts = page.locator("#documents button").all_inner_texts()
        assert sum(ATTACK in text for text in texts) >= 5
        for number in range(len(texts)):
            page.keyboard.press("Alt+ArrowDown")
            page.locator(f"#documents li >> nth={number}").locator("[aria-current]").wait_for()
        frame.get_by_text("New ").click()
        page.locator("#difference del").wait_for()
        assert ATTACK in page.locator("#notes").inner_text()
        assert ATTACK in page.locator("#suggestions").inner_text()
        page.locator("#translation").fill(f"Wörter {ATTACK}, neu.")
        page.get_by_text("not saved").first.wait_for()
        text = path.read_text("utf-8")
        path.write_text(text.replace('msgstr "Neue', 'msgstr "Andere'), "utf-8")
        page.keyboard.press("Control+Enter")
        page.get_by_role("alert").get_by_text("Andere").wait_for()
        assert page.locator("img[src=x]").count() == frame.locator("img[src=x]").count() == 0
        assert page.locator("script:not([src^='/web/'])").count() == 0
        assert page.evaluate("window.attacked") is None
        assert [fault for fault in faults if "409" not in fault] == []
