"""Findings: problems of translations, with place and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severity of a finding: text with an `error` is not published."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """A problem of one text: a stable code, the message, and a hint with the remedy."""

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
        """Whether text is not published because of it."""
        return self.problem.severity is Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.problem.text}; {self.problem.hint} ({self.problem.code})"
