"""Builds and readings in one new process each, which report what they parsed."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any, NamedTuple

from cellulite_content.pipeline.files.stored_value import dump_value
from cellulite_content.pipeline.gate.tasks import check_catalogs, read_source_and_trees
from cellulite_content.pipeline.model.fingerprint import read_shared_inputs
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.reading import reading_digest
from cellulite_content.pipeline.publish.locales import tasks
from cellulite_content.pipeline.source import extract
from cellulite_content.pipeline.source.trees.partial_reading import PartialReadingError
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Task


class LocaleBuild(NamedTuple):
    """The documents that the process of the locale has parsed, the warnings, and what it said."""

    parsed: list[str]
    warnings: list[str]
    stderr: str


def build_locale(
    project: Path, output: Path, code: str = "de", *, reading: bool = True, change: str = ""
) -> LocaleBuild:
    """Build a locale of a project into `output/<format>`; `change` is a program that runs when the
    sources are read and the catalogs compiled."""
    build: LocaleBuild = _call("_build", project, output, code, reading, change)
    return build


def read_sources(project: Path, *, partly: bool) -> tuple[list[list[str]], bytes]:
    """The documents that each run of Sphinx parses (`STOPPED` if it stops), and the source."""
    reading: tuple[list[list[str]], bytes] = _call("_read", project, partly)
    return reading


STOPPED = ["stopped"]


def _call(function: str, *arguments: object) -> Any:
    """Call a function of this module in a new process."""
    outcome = ProcessPool(1).run_one(Task(function, f"{__name__}:{function}", arguments))
    assert not outcome.error, outcome.error
    return outcome.value


def _build(root: Path, output: Path, code: str, reading: bool, change: str) -> LocaleBuild:
    project = load_project(root)
    source, trees = read_source_and_trees(project.root)
    project.build.mkdir(exist_ok=True)
    project.reading.write_bytes(trees)
    digest = reading_digest(trees) if reading else ""
    translations = [locale.code for locale in project.locales]
    check_catalogs(project.root, translations, source, None, True)
    names: dict[str, Any] = {"project": project, "load_project": load_project, "Path": Path}
    exec(change, names)  # noqa: S102 - a test's own program
    project = names["project"]
    output.mkdir(parents=True)
    languages = [locale.listed_language for locale in project.editions]
    with redirect_stderr(io.StringIO()) as said:
        built = tasks.build_locale(
            project.root, code, ("html", "epub", "bundle"), languages, (), output, digest
        )
    assert not built.failure, built.failure
    return LocaleBuild(
        list(built.parsed), [warning.text for warning in built.warnings], said.getvalue()
    )


def _read(root: Path, partly: bool) -> tuple[list[list[str]], bytes]:
    parsed = []
    original = extract.run_sphinx

    def run_sphinx(*arguments: Any) -> Any:
        try:
            run = original(*arguments)
        except PartialReadingError:
            parsed.append(STOPPED)
            raise
        parsed.append(sorted(run.application.parsed_sources))
        return run

    extract.run_sphinx = run_sphinx
    project = load_project(root)
    inputs = read_shared_inputs(project)
    key = inputs.last_reading_key if partly else ""
    reading = extract.read_source_and_trees(project, key, inputs.files)
    return parsed, dump_value(reading.source)


def article(output: Path) -> str:
    """The page of the article `a`."""
    return (output / "html" / "articles" / "a.html").read_text(encoding="utf-8")
