"""Documents that are divided among processes: the same bytes, warnings and faults as by one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.articles import write_corpus
from cellulite_content.pipeline.catalogs.mo_files import compile_messages, compiled_path
from cellulite_content.pipeline.editions import divided_work
from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.gate.run import GateRun
from cellulite_content.pipeline.model.fault import BuildResult
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.model.reading import reading_digest
from cellulite_content.pipeline.publish.locales.tasks import build_locale
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Task
from support.markup.cases import read_cases, write_supported

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks the command"),
]

FORMATS = ("epub", "pdf", "html", "bundle")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Ten articles with covers, figures and notes, compiled and read."""
    folder = tmp_path_factory.mktemp("corpus") / "project"
    write_corpus(folder, 10, ("de",))
    return _prepared(folder)


@pytest.fixture(scope="module")
def constructs(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All supported constructs, of which some define roles."""
    cases = [case for case in read_cases() if case.is_supported]
    return _prepared(write_supported(tmp_path_factory.mktemp("markup") / "project", cases))


def _prepared(folder: Path) -> Project:
    project = load_project(folder)
    gate = GateRun(project, ProcessPool(3, method="fork"))
    source, trees = gate.read_source_and_trees()
    report = gate.start_report(source, ())
    gate.check([project.locale("de")], report)
    assert not report.findings
    project.reading.write_bytes(trees)
    return project


def built(root: Path, output: Path, formats: tuple[str, ...]) -> tuple[BuildResult, list[int]]:
    """Build German in this process; gives also the number of parts each time that it divides."""
    parts_of_each: list[int] = []
    original = divided_work.spread

    def spread(parts: Any, work: Callable, end: Callable) -> Any:
        parts_of_each.append(len(parts))
        return original(parts, work, end)

    divided_work.spread = spread
    project = load_project(root)
    output.mkdir()
    languages = [locale.listed_language for locale in project.editions]
    digest = reading_digest(project.reading.read_bytes())
    result = build_locale(root, "de", formats, languages, (), output, digest)
    return result, parts_of_each


def _build(
    project: Project, output: Path, jobs: int, formats: tuple[str, ...] = FORMATS
) -> tuple[BuildResult, list[int]]:
    arguments = (project.root, output, formats)
    pool = ProcessPool(jobs, method="fork")
    (outcome,) = pool.run([Task("de", f"{__name__}:built", arguments)])
    assert not outcome.error, outcome.error
    result: tuple[BuildResult, list[int]] = outcome.value
    return result


@pytest.mark.parametrize("name", ["corpus", "constructs"])
def test_the_bytes_are_the_same(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> None:
    """In all formats. Reading is divided too, but given up when a document defines a role."""
    project = request.getfixturevalue(name)
    one, undivided = _build(project, tmp_path / "one", 1)
    several, divided = _build(project, tmp_path / "several", 3)
    assert (len(undivided), len(divided)) == (0, 1 + len(FORMATS))
    assert min(divided) > 1
    assert replace(one, seconds={}) == replace(several, seconds={})
    assert read_folder(tmp_path / "one") == read_folder(tmp_path / "several")


def test_a_fault_names_its_message(corpus: Project, tmp_path: Path) -> None:
    """Also when another process has found it."""
    name = "articles/article-0010"
    path = compiled_path(corpus, corpus.locale("de"), name)
    kept = path.read_bytes()
    document = next(
        each
        for each in GateRun(corpus, ProcessPool(1)).read_source().documents
        if each.domain == name
    )
    key = next(unit.key for unit in document.units if unit.kind == "paragraph")
    path.write_bytes(compile_messages(corpus.locale("de"), {key: ":no-such-role:`x`"}))
    try:
        one, _ = _build(corpus, tmp_path / "one", 1, ("html",))
        several, parts = _build(corpus, tmp_path / "several", 3, ("html",))
    finally:
        path.write_bytes(kept)
    assert len(parts) == 1
    assert one.failure == several.failure
    assert several.failure is not None
    assert (several.failure.domain, several.failure.message) == (name, key)
