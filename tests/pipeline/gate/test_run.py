"""Screening: locales go through the gate together, and fail apart."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.gate.run import compile_all
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.watched_pool import Watched


@pytest.fixture
def project(copy_project: Callable, tmp_path: Path) -> Project:
    """A copy of this project."""
    return load_project(copy_project(tmp_path / "project"))


def test_small_locales_share_a_process(project: Project) -> None:
    """Small catalogs are judged in as many processes as there are jobs, as they are alone."""
    pool = Watched(2)
    together = compile_all(project, pool, project.locales)
    source, *batches = pool.keys
    assert source == "source"
    assert sorted(code for key in batches for code in key.split()) == sorted(together.results)
    assert len(batches) == 2
    for locale in project.locales[:3]:
        alone = compile_all(project, ProcessPool(1), [locale])
        assert alone.results[locale.code] == together.results[locale.code]
    assert set(together.seconds["gate"]) == {locale.code for locale in project.locales}


def test_large_catalogs_have_their_own(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many bytes of catalogs are spread over more processes, the same number for each job, and the
    largest catalog waits for none."""
    monkeypatch.setattr("cellulite_content.pipeline.gate.run._BATCH_BYTES", 1024**2)
    (catalog,) = (project.locales_folder / "de").rglob("articles/*.po")
    comment = "# " + "x" * 998 + "\n"
    catalog.write_text(comment * 3000 + catalog.read_text(encoding="utf-8"), encoding="utf-8")
    pool = Watched(2)
    report = compile_all(project, pool, project.locales)
    assert not report.errors
    assert pool.keys[:2] == ["source", "de"]
    assert len(pool.keys) == 1 + 4


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
