"""The task that builds a locale: it parses no source, and knows no other language."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.gate.run import GateRun
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.model.reading import reading_digest
from cellulite_content.pipeline.publish.locales.locale_tasks import BUILD_LOCALE
from cellulite_content.pipeline.workers.process_pool import Outcome, ProcessPool, Task

CODES = ("en", "ar", "de", "ja")


@pytest.fixture(scope="module")
def pool() -> ProcessPool:
    """Builds one locale after the other, in processes that come from one server."""
    return ProcessPool(1)


@pytest.fixture(scope="module")
def project(
    pool: ProcessPool, copy_project: Callable, tmp_path_factory: pytest.TempPathFactory
) -> Project:
    """A copy of the project with compiled catalogs and a reading."""
    project = load_project(copy_project(tmp_path_factory.mktemp("tasks") / "project"))
    gate = GateRun(project, pool)
    source, trees = gate.read_source_and_trees()
    gate.check([project.locale(code) for code in CODES[1:]], gate.start_report(source, ()))
    project.reading.write_bytes(trees)
    return project


def _build(pool: ProcessPool, project: Project, folder: Path, *codes: str) -> list[Outcome]:
    digest = reading_digest(project.reading.read_bytes())
    languages = tuple(locale.listed_language for locale in project.editions)
    tasks = []
    for code in codes:
        (folder / code).mkdir(parents=True)
        formats = ("html", "epub", "bundle")
        arguments = (project.root, code, formats, languages, (), folder / code, digest)
        tasks.append(Task(code, BUILD_LOCALE, arguments))
    return list(pool.run(tasks))


def test_only_the_reading_parses_sources(
    pool: ProcessPool, project: Project, tmp_path: Path
) -> None:
    """The processes of locales count the sources that they parse: there are none."""
    outcomes = _build(pool, project, tmp_path, "de", "ar")
    assert [outcome.error for outcome in outcomes] == ["", ""]
    assert [outcome.value.parsed for outcome in outcomes] == [(), ()]


@pytest.mark.slow
def test_no_language_leaks_into_the_next(
    pool: ProcessPool, project: Project, tmp_path: Path
) -> None:
    """A locale is the same after each other one."""
    alone = {}
    for code in CODES:
        _build(ProcessPool(1), project, tmp_path / "alone", code)
        alone[code] = read_folder(tmp_path / "alone" / code)
    for pair in itertools.permutations(CODES, 2):
        folder = tmp_path / "-".join(pair)
        _build(pool, project, folder, *pair)
        for code in pair:
            assert read_folder(folder / code) == alone[code]
