"""The build of an adopted project by builders of its own, with translations from the gate."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...files.lock import single_run
from ...files.staging import staging_folder
from ...model.fingerprint import digest, read_shared_inputs
from ...model.locale import Locale
from ...model.project import Project
from ...model.report import Progress, silent
from ...model.source_tree import read_source_tree
from ...model.unit import Document
from ...workers.process_pool import ProcessPool
from ...workers.task import Task
from .base_locales import base_locales
from .documents import documents_of
from .edition import OwnEdition
from .kept import KeptEditions

_TASKS = "cellulite_content.pipeline.adopting.own.tasks"


@dataclass(frozen=True)
class OwnBuild:
    """The result of a build: the editions by locale, and the codes of those that were up to date.

    `reason` is why each other locale had to parse all sources; empty if they were parsed once.
    """

    editions: Mapping[str, OwnEdition]
    kept: frozenset[str] = frozenset()
    reason: str = ""


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
    is complete; one that is made from the same as the older one stays. Raises `ProjectError` when
    the sources cannot be read.
    """
    own = replace(project, build=project.build / "own")
    own.build.mkdir(parents=True, exist_ok=True)
    with single_run(project.build), staging_folder(project.build) as staging:
        keys = _keys(project, locales)
        known = KeptEditions(own, builder, output)
        editions = {
            locale.code: edition
            for locale in locales
            if (edition := known.get(locale.code, keys[locale.code]))
        }
        kept = frozenset(editions)
        reason = ""
        if remaining := [locale for locale in locales if locale.code not in kept]:
            size = read_source_tree(project).document_bytes
            run = _Run(own, pool, builder, staging, size)
            reason = run.read()
            for code, edition in run.build(remaining):
                editions[code] = replace(edition, folder=output / project.locale(code).tag)
                if not edition.error:
                    _install(edition.folder, editions[code].folder)
                    known.put(code, keys[code], editions[code])
                progress(f"built {code}", len(editions) - len(kept), len(remaining))
    return OwnBuild({locale.code: editions[locale.code] for locale in locales}, kept, reason)


class _Run:
    """A build of some locales: one reading of the sources, and a process for each locale."""

    def __init__(
        self, project: Project, pool: ProcessPool, builder: str, staging: Path, size: int
    ) -> None:
        self._project, self._builder, self._staging = project, builder, staging
        self._size = size
        self._anew = pool
        self._reader = pool.prepared(self._task("reading", "read"))
        self._reason = ""
        self._documents: tuple[Document, ...] = ()

    def _task(self, key: str, function: str, *arguments: Any) -> Task:
        values = self._project, self._builder, self._staging / ".reading", *arguments
        return Task(key, f"{_TASKS}:{function}", values, self._size)

    def read(self) -> str:
        """Read the sources; gives the reason why each locale has to parse them, or nothing.

        Raises `ProjectError` when stock Sphinx cannot read them either.
        """
        outcome = self._reader.run_one(self._task("reading", "read_result"))
        result: Any = outcome.value
        if result is None or result.failure or not result.has_all:
            self._documents = tuple(documents_of(self._project, self._anew))
        else:
            self._documents = result.documents
        failure = result.failure if result else outcome.error
        self._reason = f"the shared reading has failed: {failure}" if failure else result.reason
        return self._reason

    def build(self, locales: Sequence[Locale]) -> Iterator[tuple[str, OwnEdition]]:
        """The editions of locales, each as soon as it is ready."""
        pool = self._anew if self._reason else self._reader
        outcomes = pool.run(
            self._task(
                *(locale.code, "build_locale", locale),
                *(self._staging / locale.tag, self._documents),
            )
            for locale in locales
        )
        for outcome in outcomes:
            yield outcome.key, outcome.value or OwnEdition(self._staging, error=outcome.error)


def _keys(project: Project, locales: Iterable[Locale]) -> dict[str, str]:
    """The digest of the inputs of each locale's edition that are in our folders."""
    keys = read_shared_inputs(project).gate_keys
    return {
        locale.code: digest(*(keys[each.code] for each in (locale, *base_locales(project, locale))))
        for locale in locales
    }


def _install(new: Path, folder: Path) -> None:
    """Put a finished edition in the place of the older one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    shutil.move(os.fspath(new), folder)
    shutil.rmtree(old, ignore_errors=True)
