"""Runs of the gate: read the source and check the locales' catalogs, in processes."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..catalogs.file_checks import list_catalogs, stray_files, stray_folders, stray_templates
from ..errors import SourceError
from ..files.file_tree import refuse_links
from ..model.fingerprint import SharedInputs
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import Project
from ..model.reading import SourceReading
from ..model.report import Progress, Report, silent
from ..model.source_tree import read_source_tree
from ..model.unit import Source
from ..workers.process_pool import ProcessPool
from ..workers.task import Outcome, Task

if TYPE_CHECKING:
    from .glossary import Glossary

READ_SOURCE = "cellulite_content.pipeline.gate.tasks:read_source"
READ_SOURCE_AND_TREES = "cellulite_content.pipeline.gate.tasks:read_source_and_trees"
CHECK_CATALOGS = "cellulite_content.pipeline.gate.tasks:check_catalogs"

_KnownResults = Mapping[str, Mapping[str, GateResult]]
"""Results of an earlier run by locale code and domain."""

_BATCH_BYTES = 8 * 1024**2
"""Bytes of catalogs that one process checks, in about five seconds. A process for each locale would
parse the source's texts anew, which takes an eighth of the time; in a small project, most of its
time is preparation."""


_SMALL_BATCH_BYTES = 64 * 1024
"""Bytes of catalogs that are checked in 0.04 seconds, about as long as a second process takes."""


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
    glossary = None
    if quality:
        from .glossary import load_glossary  # noqa: PLC0415 - builds do not need it

        glossary = load_glossary(project)
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

    def read_source_and_trees(self, inputs: SharedInputs | None = None) -> SourceReading:
        """As `read_source`, with the documents' trees, from which editions are built.

        With `inputs`, only the documents are read that have changed since the last reading.
        """
        arguments = (inputs.last_reading_key, dict(inputs.files)) if inputs else ()
        reading: SourceReading = self._read(READ_SOURCE_AND_TREES, *arguments)
        return reading

    def _read(self, function: str, *arguments: object) -> Any:
        size = read_source_tree(self.project).document_bytes
        task = Task("source", function, (self.project.root, *arguments), size)
        (outcome,) = self.pool.run([task])
        if outcome.error:
            raise SourceError(outcome.error.removeprefix("source: ").splitlines())
        return outcome.value

    def start_report(self, source: Source, locales: Sequence[Locale]) -> Report:
        """A new report with the findings on files that no stage reads."""
        report = Report(source)
        domains = [document.domain for document in source.documents]
        strays = stray_files(self.project, locales, domains)
        templates = stray_templates(self.project, domains)
        report.strays = [*strays, *stray_folders(self.project), *templates]
        return report

    def check(
        self, locales: Sequence[Locale], report: Report, known: _KnownResults | None = None
    ) -> None:
        """Write the locales' results, or their errors, into the report.

        Results that are `known`, by locale code and domain, are taken as they are.
        """
        for _ in self.checked(locales, report, known):
            pass

    def checked(
        self, locales: Sequence[Locale], report: Report, known: _KnownResults | None = None
    ) -> Iterator[str]:
        """As `check`; yields the code of each locale as soon as its results are in the report."""
        known = known or {}
        size = read_source_tree(self.project).document_bytes
        batches = _batches(self._sizes(locales, known), self.pool.jobs)
        failed: list[str] = []
        for outcome in self.pool.run(self._task(codes, report, size, known) for codes in batches):
            codes = outcome.key.split()
            if outcome.value is None and len(codes) > 1:
                failed += codes
            else:
                yield from self._record(outcome, len(locales), report, known)
        # A locale that crashes its process also ends the others of its batch: try each alone.
        for outcome in self.pool.run(self._task([code], report, size, known) for code in failed):
            yield from self._record(outcome, len(locales), report, known)

    def _sizes(self, locales: Sequence[Locale], known: _KnownResults) -> dict[str, int]:
        """The bytes of the catalogs that are to be checked, by locale code."""
        return {
            locale.code: sum(
                file.size
                for file in list_catalogs(self.project, locale)
                if not file.fault and file.name_in(folder).removesuffix(file.suffix) not in domains
            )
            for locale in locales
            for folder in [self.project.locales_folder / locale.code / "LC_MESSAGES"]
            for domains in [known.get(locale.code, {})]
        }

    def _task(self, codes: Sequence[str], report: Report, size: int, known: _KnownResults) -> Task:
        domains = {code: tuple(known.get(code, ())) for code in codes}
        in_all = set.intersection(*map(set, domains.values()))
        documents = (each for each in report.source.documents if each.domain not in in_all)
        source = Source(tuple(documents))
        arguments = self.project.root, codes, source, self.glossary, self.write, domains
        return Task(" ".join(codes), CHECK_CATALOGS, arguments, size * len(codes))

    def _record(
        self, outcome: Outcome, count: int, report: Report, known: _KnownResults
    ) -> Iterator[str]:
        verb = "compiled" if self.write else "checked"
        checked = outcome.value or {outcome.key: (None, outcome.seconds)}
        for code, (results, seconds) in checked.items():
            if results is None:
                report.errors.append(outcome.error)
            else:
                by_domain = {**known.get(code, {}), **{each.domain: each for each in results}}
                domains = [document.domain for document in report.source.documents]
                report.results[code] = tuple(by_domain[domain] for domain in domains)
            report.record_seconds("gate", code, seconds)
            self.progress(f"{verb} {code}", len(report.seconds["gate"]), count)
            if results is not None:
                yield code


def _batches(sizes: Mapping[str, int], jobs: int) -> list[list[str]]:
    """The locales' codes in batches of about equal size, the same number for each job; few catalogs
    are one batch.

    `sizes` are the bytes of catalogs by code.
    """
    total = sum(sizes.values())
    fewest = jobs if total > _SMALL_BATCH_BYTES else 1
    of_each = -(-total // (_BATCH_BYTES * fewest))
    batch_count = min(len(sizes), fewest * max(1, of_each))
    batches = [(0, number, list[str]()) for number in range(batch_count)]
    for code in sorted(sizes, key=lambda code: (-sizes[code], code)):
        total, number, codes = heapq.heappop(batches)
        # A locale without any bytes counts too: no batch is empty.
        heapq.heappush(batches, (total + sizes[code] + 1, number, [*codes, code]))
    return [codes for _, _, codes in sorted(batches, reverse=True)]
