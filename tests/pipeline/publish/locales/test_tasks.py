"""The task that builds a locale: it parses no source, and knows no other language."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import polib
import pytest

from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.gate.run import GateRun
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.model.reading import reading_digest
from cellulite_content.pipeline.publish.locales.locale_tasks import BUILD_LOCALE
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Outcome, Task
from support.watched_pool import CountingPool

ARTICLE = "articles/will-running-reduce-cellulite"
CODES = ("en", "ar", "de", "fr", "hi", "ja", "zh_Hans")


@pytest.fixture(scope="module")
def pool() -> CountingPool:
    """Builds one locale after the other, in processes that come from one server."""
    return CountingPool(1)


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
    for number, code in enumerate(codes):
        output = folder / str(number) / code
        output.mkdir(parents=True)
        formats = ("html", "epub", "pdf", "bundle")
        arguments = (project.root, code, formats, languages, (), output, digest)
        tasks.append(Task(code, BUILD_LOCALE, arguments))
    return list(pool.run(tasks))


def test_only_the_reading_parses_sources(
    pool: ProcessPool, project: Project, tmp_path: Path
) -> None:
    """The processes of locales count the sources that they parse: there are none."""
    outcomes = _build(pool, project, tmp_path, "de", "ar")
    assert [outcome.error for outcome in outcomes] == ["", ""]
    assert [outcome.value.parsed for outcome in outcomes] == [(), ()]


def test_a_warning_counts_only_in_a_new_process(
    pool: CountingPool, project: Project, tmp_path: Path
) -> None:
    """A build that warns after another one is done again, and nothing follows it in its process.
    All that it leaves is from the last time."""
    (alone,) = _build(pool, project, tmp_path / "alone", "de")
    assert alone.value.warnings == ()
    catalog = project.compiled / "de" / "LC_MESSAGES" / f"{ARTICLE}.mo"
    before = catalog.read_bytes()
    try:
        messages = polib.mofile(str(catalog))
        diet = next(entry for entry in messages if entry.msgid.startswith("**A balanced diet"))
        diet.msgstr = "**Diät:** |unknown|"
        messages.save(str(catalog))
        pool.count = 0
        outcomes = _build(pool, project, tmp_path / "in turn", "ar", "de", "fr")
    finally:
        catalog.write_bytes(before)
    results = [outcome.value for outcome in outcomes]
    has_fault = [bool(result.warnings or result.failure) for result in results]
    assert has_fault == [False, True, False]
    assert pool.count == 3


@pytest.mark.slow
def test_no_language_leaks_into_the_next(
    pool: CountingPool, project: Project, tmp_path: Path
) -> None:
    """A locale is the same after each other one, and few processes build all."""
    alone = {}
    for code in CODES:
        _build(pool, project, tmp_path / code, code)
        alone[code] = read_folder(tmp_path / code / "0" / code)
    codes, pool.count = _every_pair(CODES), 0
    outcomes = _build(pool, project, tmp_path / "in turn", *codes)
    assert [outcome.error for outcome in outcomes] == [""] * len(codes)
    assert pool.count < len(codes) / 2
    for number, code in enumerate(codes):
        built = read_folder(tmp_path / "in turn" / str(number) / code)
        assert built == alone[code], codes[: number + 1]


def _every_pair(codes: Sequence[str]) -> list[str]:
    """A list of the codes in which each follows directly on each other one."""
    pairs = {*itertools.permutations(codes, 2)}
    path: list[str] = []
    stack = [codes[0]]
    while stack:  # Hierholzer's algorithm
        following = next((pair for pair in sorted(pairs) if pair[0] == stack[-1]), None)
        if following is None:
            path.append(stack.pop())
        else:
            pairs.remove(following)
            stack.append(following[1])
    return path[::-1]
