"""The build of an adopted project by builders of its own, with translations from the gate."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...errors import ProjectError
from ...files.lock import single_run
from ...files.staging import staging_folder
from ...model.finding import Finding
from ...model.locale import Locale
from ...model.project import Project
from ...model.report import Progress, silent
from ...model.source_tree import read_source_tree
from ...workers.process_pool import ProcessPool, Task

_TASKS = "cellulite_content.pipeline.adopting.own.tasks"


@dataclass(frozen=True)
class OwnEdition:
    """What a locale's build gave: the folder, the numbers of accepted and of all messages, the
    gate's findings, and Sphinx's warnings. `error` is why there is no new edition."""

    folder: Path
    accepted: int = 0
    total: int = 0
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class OwnBuild:
    """What a build gave: the editions by locale, and why each locale had to parse all sources;
    empty if they were parsed once."""

    editions: Mapping[str, OwnEdition]
    reason: str


def build_own_editions(
    project: Project,
    pool: ProcessPool,
    builder: str,
    locales: Sequence[Locale],
    output: Path,
    progress: Progress = silent,
) -> OwnBuild:
    """Build locales with a builder of the project, each in a process of its own, into
    `output/<tag>`; runs the project's `conf.py` and extensions.

    Only translations that the gate accepts reach Sphinx. An edition replaces the older one when it
    is complete. Raises `ProjectError` when the sources cannot be read.
    """
    own = replace(project, build=project.build / "own")
    own.build.mkdir(parents=True, exist_ok=True)
    editions: dict[str, OwnEdition] = {}
    with single_run(project.build), staging_folder(project.build) as staging:
        size = read_source_tree(project).document_bytes
        reader = pool.prepared(Task("reading", f"{_TASKS}:read", (own, builder), size))
        outcome = reader.run_one(Task("reading", f"{_TASKS}:read_result", (own, builder), size))
        result: Any = outcome.value
        if outcome.error or result.failure:
            where = project.relative(project.source)
            text = outcome.error or f"{where}: Sphinx says: {result.failure}"
            raise ProjectError(f"{text}; fix conf.py")
        tasks = (
            Task(
                locale.code,
                f"{_TASKS}:build_locale",
                (own, locale, builder, staging / locale.tag, result.documents),
                size,
            )
            for locale in locales
        )
        for outcome in (pool if result.reason else reader).run(tasks):
            folder = output / project.locale(outcome.key).tag
            edition: OwnEdition = outcome.value or OwnEdition(folder, error=outcome.error)
            if not edition.error:
                _install(edition.folder, folder)
            editions[outcome.key] = replace(edition, folder=folder)
            progress(f"built {outcome.key}", len(editions), len(locales))
    return OwnBuild({locale.code: editions[locale.code] for locale in locales}, result.reason)


def _install(new: Path, folder: Path) -> None:
    """Put a finished edition in the place of the older one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    shutil.move(os.fspath(new), folder)
    shutil.rmtree(old, ignore_errors=True)
