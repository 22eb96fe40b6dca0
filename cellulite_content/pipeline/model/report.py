"""The report of a run of the gate or of a build, which the command prints."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from ..counts import counted
from .finding import Finding
from .gate_result import GateResult
from .unit import Source

Progress = Callable[[str, int, int], None]
"""Called with the name of the stage, the number of finished tasks, and the total number."""


def silent(what: str, done: int, total: int) -> None:
    """No progress."""


@dataclass
class Report:
    """The results of a run, filled while it goes on.

    `results` are the gate's, by locale; `strays` the findings of files that belong to no locale.
    `built` are the locales that were built, `unchanged` those that are up to date or were taken
    from the cache, `withheld` those of which no article has enough accepted messages; all three
    have locale codes. `withheld_articles` are those that a published locale goes without, by code.
    `errors` are the messages of editions that failed, `warnings` those of Sphinx.
    `reasons` says by locale why it was built; `seconds` is how long each task took, by stage and
    locale.
    """

    source: Source
    results: dict[str, tuple[GateResult, ...]] = field(default_factory=dict)
    strays: list[Finding] = field(default_factory=list)
    built: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    withheld_articles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def current(self) -> list[str]:
        """The locales whose editions match this run's sources and messages."""
        return [*self.built, *self.unchanged]

    @property
    def kept(self) -> list[str]:
        """The locales whose editions of an earlier run stay: withheld now, or failed."""
        current = set(self.current)
        return [*self.withheld, *(code for code in self.reasons if code not in current)]

    @property
    def summary(self) -> str:
        """How many locales were built, and how many are as they were."""
        return f"{counted(len(self.built), 'locale')} built, {len(self.unchanged)} unchanged"

    @property
    def findings(self) -> list[Finding]:
        """All findings: stray files, then the gate's by locale and document."""
        return [
            *self.strays,
            *(
                finding
                for code in sorted(self.results)
                for result in self.results[code]
                for finding in result.findings
            ),
        ]

    def findings_of(self, codes: Collection[str]) -> list[Finding]:
        """The findings of the locales with these codes (all, when empty), and of stray files."""
        return [
            finding
            for finding in self.findings
            if not (codes and finding.locale) or finding.locale in codes
        ]

    @property
    def failed(self) -> bool:
        """Whether something could not be published."""
        return self.failed_in(())

    def failed_in(self, codes: Collection[str]) -> bool:
        """Whether something of the locales with these codes could not be published."""
        return bool(self.errors) or any(finding.error for finding in self.findings_of(codes))

    def values(self) -> dict[str, Any]:
        """The report as JSON values, for `--report`; seconds by stage and locale."""
        return {
            "built": self.built,
            "unchanged": self.unchanged,
            "withheld": self.withheld,
            "withheld_articles": self.withheld_articles,
            "reasons": self.reasons,
            "errors": self.errors,
            "warnings": self.warnings,
            "seconds": self.seconds,
        }

    def seconds_by_locale(self) -> dict[str, float]:
        """How long each locale that was built took, all its stages together."""
        return {
            code: sum(times.get(code, 0) for times in self.seconds.values()) for code in self.built
        }

    def record_seconds(self, stage: str, key: str, seconds: float) -> None:
        """Record how long a task of a stage took."""
        self.seconds.setdefault(stage, {})[key] = round(seconds, 3)
