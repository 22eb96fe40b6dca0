"""What a cluster does after a batch has failed, with workers that answer at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support.requirements import require

require("cluster", "distributed")

from cellulite_content.pipeline.files.archives.archive import pack
from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.model.fault import BuildResult, Fault, FaultKind
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.publish.locales.divisible_locale import DivisibleLocale
from cellulite_content.pipeline.workers.clusters import cluster as clusters
from cellulite_content.pipeline.workers.clusters.job import Job, JobResult
from cellulite_content.pipeline.workers.task import Outcome, Task

Answer = Callable[[Job], JobResult]
ARTICLES = dict.fromkeys("abcdefgh", 1)
FAULT = Fault(FaultKind.ERROR, "it is wrong")


@dataclass(eq=False)
class _Future:
    """A job that is done."""

    key: str
    job: Job

    def cancel(self) -> None:
        """Nothing: it is done."""


@dataclass
class _Workers:
    """A scheduler with two workers, in the place of `DaskClient`; all jobs end together."""

    answer: Answer
    jobs: list[Job] = field(default_factory=list)
    workers: tuple[str, ...] = ("tcp://first", "tcp://second")
    threads: int = 2
    capacity: int = 4
    _done: list[_Future] = field(default_factory=list)

    def find_workers(self) -> None:
        """They are always there."""

    def send_archive(self, archive: Any) -> None:
        """Nothing is sent."""

    def submit(self, job: Job, *_: Any) -> _Future:
        self.jobs.append(job)
        self._done.append(_Future(str(len(self.jobs)), job))
        return self._done[-1]

    def finished(self) -> Iterator[_Future]:
        done, self._done = self._done, []
        yield from done

    def result_of(self, future: _Future) -> JobResult:
        return self.answer(future.job)


def _page(job: Job, **options: Any) -> JobResult:
    """The result with one page, of an article of the job."""
    name = min(job.batch.articles if job.batch else ARTICLES)
    archive = pack({f"html/{name}.html": b"whole" if job.batch is None else b"batch"})
    return JobResult(archive, archive.digest, worker="tcp://first", **options)


def _run(root: Path, folder: Path, answer: Answer) -> tuple[list[Outcome], list[Job]]:
    workers = _Workers(answer)
    cluster = clusters.Cluster.__new__(clusters.Cluster)
    cluster._dask = workers  # type: ignore[assignment]
    load_project(root).reading.parent.mkdir(exist_ok=True)
    load_project(root).reading.touch()
    locale = DivisibleLocale("de", ARTICLES, 0.0, {})
    arguments = (root, "de", ("html",), (), (), folder, "")
    task = Task("de", "tasks:build", arguments, divisible=locale)
    return list(cluster.run([task])), workers.jobs


FAILURES: dict[str, Answer] = {
    "both": lambda job: JobResult(error="evil", worker="tcp://first"),
    "the first": lambda job: (
        JobResult(error="evil", worker="tcp://first")
        if job.batch and job.batch.is_first
        else _page(job)
    ),
    "the second": lambda job: (
        _page(job)
        if job.batch and job.batch.is_first
        else JobResult(error="evil", worker="tcp://first")
    ),
    "a fault": lambda job: _page(job, build=BuildResult(failure=FAULT)),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_one_job_builds_the_locale(project_copy: Path, tmp_path: Path, failure: str) -> None:
    """Once, with no file of a batch, whichever of them fails and though they end together."""
    outcomes, jobs = _run(
        project_copy,
        tmp_path / "out",
        lambda job: FAILURES[failure](job) if job.batch else _page(job),
    )
    assert [(outcome.key, outcome.error) for outcome in outcomes] == [("de", "")]
    assert [job.batch is None for job in jobs] == [False, False, True]
    assert read_folder(tmp_path / "out") == {"html/a.html": b"whole"}


def test_the_fault_is_that_of_the_whole_build(project_copy: Path, tmp_path: Path) -> None:
    """As without batches: it is named with the worker, after another one has tried, too."""
    outcomes, jobs = _run(
        project_copy, tmp_path / "out", lambda job: _page(job, build=BuildResult(failure=FAULT))
    )
    assert [job.batch is None for job in jobs] == [False, False, True, True]
    (outcome,) = outcomes
    assert outcome.value.failure.text == "it is wrong (on tcp://first)"


def test_batches_that_end_well_are_one_outcome(project_copy: Path, tmp_path: Path) -> None:
    """The outcome comes after the last of them, with the files of all."""
    outcomes, jobs = _run(project_copy, tmp_path / "out", _page)
    assert [(outcome.key, outcome.error) for outcome in outcomes] == [("de", "")]
    first, second = (min(job.batch.articles) for job in jobs if job.batch)
    names = {f"html/{first}.html", f"html/{second}.html"}
    assert read_folder(tmp_path / "out") == dict.fromkeys(names, b"batch")
