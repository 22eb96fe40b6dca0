"""The gate's results in the cache: only what an edit touches is judged again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.files.stored_value import StoredMapping
from cellulite_content.pipeline.gate.run import GateRun, compile_all
from cellulite_content.pipeline.model.fingerprint import read_shared_inputs
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.publish.gate_cache import CachedGateRun, read_results
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.small_projects import HEAD, translate, write_project
from support.watched_pool import Watched

ARTICLES = {
    "far": f"{HEAD}Far\n===\n\nA long way.\n",
    "near": f"{HEAD}Near\n====\n\nA :term:`shoe`.\n",
    "terms": f"{HEAD}Terms\n=====\n\n.. glossary::\n\n   shoe\n      What you wear.\n",
}
CATALOGS = "locales/de/LC_MESSAGES/articles"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of which the gate has judged all."""
    folder = write_project(tmp_path / "project", ARTICLES)
    translate(folder, "far", {"A long way.": "Ein weiter Weg."})
    translate(folder, "terms", {"shoe": "Schuh"})
    translate(folder, "near", {"A :term:`shoe`.": "Ein :term:`Schuh`."})
    project = load_project(folder)
    _judge(project)
    return project


def _judge(project: Project) -> tuple[list[str], tuple[GateResult, ...]]:
    """The domains that are judged now, and the results of all."""
    pool = Watched(1)
    inputs = read_shared_inputs(project)
    gate = CachedGateRun(GateRun(project, pool), Cache(project.cache), inputs)
    results = gate.compile().results["de"]
    tasks = [task for task in pool.tasks if task.key != "source"]
    judged = [document.domain for task in tasks for document in task.arguments[2].documents]
    return judged, results


def _replace(project: Project, path: str, old: str, new: str) -> None:
    text = (project.root / path).read_text(encoding="utf-8")
    assert old in text
    (project.root / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "judged"),
    [
        (f"{CATALOGS}/far.po", "Ein weiter Weg.", "Ein langer Weg.", ["articles/far"]),
        (f"{CATALOGS}/far.po", "Ein weiter Weg.", "Ein `weiter Weg.", ["articles/far"]),
        ("docs/articles/far.rst", "A long way.", "A longer way.", ["articles/far"]),
        (f"{CATALOGS}/terms.po", "Schuh", "Stiefel", ["articles/near", "articles/terms"]),
    ],
    ids=["message", "refused message", "source", "term of another document"],
)
def test_an_edit_is_judged_alone(
    project: Project, path: str, old: str, new: str, judged: list[str]
) -> None:
    """And documents that refer to its terms; the results and the compiled catalogs are those of a
    gate that judges all."""
    _replace(project, path, old, new)
    found, results = _judge(project)
    compiled = read_folder(project.compiled)
    assert found == judged
    whole = compile_all(project, ProcessPool(1), project.locales)
    assert results == whole.results["de"]
    assert compiled == read_folder(project.compiled)


def test_all_are_judged_when_the_compiled_catalogs_are_others(project: Project) -> None:
    """Unchanged catalogs are copied from the build folder, so they must be what the gate wrote."""
    path = project.compiled / "de" / "LC_MESSAGES" / "articles" / "near.mo"
    path.write_bytes(path.read_bytes() + b"x")
    _replace(project, f"{CATALOGS}/far.po", "Ein weiter Weg.", "Ein langer Weg.")
    judged, _ = _judge(project)
    assert len(judged) == len(ARTICLES) + 1  # and the interface


def test_all_are_judged_after_a_later_stage_has_refused_a_message(project: Project) -> None:
    """What was harmful may be harmless beside another source."""
    inputs = read_shared_inputs(project)
    gate = CachedGateRun(GateRun(project, ProcessPool(1)), Cache(project.cache), inputs)
    results = gate.compile().results["de"]
    gate.replace(project.locale("de"), tuple(each.without(["A long way."]) for each in results))
    _replace(project, f"{CATALOGS}/terms.po", "Schuh", "Stiefel")
    judged, results = _judge(project)
    assert len(judged) == len(ARTICLES) + 1
    assert "A long way." in results[0].accepted


def test_books_are_checked_with_what_the_build_has_accepted(project: Project) -> None:
    """What a later stage has refused is in no book, as long as its catalog is the same."""
    german = project.locale("de")
    inputs = read_shared_inputs(project)
    gate = CachedGateRun(GateRun(project, ProcessPool(1)), Cache(project.cache), inputs)
    results = gate.compile().results["de"]
    gate.replace(german, tuple(each.without(["A long way."]) for each in results))
    before = read_folder(project.build)
    assert (
        "A long way."
        not in read_results(project, ProcessPool(1), [german]).results["de"][0].accepted
    )
    _replace(project, f"{CATALOGS}/far.po", "Ein weiter Weg.", "Ein langer Weg.")
    assert (
        "A long way." in read_results(project, ProcessPool(1), [german]).results["de"][0].accepted
    )
    assert read_folder(project.build) == before


def test_trees_that_are_gone_are_read_and_kept_again(project: Project) -> None:
    """A cache that is full deletes what no run has used for long."""
    inputs, cache = read_shared_inputs(project), Cache(project.cache)
    run = CachedGateRun(GateRun(project, ProcessPool(1)), cache, inputs)
    before = run.trees()
    (project.cache / inputs.trees_key[:2] / inputs.trees_key[2:]).unlink()
    assert b"articles/far" in run.trees()
    assert cache.get(inputs.trees_key) is not None
    assert len(run.trees()) == len(before)


def test_messages_are_kept_on_the_disk(project: Project) -> None:
    """Those that were judged now are equal to those in memory, but only in the cache."""
    _replace(project, f"{CATALOGS}/far.po", "Ein weiter Weg.", "Ein langer Weg.")
    judged, results = _judge(project)
    assert judged == ["articles/far"]
    assert results == compile_all(project, ProcessPool(1), project.locales).results["de"]
    for result in results:
        for messages in (result.accepted, result.shown, result.lines, result.pending):
            assert isinstance(messages, StoredMapping)
