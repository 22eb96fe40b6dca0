"""Questions of translators: where they are read, and how the desk writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.catalogs.message_edit import (
    EditConflictError,
    Translation,
    edit_message,
    edit_questions,
)
from cellulite_content.pipeline.catalogs.questions import Question, questions_of, read_questions
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.model.project import Project
from support.samples import DE, HEADER, project, read

ENTRY = """\
# A note.
# Question:  which street?
# question: and when?
# question:
#. paragraph
msgctxt "verb"
msgid "Walk."
msgstr "Geh."
"""


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A project with one German catalog of one entry."""
    root = project(tmp_path, DE)
    path = root.catalog(DE, "a")
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEADER}\n{ENTRY}\n#~ # question: gone?\n", "utf-8")
    return root


def test_questions_of_an_entry() -> None:
    """One is a line of a comment; an empty one is none."""
    assert questions_of(read(ENTRY).live[0]) == ("which street?", "and when?")


def test_all_questions_with_their_places(small: Project) -> None:
    """Of the locale's catalogs; one that cannot be read has none."""
    small.catalog(DE, "b").write_text("# question: x\nno catalog", "utf-8")
    path = "locales/de/LC_MESSAGES/a.po"
    assert list(read_questions(small, [DE])) == [
        Question("de", path, 6, "Walk.", "verb", "which street?"),
        Question("de", path, 6, "Walk.", "verb", "and when?"),
    ]


def test_writing_changes_their_lines_alone(small: Project) -> None:
    """A question that stays keeps its line, and so do notes; a conflict writes nothing."""
    path, key = small.catalog(DE, "a"), "verb\x04Walk."
    seen = ("which street?", "and when?")
    before = path.read_text("utf-8")
    edit_questions(small, DE, "a", key, seen, ["which street?", " how \n far? "])
    assert path.read_text("utf-8") == before.replace(
        "# question: and when?\n# question:\n", "# question:\n# question: how far?\n"
    )
    with pytest.raises(EditConflictError):
        edit_questions(small, DE, "a", key, seen, [])
    for text in ("x" * 1001, "\u202ereversed", "a\x00b"):
        with pytest.raises(ProjectError, match="a question has"):
            edit_questions(small, DE, "a", key, ("which street?", "how far?"), [text])
    edit_questions(small, DE, "a", key, ("which street?", "how far?"), [])
    assert questions_of(read(path.read_text("utf-8").removeprefix(HEADER)).live[0]) == ()
    assert "# A note.\n# question:\n#. paragraph" in path.read_text("utf-8")


def test_the_origin_of_a_text_is_a_comment(small: Project) -> None:
    """As long as nobody has checked it; then the bytes are those of a text of one's own."""
    path, key = small.catalog(DE, "a"), "verb\x04Walk."
    before, seen = path.read_text("utf-8"), Translation("Geh.")
    made = Translation("Lauf.", True, "engine")
    edit_message(small, DE, "a", key, seen, made)
    assert "# suggested by the program engine\n" in path.read_text("utf-8")
    assert "#, fuzzy\n" in path.read_text("utf-8")
    edit_message(small, DE, "a", key, made, Translation("Lauf."))
    assert path.read_text("utf-8") == before.replace("Geh.", "Lauf.")


def test_status_gathers_them(run: Callable, small: Project, tmp_path: Path) -> None:
    """For the authors, in a line each or as JSON; nothing of them reaches a terminal as a code."""
    text = '[tool.cellulite-content]\ntitle = "Walks"\n'
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    (tmp_path / "locales/locales.toml").write_text("[de]\n", "utf-8")
    path = small.catalog(DE, "a")
    path.write_text(path.read_text("utf-8").replace("and when?", "\x1b[2J when?"), "utf-8")
    lines = run("status", "--questions", project=tmp_path).stdout.splitlines()
    assert lines == [
        'locales/de/LC_MESSAGES/a.po:6: "Walk." (verb): which street?',
        'locales/de/LC_MESSAGES/a.po:6: "Walk." (verb): \\x1b[2J when?',
    ]
    done = run("status", "de", "--questions", "--format", "json", project=tmp_path)
    assert [row["text"] for row in json.loads(done.stdout)] == ["which street?", "\x1b[2J when?"]
