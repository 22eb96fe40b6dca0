"""Screening: the source read, and every locale's catalogs taken through the gate."""

from __future__ import annotations

import pickle
import time
from collections.abc import Mapping, Sequence
from typing import Any

from .checks.files import stray_files, stray_folders
from .compile import write_compiled
from .compiled import compiled_path
from .engine import Engine, Task
from .glossary import load_glossary
from .ledger import Ledger
from .project import Locale, Project, ProjectError
from .recipe import Common, digest, source_size
from .report import Progress, Report, silent
from .store import Store
from .unit import Source


def read(project: Project, engine: Engine) -> Source:
    """The project's source, read in a process of its own. Raises `ProjectError`."""
    outcome = engine.run_one(Task("source", "read", (project.root,), source_size(project)))
    if outcome.error:
        raise ProjectError(outcome.error.removeprefix("source: "))
    source: Source = outcome.value
    return source


def compile_all(
    project: Project,
    engine: Engine,
    locales: Sequence[Locale],
    progress: Progress = silent,
    *,
    write: bool = True,
    quality: bool = False,
) -> Report:
    """Take the catalogs of `locales` through the gate; with `write`, into `.mo` files.

    With `quality` nothing is written, and the findings tell slips too. Raises `ProjectError`.
    """
    more = (load_glossary(project),) if quality else ()
    report = _report(project, read(project, engine), locales)
    function = "check_one" if quality else "compile_one" if write else "judge_one"
    size = source_size(project)
    tasks = [
        Task(locale.code, function, (project.root, locale.code, report.source, *more), size)
        for locale in locales
    ]
    _run(engine, tasks, report, progress, "compiled" if write else "checked")
    return report


def compile_changed(
    project: Project,
    engine: Engine,
    store: Store,
    common: Common,
    keys: Mapping[str, str],
) -> Report:
    """As `compile_all` for all locales; what the store knows is not asked again.

    `keys` are what the gate's decisions are known by, by locale (`Common.gate`).
    """
    begin = 0.0
    source = _value(store.get(common.key))
    if source is None:
        begin = time.perf_counter()
        source = read(project, engine)
        store.put(common.key, pickle.dumps(source))
    report = _report(project, source, project.locales)
    if begin:
        report.took("read", project.source_locale.code, time.perf_counter() - begin)
    tasks = []
    size = source_size(project)
    for locale in project.locales:
        known = _value(store.get(keys[locale.code]))
        if known:
            ledgers, compiled = report.ledgers[locale.code], _ = known
            if compiled != _compiled(project, locale, ledgers):
                write_compiled(project, locale, ledgers)
        else:
            arguments = (project.root, locale.code, report.source)
            tasks.append(Task(locale.code, "compile_one", arguments, size))
    _run(engine, tasks, report, silent, "compiled")
    for task in tasks:
        ledgers = report.ledgers.get(task.key)
        if ledgers is not None:
            compiled = _compiled(project, project.locale(task.key), ledgers)
            store.put(keys[task.key], pickle.dumps((ledgers, compiled)))
    return report


def _report(project: Project, source: Source, locales: Sequence[Locale]) -> Report:
    report = Report(source)
    domains = [document.domain for document in source.documents]
    report.strays = [*stray_files(project, locales, domains), *stray_folders(project)]
    return report


def _run(
    engine: Engine, tasks: Sequence[Task], report: Report, progress: Progress, word: str
) -> None:
    for number, outcome in enumerate(engine.run(tasks), 1):
        if outcome.error:
            report.errors.append(outcome.error)
        else:
            report.ledgers[outcome.key] = outcome.value
        report.took("gate", outcome.key, outcome.seconds)
        progress(f"{word} {outcome.key}", number, len(tasks))


def _compiled(project: Project, locale: Locale, ledgers: Sequence[Ledger]) -> str:
    """A digest of the locale's compiled catalogs as they lie in the build folder."""
    paths = (compiled_path(project, locale, ledger.domain) for ledger in ledgers)
    return digest([path.read_bytes() if path.is_file() else None for path in paths])


def _value(data: bytes | None) -> Any:
    """What an entry of the store says; its digest was right, so we wrote it ourselves."""
    return None if data is None else pickle.loads(data)  # noqa: S301
