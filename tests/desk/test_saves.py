"""Saves from several programs at the same time, and kills: no text is lost."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib
import pytest

from cellulite_content.pipeline.catalogs.message_edit import Translation, edit_message
from cellulite_content.pipeline.model.project import load_project
from support.desk.process import running_desk

pytestmark = pytest.mark.slow

DOMAIN = "articles/a"
CATALOG = f"locales/de/LC_MESSAGES/{DOMAIN}.po"
SOURCES = ("It costs nothing.", "Why", "Walking")

SAVE = """\
import sys
from pathlib import Path
from cellulite_content.pipeline.catalogs.message_edit import Translation, edit_message
from cellulite_content.pipeline.model.project import load_project
project = load_project(Path(sys.argv[1]))
seen = Translation(sys.argv[3])
for number in range(1000):
    new = Translation(f"{sys.argv[3]} {number}")
    edit_message(project, project.locale("de"), "articles/a", sys.argv[2], seen, new)
    print(number, flush=True)
    seen = new
"""


def _translations(path: Path) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}


def test_a_hundred_saves_at_the_same_time(desk_project: Path) -> None:
    """From two desks, from `update` whose comments change, and from another program that edits:
    each writes texts of its own, and the last one of each is in the file."""
    project = load_project(desk_project)
    command = [sys.executable, "-m", "cellulite_content", "--project", str(desk_project)]
    source = desk_project / f"docs/{DOMAIN}.rst"

    def save(desk: object, key: str) -> None:
        seen = "Gehen" if key == "Walking" else ""
        for number in range(33):
            text = f"Text {number}"
            body = {"domain": DOMAIN, "key": key, "text": text, "seen": seen}
            assert desk.ask("/save", body).status == 200  # type: ignore[attr-defined]
            seen = text

    def edit(key: str) -> None:
        seen = Translation("")
        for number in range(33):
            new = Translation(f"Text {number}")
            edit_message(project, project.locale("de"), DOMAIN, key, seen, new)
            seen = new

    def update() -> None:
        for number in range(5):
            source.write_text(source.read_text("utf-8") + f"\nMore {number}.\n", "utf-8")
            for name in ("extract", "update"):
                subprocess.run([*command, name], check=True, capture_output=True)

    with (
        running_desk(desk_project, "de") as one,
        running_desk(desk_project, "de") as other,
        ThreadPoolExecutor() as threads,
    ):
        jobs = [
            threads.submit(save, one, "It costs nothing."),
            threads.submit(save, other, "Walking"),
            threads.submit(edit, "Why"),
            threads.submit(update),
        ]
        for job in jobs:
            job.result()
    translations = _translations(desk_project / CATALOG)
    assert [translations[key] for key in SOURCES] == ["Text 32"] * 3
    assert {f"More {number}." for number in range(5)} <= translations.keys()


def test_fifty_kills(desk_project: Path) -> None:
    """A program that saves is killed at any moment: the file is whole, and has what it said."""
    path = desk_project / CATALOG
    before = _translations(path)
    for kill in range(50):
        start = _translations(path)["Why"]
        process = subprocess.Popen(
            [sys.executable, "-c", SAVE, str(desk_project), "Why", start],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        for _ in range(1 + kill % 7):
            process.stdout.readline()
        process.kill()
        rest = process.communicate()[0].split()
        translations = _translations(path)
        saved = translations["Why"].removeprefix(f"{start} ")
        assert not rest or int(saved) >= int(rest[-1])
        assert {**translations, "Why": ""} == {**before, "Why": ""}
        edit_message(
            *(load_project(desk_project), load_project(desk_project).locale("de"), DOMAIN, "Why"),
            *(Translation(translations["Why"]), Translation("")),
        )
