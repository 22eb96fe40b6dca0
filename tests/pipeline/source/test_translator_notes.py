"""Notes for translators: comments of a source that reach every catalog."""

from collections.abc import Callable
from pathlib import Path

import polib

from support.small_projects import HEAD, write_project

ARTICLE = f"""\
{HEAD}Walking
=======

.. translators: The street,
   not the *exercise*.

Walk the line.

.. Translators: short, as on a sign
.. context: sign

Stop
----

Stop.
"""
BAD = f"""\
{HEAD}Walking
=======

.. translators:

Walk.

.. translators: nothing follows
"""


def _comments(path: Path) -> dict[str, str]:
    return {entry.msgid: entry.comment for entry in polib.pofile(str(path))}


def test_a_note_reaches_every_catalog(run: Callable, tmp_path: Path) -> None:
    """By `extract` and `update`, for the next block alone, beside a context; readers see none of
    it, and an answer to a question changes one line of a catalog."""
    folder = write_project(tmp_path / "project", {"a": ARTICLE})
    catalog = folder / "locales/de/LC_MESSAGES/articles/a.po"
    assert _comments(catalog)["Walk the line."] == (
        "paragraph, in: Walking\nnote of the authors: The street, not the *exercise*."
    )
    assert _comments(catalog)["Stop"].endswith("note of the authors: short, as on a sign")
    assert _comments(catalog)["Stop."] == "paragraph, in: Walking > Stop"
    source = folder / "docs/articles/a.rst"
    answered = source.read_text("utf-8").replace("as on a sign", "as a policeman says it")
    source.write_text(answered, "utf-8")
    before = catalog.read_text("utf-8").splitlines()
    for command in ("extract", "update"):
        assert run(command, project=folder).returncode == 0
    after = catalog.read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == [
        "#. note of the authors: short, as a policeman says it"
    ]
    assert len(after) == len(before)


def test_a_note_that_is_for_nothing_is_refused(run: Callable, tmp_path: Path) -> None:
    """With its line, and what to do."""
    folder = write_project(tmp_path / "project", {"a": ARTICLE})
    (folder / "docs/articles/a.rst").write_text(BAD, encoding="utf-8")
    lines = run("extract", project=folder).stderr.splitlines()
    assert "a.rst:9: a note for translators has 1 to 1,000 visible characters" in lines[0]
    assert "a.rst:13: no text follows this translators; write it directly before" in lines[1]
