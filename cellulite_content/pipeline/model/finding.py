"""Findings: problems of translations, with place, remedy and correction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..files.printable import beginning, printable
from .unit import Unit


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
    """A problem and its place: `path` relative to the project, `line` from 1 (0: the file).

    A finding on a message has its `unit` and the translation, `target`. `span` is the fault's place
    in the translation (first and next character), `correction` a translation that the gate accepts
    and that a person may copy; `gate.explanation` adds both.
    """

    path: str
    line: int
    problem: Problem
    locale: str = ""
    unit: Unit | None = None
    target: str = ""
    span: tuple[int, int] | None = None
    correction: str = ""

    @property
    def error(self) -> bool:
        """Whether text is not published because of it."""
        return self.problem.severity is Severity.ERROR

    @property
    def source(self) -> str:
        """The source text; empty for a finding on a file."""
        return self.unit.text if self.unit else ""

    @property
    def context(self) -> str:
        """The context of the message; empty for a message without one."""
        return self.unit.context if self.unit else ""

    @property
    def source_words(self) -> str:
        """The source's first words, so that people find the message in a translation editor."""
        return beginning(self.source)

    @property
    def message(self) -> str:
        """The source's first words, the problem and the remedy, on one line."""
        context = f" ({beginning(self.context)})" if self.context else ""
        words = f'"{self.source_words}"{context}: ' if self.source else ""
        return f"{words}{printable(f'{self.problem.text}; {self.problem.hint}')}"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{printable(place)}: {self.message} ({self.problem.code})"
