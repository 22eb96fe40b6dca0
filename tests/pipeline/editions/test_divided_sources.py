"""A reading of the sources that is divided among processes: the same values and faults."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from cellulite_content.pipeline.editions import divided_sources
from cellulite_content.pipeline.files.stored_value import dump_value
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.source import extract
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Outcome, Task
from support.markup.cases import read_cases, write_refused, write_supported
from support.small_projects import HEAD, write_sources

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks the command"),
]

ROLE = re.compile(r"^\.\. role:: (\w+).*\n(?: +.*\n)*", re.MULTILINE)


class Reading(NamedTuple):
    """A reading: the source and the trees in bytes, the parsed documents, and how many times the
    documents were read and their units collected by helpers."""

    source: bytes
    trees: bytes
    parsed: list[str]
    divided: int


def read(root: Path) -> Reading:
    """Read a project in this process, which divides also the work on few documents."""
    divided = []
    spread, run_sphinx = divided_sources.spread, extract.run_sphinx
    parsed: list[str] = []

    def counted_spread(*arguments: object) -> object:
        done = spread(*arguments)  # type: ignore[arg-type]
        divided.append(len(done.results))
        return done

    def noted_run(*arguments: object) -> object:
        run = run_sphinx(*arguments)  # type: ignore[arg-type]
        parsed.extend(run.application.parsed_sources)  # type: ignore[attr-defined]
        return run

    divided_sources._FEWEST = divided_sources._TOGETHER = 3
    divided_sources.spread = counted_spread  # type: ignore[assignment]
    extract.run_sphinx = noted_run  # type: ignore[assignment]
    reading = extract.read_source_and_trees(load_project(root))
    return Reading(dump_value(reading.source), reading.trees, parsed, len(divided))


def _read(root: Path, jobs: int) -> Outcome:
    pool = ProcessPool(jobs, method="fork")
    (outcome,) = pool.run([Task("source", f"{__name__}:read", (root,))])
    return outcome


def _readings(root: Path) -> tuple[Reading, Reading]:
    """The project as it is read by one process and by several."""
    one, several = _read(root, 1), _read(root, 3)
    assert not one.error, one.error
    assert not several.error, several.error
    assert one.value.divided == 0
    return one.value, several.value


def test_all_constructs_are_read_alike(tmp_path: Path) -> None:
    """Units, errors and trees have the same bytes, and each source is parsed once."""
    cases = [case for case in read_cases() if case.is_supported]
    root = write_supported(tmp_path / "project", cases)
    for path in (root / "docs" / "articles").glob("*.rst"):  # see below for roles
        text = path.read_text(encoding="utf-8")
        for name in ROLE.findall(text):
            text = re.sub(f":{name}:`([^`]*)`", r"\1", text)
        path.write_text(ROLE.sub("", text), encoding="utf-8")
    one, several = _readings(root)
    assert several.divided == 2
    assert one[:3] == several[:3]
    assert len(several.parsed) == len({*several.parsed}) == 1 + len(cases)


def test_a_role_of_a_document_is_known_to_the_next(tmp_path: Path) -> None:
    """So one process reads all, and only the units are collected by several."""
    articles = dict.fromkeys("bcdefghij", f"{HEAD}Calm\n====\n\nA :loud:`word`.\n")
    articles["a"] = f"{HEAD}Loud\n====\n\n.. role:: loud(strong)\n\nA :loud:`word`.\n"
    write_sources(tmp_path, articles)
    one, several = _readings(tmp_path)
    assert several.divided == 1
    assert one[:3] == several[:3]


def _words(number: int) -> str:
    return f"{HEAD}Words\n=====\n\nWords {number}.\n"


TWICE: Mapping[str, str] = {
    "label": ".. _shore:\n\nThe shore\n---------\n\nSand.\n",
    "label of a text": ".. _shore:\n\nSand.\n",
    "equation": ".. math:: x\n   :label: sand\n",
    "citation": "Sand [sand]_.\n\n.. [sand] A book.\n",
    "term": ".. glossary::\n\n   sand\n      It is wet.\n",
}
"""What a document may define, and another one too."""


@pytest.mark.parametrize("name", TWICE)
def test_what_two_documents_define_is_reported(tmp_path: Path, name: str) -> None:
    """Sphinx compares a document with those that the same process has read: no helper reads both.

    Two targets without a title are accepted, and the last one counts.
    """
    articles = {f"a{number}": _words(number) for number in range(10)}
    for document in ("a1", "a9"):
        articles[document] += f"\n{TWICE[name]}"
    write_sources(tmp_path, articles)
    one, several = _read(tmp_path, 1), _read(tmp_path, 3)
    assert one.error == several.error
    assert ("a9.rst" in one.error) == (name != "label of a text")


def test_refusals_are_the_same_lines(tmp_path: Path) -> None:
    """In the same order: of Sphinx's warnings, and of what no edition can show."""
    cases = [case for case in read_cases() if not case.is_supported]
    root = write_refused(tmp_path / "project", cases)
    one, several = _read(root, 1), _read(root, 3)
    assert len(one.error.splitlines()) > len(cases)
    assert one.error == several.error
