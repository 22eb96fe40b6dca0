"""A partial reading parses the sources that have changed, and gives what reading all would give."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.small_projects import HEAD, write_project

_PROGRAM = """
import json, sys
from pathlib import Path
from cellulite_content.pipeline.files.stored_value import dump_value
from cellulite_content.pipeline.model.fingerprint import read_shared_inputs
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.source import extract
from cellulite_content.pipeline.source.trees.partial_reading import PartialReadingError

parsed = []
original = extract.run_sphinx

def run_sphinx(*arguments):
    try:
        run = original(*arguments)
    except PartialReadingError:
        parsed.append(["stopped"])
        raise
    parsed.append(sorted(run.application.parsed_sources))
    return run

extract.run_sphinx = run_sphinx
project = load_project(Path(sys.argv[1]))
inputs = read_shared_inputs(project)
key = inputs.last_reading_key if len(sys.argv) > 2 else ""
reading = extract.read_source_and_trees(project, key, inputs.files)
print(json.dumps([parsed, dump_value(reading.source).decode()]))
"""

ARTICLES = {
    "far": f"{HEAD}Far\n===\n\nA long way.\n\nMore\n----\n\nAnd back.\n",
    "near": f"{HEAD}Near\n====\n\nA :term:`shoe` by :doc:`far`.\n",
    "terms": f"{HEAD}Terms\n=====\n\n.. glossary::\n\n   shoe\n      What you wear.\n",
    "words": f"{HEAD}Words\n=====\n\nNot `much`.\n",
}
ALL = sorted(["index", *(f"articles/{name}" for name in ARTICLES)])

STOPPED = ["stopped"]


@pytest.fixture
def project(tmp_path: Path, run: Callable) -> Path:
    """A project that was read once."""
    folder = write_project(tmp_path / "project", run, ARTICLES)
    parsed, _ = _read(folder)
    assert parsed == [ALL]
    return folder


def _read(project: Path, *, partly: bool = True) -> tuple[list[list[str]], str]:
    """The documents that each run of Sphinx parses, if it does not stop, and the source."""
    arguments = (sys.executable, "-B", "-c", _PROGRAM, project, *(["partly"] if partly else []))
    done = subprocess.run(
        arguments, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    parsed, source = json.loads(done.stdout)
    return parsed, source


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
    found, source = _read(project)
    assert found == parsed
    _, whole = _read(project, partly=False)
    assert source == whole


def test_what_includes_a_document_is_parsed_with_it(tmp_path: Path, run: Callable) -> None:
    """Sphinx goes by the times of files; here the caller only says which documents changed."""
    words = f"{ARTICLES['words']}\n.. include:: far.rst\n   :start-after: A long way.\n"
    project = write_project(tmp_path / "project", run, {**ARTICLES, "words": words})
    _read(project)
    file = project / "docs" / "articles" / "far.rst"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("And back.", "And not back."), encoding="utf-8")
    parsed, source = _read(project)
    assert parsed == [["articles/far", "articles/words"]]
    assert source.count("And not back.") >= 2
    assert source == _read(project, partly=False)[1]


def test_a_fault_in_a_source_is_reported_as_ever(project: Path, run: Callable) -> None:
    """What a partial reading complains of is said by one that reads all."""
    path = project / "docs" / "articles" / "far.rst"
    path.write_text(path.read_text(encoding="utf-8") + "\nAn *open end.\n", encoding="utf-8")
    done = run("build", project=project)
    assert done.returncode == 2
    assert "far.rst:16" in done.stderr
