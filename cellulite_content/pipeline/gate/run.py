"""Screening: the source read, and every locale's catalogs taken through the gate."""

from __future__ import annotations

import heapq
import pickle
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..catalogs.file_checks import stray_files, stray_folders
from ..catalogs.mo_files import compiled_path, write_compiled
from ..errors import ProjectError
from ..files.cache import Cache
from ..model.fingerprint import SharedInputs, digest, source_size
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import Project
from ..model.report import Progress, Report, silent
from ..model.unit import Source
from ..workers.process_pool import Outcome, ProcessPool, Task
from .glossary import Glossary, load_glossary

_BATCH = 1024**2
"""Bytes of catalogs that one process judges, about half a second's. A process for each locale of a
small project would take twice as long: most of its time it gets ready."""


def read(project: Project, pool: ProcessPool) -> Source:
    """The project's source, read in a process of its own. Raises `ProjectError`."""
    outcome = pool.run_one(Task("source", "read", (project.root,), source_size(project)))
    if outcome.error:
        raise ProjectError(outcome.error.removeprefix("source: "))
    source: Source = outcome.value
    return source


def compile_all(
    project: Project,
    pool: ProcessPool,
    locales: Sequence[Locale],
    progress: Progress = silent,
    *,
    write: bool = True,
    quality: bool = False,
) -> Report:
    """Take the catalogs of `locales` through the gate; with `write`, into `.mo` files.

    With `quality` nothing is written, and the findings tell slips too. Raises `ProjectError`.
    """
    glossary = load_glossary(project) if quality else None
    report = _report(project, read(project, pool), locales)
    gate = _Gate(project, pool, report, progress, glossary, write and not quality)
    gate.screen(locales)
    return report


def compile_changed(
    project: Project,
    pool: ProcessPool,
    cache: Cache,
    inputs: SharedInputs,
    keys: Mapping[str, str],
) -> Report:
    """As `compile_all` for all locales; what the store knows is not asked again.

    `keys` are what the gate's decisions are known by, by locale (`SharedInputs.gate`).
    """
    begin = 0.0
    source = _value(cache.get(inputs.key))
    if source is None:
        begin = time.perf_counter()
        source = read(project, pool)
        cache.put(inputs.key, pickle.dumps(source))
    report = _report(project, source, project.locales)
    if begin:
        report.took("read", project.source_locale.code, time.perf_counter() - begin)
    unknown = []
    for locale in project.locales:
        known = _value(cache.get(keys[locale.code]))
        if known:
            results, compiled = report.results[locale.code], _ = known
            if compiled != _compiled(project, locale, results):
                write_compiled(project, locale, results)
        else:
            unknown.append(locale)
    _Gate(project, pool, report).screen(unknown)
    for locale in unknown:
        results = report.results.get(locale.code)
        if results is not None:
            entry = results, _compiled(project, locale, results)
            cache.put(keys[locale.code], pickle.dumps(entry))
    return report


@dataclass(frozen=True)
class _Gate:
    """Takes locales through the gate, some of them together in one process, into a report."""

    project: Project
    pool: ProcessPool
    report: Report
    progress: Progress = silent
    glossary: Glossary | None = None
    write: bool = True

    def screen(self, locales: Sequence[Locale]) -> None:
        """Note the locales' ledgers, or why there are none."""
        size = source_size(self.project)
        batches = _batches(self.project, locales, self.pool.jobs)
        failed: list[str] = []
        for outcome in self.pool.run(self._task(codes, size) for codes in batches):
            codes = outcome.key.split()
            if outcome.value is None and len(codes) > 1:
                failed += codes
            else:
                self._note(outcome, len(locales))
        # One that ends its process takes the others of its batch with it.
        for outcome in self.pool.run(self._task([code], size) for code in failed):
            self._note(outcome, len(locales))

    def _task(self, codes: Sequence[str], size: int) -> Task:
        what = self.project.root, codes, self.report.source, self.glossary, self.write
        return Task(" ".join(codes), "screen", what, size * len(codes))

    def _note(self, outcome: Outcome, count: int) -> None:
        word = "compiled" if self.write else "checked"
        screened = outcome.value or {outcome.key: (None, outcome.seconds)}
        for code, (results, seconds) in screened.items():
            if results is None:
                self.report.errors.append(outcome.error)
            else:
                self.report.results[code] = results
            self.report.took("gate", code, seconds)
            self.progress(f"{word} {code}", len(self.report.seconds["gate"]), count)


def _batches(project: Project, locales: Sequence[Locale], jobs: int) -> list[list[str]]:
    """The locales' codes in parts of about equal size, as many as there are jobs, or more."""
    sizes = {
        locale.code: sum(
            path.lstat().st_size for path in (project.locales_folder / locale.code).rglob("*.po")
        )
        for locale in locales
    }
    count = min(len(sizes), max(jobs, sum(sizes.values()) // _BATCH))
    batches = [(0, number, list[str]()) for number in range(count)]
    for code in sorted(sizes, key=lambda code: (-sizes[code], code)):
        total, number, codes = heapq.heappop(batches)
        heapq.heappush(batches, (total + sizes[code], number, [*codes, code]))
    return [codes for _, _, codes in sorted(batches, reverse=True)]


def _report(project: Project, source: Source, locales: Sequence[Locale]) -> Report:
    report = Report(source)
    domains = [document.domain for document in source.documents]
    report.strays = [*stray_files(project, locales, domains), *stray_folders(project)]
    return report


def _compiled(project: Project, locale: Locale, results: Sequence[GateResult]) -> str:
    """A digest of the locale's compiled catalogs as they lie in the build folder."""
    paths = (compiled_path(project, locale, result.domain) for result in results)
    return digest([path.read_bytes() if path.is_file() else None for path in paths])


def _value(data: bytes | None) -> Any:
    """What an entry of the store says; its digest was right, so we wrote it ourselves."""
    return None if data is None else pickle.loads(data)  # noqa: S301
