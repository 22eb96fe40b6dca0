"""Findings: what a check says of a translation, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an `error` keeps text out of the editions."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """What a rule found in one text: a stable code, the words, and the way out."""

    code: str
    text: str
    hint: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Finding:
    """A problem and its place: `path` relative to the project, `line` from 1 (0: the file)."""

    path: str
    line: int
    problem: Problem
    locale: str = ""

    @property
    def error(self) -> bool:
        """Whether something is kept out of the editions."""
        return self.problem.severity is Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.problem.text}; {self.problem.hint} ({self.problem.code})"
