"""Screening: locales go through the gate together, and fail apart."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.gate.cached_run import CachedGateRun
from cellulite_content.pipeline.gate.run import GateRun, compile_all
from cellulite_content.pipeline.model.fingerprint import read_shared_inputs
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.workers.process_pool import Outcome, ProcessPool, Task


class Watched(ProcessPool):
    """An engine that keeps the keys of its tasks; those of `lost` end without an answer."""

    def __init__(self, jobs: int, lost: Callable[[str], bool] = lambda key: False) -> None:
        super().__init__(jobs)
        self.keys: list[str] = []
        self._lost = lost

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        tasks = list(tasks)
        self.keys += (task.key for task in tasks)
        return super().run(tasks)

    def run_one(self, task: Task) -> Outcome:
        if self._lost(task.key):
            return Outcome(task.key, error=f"{task.key}: its process ended with code -9")
        return super().run_one(task)


@pytest.fixture
def project(copy_project: Callable, tmp_path: Path) -> Project:
    """A copy of this project."""
    return load_project(copy_project(tmp_path / "project"))


def test_small_locales_share_a_process(project: Project) -> None:
    """Small catalogs are judged in as many processes as there are jobs, as they are alone."""
    pool = Watched(2)
    together = compile_all(project, pool, project.locales)
    assert sorted(code for key in pool.keys for code in key.split()) == sorted(together.results)
    assert len(pool.keys) == 2
    for locale in project.locales[:3]:
        alone = compile_all(project, ProcessPool(1), [locale])
        assert alone.results[locale.code] == together.results[locale.code]
    assert set(together.seconds["gate"]) == {locale.code for locale in project.locales}


def test_large_catalogs_have_their_own(project: Project) -> None:
    """Megabytes of catalogs are spread over more processes, and the largest one waits for none."""
    (catalog,) = (project.locales_folder / "de").rglob("articles/*.po")
    comment = "# " + "x" * 998 + "\n"
    catalog.write_text(comment * 3000 + catalog.read_text(encoding="utf-8"), encoding="utf-8")
    pool = Watched(1)
    report = compile_all(project, pool, project.locales)
    assert not report.errors
    assert pool.keys[0] == "de"
    assert len(pool.keys) == 3


def test_a_lost_process_takes_no_other_locale_with_it(project: Project) -> None:
    """Where a process of several ends, each is tried alone, and only the guilty one fails."""
    pool = Watched(1, lost=lambda key: "fr" in key.split())
    seen: list[tuple[str, int, int]] = []
    report = compile_all(project, pool, project.locales, lambda *what: seen.append(what))
    codes = [locale.code for locale in project.locales]
    assert report.errors == ["fr: its process ended with code -9"]
    assert sorted(report.results) == sorted(set(codes) - {"fr"})
    assert [number for _, number, _ in seen] == list(range(1, len(codes) + 1))
    assert {total for _, _, total in seen} == {len(codes)}


def test_trees_that_are_gone_are_read_and_kept_again(project: Project) -> None:
    """A cache that is full deletes what no run has used for long."""
    inputs, cache = read_shared_inputs(project), Cache(project.cache)
    run = CachedGateRun(GateRun(project, ProcessPool(1)), cache, inputs)
    trees = run.trees()
    assert cache.get(inputs.trees_key) == trees
    assert b"will-running-reduce-cellulite" in trees
