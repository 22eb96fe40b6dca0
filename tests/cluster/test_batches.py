"""A cluster with more workers than languages builds them in batches: a local build's bytes."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.requirements import require

require("cluster", "distributed")

from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.report import Report
from cellulite_content.pipeline.publish.publish import publish_editions
from cellulite_content.pipeline.workers.clusters.batches import Batch
from cellulite_content.pipeline.workers.clusters.cluster import Cluster
from cellulite_content.pipeline.workers.clusters.dask_client import DaskClient
from cellulite_content.pipeline.workers.clusters.job import Job
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.cluster.machines import Net, tree

pytestmark = pytest.mark.slow

FORMATS = ("html", "epub", "pdf", "bundle")
Jobs = list[tuple[str, Batch | None]]


@contextmanager
def _noted_jobs(
    monkeypatch: pytest.MonkeyPatch, after: Callable[[Jobs], None] = lambda _: None
) -> Iterator[Jobs]:
    """The locales and batches of the jobs that are sent; `after` is called when one was sent."""
    jobs: Jobs = []
    submit = DaskClient.submit

    def noting(self: DaskClient, job: Job, *arguments: object) -> object:
        jobs.append((job.code, job.batch))
        future = submit(self, job, *arguments)  # type: ignore[arg-type]
        after(jobs)
        return future

    with monkeypatch.context() as patch:
        patch.setattr(DaskClient, "submit", noting)
        yield jobs


def _publish(
    root: Path, output: Path, address: str = "", formats: tuple[str, ...] = FORMATS
) -> Report:
    pool = ProcessPool(2)
    project = load_project(root)
    if not address:
        return publish_editions(project, pool, output, formats=formats)
    with Cluster(address, lambda _: None) as cluster:
        return publish_editions(project, pool, output, formats=formats, cluster=cluster)


def _edit(root: Path) -> None:
    """Change a translation of one article."""
    (path,) = root.glob("locales/de/LC_MESSAGES/articles/*-7.po")
    text = path.read_text(encoding="utf-8")
    assert "Haut" in text
    path.write_text(text.replace("Haut", "HAUT", 1), encoding="utf-8")


@pytest.mark.parametrize("workers", [2, 3])
def test_the_bytes_of_batches_are_those_of_a_local_build(
    net: Net, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """From nothing, in as many batches as the workers have threads; and after an edit in one
    language, in as many as are worth it for 12 articles."""
    local = shutil.copytree(many, tmp_path / "local")
    net.scheduler()
    for number in range(workers):
        net.worker(str(number), "--nthreads", "2")
    expected = {"new": {"de": workers, "en": workers}, "edited": {"de": 3}}
    for step, counts in expected.items():
        if step == "edited":
            _edit(local)
            _edit(many)
        there = _publish(local, tmp_path / "local-site")
        with _noted_jobs(monkeypatch) as jobs:
            here = _publish(many, tmp_path / "site", net.address)
        assert (here.errors, here.built) == ([], there.built)
        assert tree(tmp_path / "site") == tree(tmp_path / "local-site")
        assert tree(many / "build" / "bundle") == tree(local / "build" / "bundle")
        assert Counter(code for code, _ in jobs) == counts
        assert len(set(jobs)) == len(jobs)


def test_the_batches_of_a_lost_worker_go_to_another(
    net: Net, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are sent again, and the locale is not built as a whole."""
    local = shutil.copytree(many, tmp_path / "local")
    _publish(local, tmp_path / "local-site", formats=("html",))
    net.scheduler()
    lost, *_ = (net.worker(str(number), "--nthreads", "2") for number in range(3))

    def lose_one(jobs: Jobs) -> None:
        if len(jobs) == 3:
            lost.kill()

    with _noted_jobs(monkeypatch, lose_one) as jobs:
        report = _publish(many, tmp_path / "site", net.address, ("html",))
    assert report.errors == []
    assert all(batch for _, batch in jobs)
    assert tree(tmp_path / "site") == tree(tmp_path / "local-site")
