"""The import of segments into one catalog, before and after the gate's judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..catalogs.catalog import Catalog
from ..catalogs.catalog_file import CatalogFile
from ..catalogs.merging.translation_merge import MergeOutcome, merge_translations
from ..gate.catalog_entries import messages_of
from ..gate.checks.effort import EffortLimit
from ..gate.checks.message import check_raw_text
from ..model.finding import Finding, Problem
from ..model.locale import Locale
from ..model.unit import Document, Unit
from .import_findings import outcome_problem
from .segment import Segment

_WRITTEN = (MergeOutcome.WRITTEN, MergeOutcome.SOURCE_CHANGED)


class PlacedSegment(NamedTuple):
    """A segment with the name of its file."""

    path: str
    segment: Segment

    @property
    def place(self) -> str:
        """The file and the line."""
        return f"{self.path}:{self.segment.line}"

    def finding(self, problem: Problem, locale: Locale, unit: Unit | None = None) -> Finding:
        """A finding on its translation."""
        segment = self.segment
        unit = unit or Unit("", segment.domain, "", segment.source, context=segment.context)
        return Finding(
            self.path, segment.line, problem, locale.code, unit, target=segment.translation
        )


class DomainImport:
    """Merges segments into a catalog; `judge` then removes what the gate refuses.

    Length and characters are checked first, also of fuzzy texts, which the gate does not judge.
    """

    def __init__(
        self,
        locale: Locale,
        document: Document,
        file: CatalogFile,
        placed: Sequence[PlacedSegment],
    ) -> None:
        self.locale, self.document, self.file = locale, document, file
        self.findings: list[Finding] = []
        self._units = messages_of(document, file.catalog)
        self._placed = list(placed)
        incoming = [each.segment.incoming for each in placed]
        self._merge = merge_translations(file.catalog, incoming, self._units)
        self._refuse(self._raw_findings())

    @property
    def catalog(self) -> Catalog:
        """The catalog with all translations that are not refused."""
        return self._merge.catalog

    @property
    def written(self) -> dict[str, PlacedSegment]:
        """The segments whose translations are written, by the message's key."""
        pairs = zip(self._merge.outcomes, self._placed, strict=True)
        written = {key: placed for (outcome, key), placed in pairs if outcome in _WRITTEN}
        return {key: placed for key, placed in written.items() if key in self._merge.changes}

    def judge(self, findings: Iterable[Finding]) -> None:
        """Remove the translations that the gate refuses, and add its findings and those of the
        merge; `findings` are the gate's on the merged catalog."""
        written = self.written
        self._refuse(
            (finding.unit.key, replace(finding, path=placed.path, line=placed.segment.line))
            for finding in findings
            if finding.unit and (placed := written.get(finding.unit.key))
        )
        firsts: dict[str, PlacedSegment] = {}
        for (outcome, key), placed in zip(self._merge.outcomes, self._placed, strict=True):
            first = firsts.setdefault(key, placed) if outcome in _WRITTEN else firsts.get(key)
            if problem := outcome_problem(outcome, first.place if first else ""):
                unit = self._units.get(key)
                self.findings.append(placed.finding(problem, self.locale, unit))

    def _raw_findings(self) -> Iterator[tuple[str, Finding]]:
        effort = EffortLimit()
        for key, placed in self.written.items():
            unit = self._units[key]
            for problem in check_raw_text(unit, placed.segment.translation, effort):
                yield key, placed.finding(problem, self.locale, unit)

    def _refuse(self, findings: Iterable[tuple[str, Finding]]) -> None:
        """Add findings, and take back the messages that have one with an error.

        No other translation of such a message takes its place: nothing has judged it.
        """
        keyed = list(findings)
        self.findings += (finding for _, finding in keyed)
        self._merge = self._merge.without({key for key, finding in keyed if finding.error})
