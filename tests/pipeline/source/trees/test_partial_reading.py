"""A partial reading parses the sources that have changed, and gives what reading all would give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.locale_builds import STOPPED, read_sources
from support.small_projects import HEAD, write_project

ARTICLES = {
    "far": f"{HEAD}Far\n===\n\nA long way.\n\nMore\n----\n\nAnd back.\n",
    "near": f"{HEAD}Near\n====\n\nA :term:`shoe` by :doc:`far`, :math:`x` times.\n",
    "terms": f"{HEAD}Terms\n=====\n\n.. glossary::\n\n   shoe\n      What you wear.\n",
    "words": f"{HEAD}Words\n=====\n\nNot `much`.\n",
}
ALL = sorted(["index", *(f"articles/{name}" for name in ARTICLES)])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that was read once."""
    folder = write_project(tmp_path / "project", ARTICLES)
    parsed, _ = read_sources(folder, partly=True)
    assert parsed == [ALL]
    return folder


@pytest.mark.parametrize(
    ("path", "old", "new", "parsed"),
    [
        ("articles/far.rst", "A long way.", "A longer way.", [["articles/far"]]),
        (
            "articles/words.rst",
            "Words\n=====",
            "Terse\n=====",
            [STOPPED, ["articles/words", "index"]],
        ),
        ("articles/far.rst", "More\n----", "Else\n----", [STOPPED, ALL]),
        ("articles/far.rst", "Far\n===", "Off\n===", [STOPPED, ALL]),
        (
            "articles/far.rst",
            "A long",
            ".. role:: x\n\nA :x:`long`",
            [STOPPED, ALL],
        ),
        ("articles/terms.rst", "shoe\n", "shoe\n   boot\n", [STOPPED, ALL]),
        ("conf.py", 'language = "en"', 'language = "en"\nnumfig = False', [ALL]),
    ],
    ids=[
        "paragraph",
        "title that is listed",
        "heading",
        "title that another shows",
        "role",
        "term",
        "setting",
    ],
)
def test_what_changed_is_parsed(
    project: Path, path: str, old: str, new: str, parsed: list[list[str]]
) -> None:
    """And all again, when others may depend on it."""
    file = project / "docs" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    found, source = read_sources(project, partly=True)
    assert found == parsed
    _, whole = read_sources(project, partly=False)
    assert source == whole


def test_what_includes_a_document_is_parsed_with_it(tmp_path: Path) -> None:
    """Sphinx goes by the times of files; here the caller only says which documents changed."""
    words = f"{ARTICLES['words']}\n.. include:: far.rst\n   :start-after: A long way.\n"
    project = write_project(tmp_path / "project", {**ARTICLES, "words": words})
    read_sources(project, partly=True)
    file = project / "docs" / "articles" / "far.rst"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("And back.", "And not back."), encoding="utf-8")
    parsed, source = read_sources(project, partly=True)
    assert parsed == [["articles/far", "articles/words"]]
    assert source.count(b"And not back.") >= 2
    assert source == read_sources(project, partly=False)[1]


def test_a_fault_in_a_source_is_reported_as_ever(project: Path, run: Callable) -> None:
    """What a partial reading complains of is said by one that reads all."""
    path = project / "docs" / "articles" / "far.rst"
    path.write_text(path.read_text(encoding="utf-8") + "\nAn *open end.\n", encoding="utf-8")
    done = run("build", project=project)
    assert done.returncode == 2
    assert "far.rst:16" in done.stderr
