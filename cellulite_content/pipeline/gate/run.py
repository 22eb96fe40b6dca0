"""Runs of the gate: read the source and check the locales' catalogs, in processes."""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..catalogs.file_checks import list_catalogs, stray_files, stray_folders, stray_templates
from ..catalogs.mo_files import recover_compiled, write_compiled
from ..errors import ProjectError
from ..files.cache import Cache
from ..files.file_tree import refuse_links
from ..files.folder import read_folder
from ..model.fingerprint import SharedInputs, digest
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import Project
from ..model.reading import SourceReading
from ..model.report import Progress, Report, silent
from ..model.source_tree import read_source_tree
from ..model.stored_value import dump_value, load_value
from ..model.unit import Source
from ..workers.process_pool import Outcome, ProcessPool, Task
from .glossary import Glossary, load_glossary

READ_SOURCE = "cellulite_content.pipeline.gate.tasks:read_source"
READ_SOURCE_AND_TREES = "cellulite_content.pipeline.gate.tasks:read_source_and_trees"
CHECK_CATALOGS = "cellulite_content.pipeline.gate.tasks:check_catalogs"

_CachedResults = tuple[tuple[GateResult, ...], str]
"""A cache entry: a locale's results, and the digest of its compiled catalogs."""

_BATCH_BYTES = 1024**2
"""Bytes of catalogs that one process checks, in about half a second. A process for each locale of a
small project would take twice as long: most of its time is preparation."""


def extract_source(project: Project, pool: ProcessPool) -> Source:
    """The project's source, read in a process of its own. Raises `ProjectError`."""
    return GateRun(project, pool).read_source()


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

    With `quality` nothing is written, and the findings include warnings about accepted messages.
    Raises `ProjectError`.
    """
    if write:
        refuse_links(project.root, project.compiled)
    glossary = load_glossary(project) if quality else None
    run = GateRun(project, pool, progress, glossary, write and not quality)
    report = run.start_report(run.read_source(), locales)
    run.check(locales, report)
    return report


@dataclass(frozen=True)
class GateRun:
    """Takes locales through the gate, some of them together in one process.

    With a glossary, the findings include warnings about accepted messages; with `write`, accepted
    messages go into `.mo` files.
    """

    project: Project
    pool: ProcessPool
    progress: Progress = silent
    glossary: Glossary | None = None
    write: bool = True

    def read_source(self) -> Source:
        """The project's source, read in a process of its own. Raises `ProjectError`."""
        source: Source = self._read(READ_SOURCE)
        return source

    def read_source_and_trees(self) -> SourceReading:
        """As `read_source`, with the documents' trees, from which editions are built."""
        reading: SourceReading = self._read(READ_SOURCE_AND_TREES)
        return reading

    def _read(self, function: str) -> Any:
        size = read_source_tree(self.project).document_bytes
        outcome = self.pool.run_one(Task("source", function, (self.project.root,), size))
        if outcome.error:
            raise ProjectError(outcome.error.removeprefix("source: "))
        return outcome.value

    def start_report(self, source: Source, locales: Sequence[Locale]) -> Report:
        """A new report with the findings on files that no stage reads."""
        report = Report(source)
        domains = [document.domain for document in source.documents]
        strays = stray_files(self.project, locales, domains)
        templates = stray_templates(self.project, domains)
        report.strays = [*strays, *stray_folders(self.project), *templates]
        return report

    def check(self, locales: Sequence[Locale], report: Report) -> None:
        """Write the locales' results, or their errors, into the report."""
        size = read_source_tree(self.project).document_bytes
        batches = _batches(self.project, locales, self.pool.jobs)
        failed: list[str] = []
        for outcome in self.pool.run(self._task(codes, report, size) for codes in batches):
            codes = outcome.key.split()
            if outcome.value is None and len(codes) > 1:
                failed += codes
            else:
                self._record(outcome, len(locales), report)
        # A locale that crashes its process also ends the others of its batch: try each alone.
        for outcome in self.pool.run(self._task([code], report, size) for code in failed):
            self._record(outcome, len(locales), report)

    def _task(self, codes: Sequence[str], report: Report, size: int) -> Task:
        arguments = self.project.root, codes, report.source, self.glossary, self.write
        return Task(" ".join(codes), CHECK_CATALOGS, arguments, size * len(codes))

    def _record(self, outcome: Outcome, count: int, report: Report) -> None:
        verb = "compiled" if self.write else "checked"
        checked = outcome.value or {outcome.key: (None, outcome.seconds)}
        for code, (results, seconds) in checked.items():
            if results is None:
                report.errors.append(outcome.error)
            else:
                report.results[code] = results
            report.record_seconds("gate", code, seconds)
            self.progress(f"{verb} {code}", len(report.seconds["gate"]), count)


@dataclass(frozen=True)
class CachedGateRun:
    """Takes all locales through the gate, except those with results in the cache."""

    run: GateRun
    cache: Cache
    inputs: SharedInputs

    @property
    def is_cached(self) -> bool:
        """Whether the cache has an entry for each result: then no process needs to start."""
        keys = (self.inputs.key, *self.inputs.gate_keys.values())
        return all(map(self.cache.has, keys))

    def compile(self) -> Report:
        """As `compile_all` for all locales. Raises `ProjectError`."""
        project, keys = self.run.project, self.inputs.gate_keys
        report = self._report()
        uncached = [
            locale
            for locale in project.locales
            if not self._restore(locale, self.cache.get(keys[locale.code]), report)
        ]
        self.run.check(uncached, report)
        for locale in uncached:
            results = report.results.get(locale.code)
            if results is not None:
                self._keep(locale, results)
        return report

    def replace(self, locale: Locale, results: tuple[GateResult, ...]) -> None:
        """Write and keep other results of a locale: later stages have refused messages."""
        write_compiled(self.run.project, locale, results)
        self._keep(locale, results)

    def _keep(self, locale: Locale, results: tuple[GateResult, ...]) -> None:
        entry = results, _compiled(self.run.project, locale)
        self._store(self.inputs.gate_keys[locale.code], entry)

    def _store(self, key: str, value: object) -> None:
        # A folder of locales outside of the project may have a path that is no Unicode.
        with suppress(UnicodeEncodeError):
            self.cache.put(key, dump_value(value))

    def _report(self) -> Report:
        """A report with the source, from the cache or read now."""
        project, key = self.run.project, self.inputs.key
        source: Source | None = load_value(Source, self.cache.get(key))
        if source is not None:
            return self.run.start_report(source, project.locales)
        start = time.perf_counter()
        source, trees = self.run.read_source_and_trees()
        self._store(key, source)
        self.cache.put(self.inputs.trees_key, trees)
        report = self.run.start_report(source, project.locales)
        report.record_seconds("read", project.source_locale.code, time.perf_counter() - start)
        return report

    def trees(self) -> bytes:
        """The documents' trees, from the cache or read now. Raises `ProjectError`."""
        trees = self.cache.get(self.inputs.trees_key)
        if trees is None:
            trees = self.run.read_source_and_trees().trees
            self.cache.put(self.inputs.trees_key, trees)
        return trees

    def _restore(self, locale: Locale, entry: bytes | None, report: Report) -> bool:
        """Take a locale's results from a cache entry, and write `.mo` files that differ."""
        cached: _CachedResults | None = load_value(_CachedResults, entry)
        if cached is None:
            return False
        results, compiled = cached
        report.results[locale.code] = results
        recover_compiled(self.run.project, locale)
        if compiled != _compiled(self.run.project, locale):
            write_compiled(self.run.project, locale, results)
        return True


def _batches(project: Project, locales: Sequence[Locale], jobs: int) -> list[list[str]]:
    """The locales' codes in batches of about equal size, at least as many as there are jobs."""
    sizes = {
        locale.code: sum(file.size for file in list_catalogs(project, locale) if not file.fault)
        for locale in locales
    }
    batch_count = min(len(sizes), max(jobs, sum(sizes.values()) // _BATCH_BYTES))
    batches = [(0, number, list[str]()) for number in range(batch_count)]
    for code in sorted(sizes, key=lambda code: (-sizes[code], code)):
        total, number, codes = heapq.heappop(batches)
        heapq.heappush(batches, (total + sizes[code], number, [*codes, code]))
    return [codes for _, _, codes in sorted(batches, reverse=True)]


def _compiled(project: Project, locale: Locale) -> str:
    """A digest of all files in the locale's folder of compiled catalogs.

    Sphinx would also read a `sphinx.mo` there that this program did not write.
    """
    return digest(sorted(read_folder(project.compiled / locale.code).items()))
