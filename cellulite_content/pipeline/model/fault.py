"""Faults: what is wrong with a built edition, and the message that may have caused it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..errors import ProjectError


class FaultKind(StrEnum):
    """How a fault was noticed: Sphinx ended with an error or warned, or the audit found it.

    Advice is a warning of our own builders, who have already found a way out.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
    AUDIT = "audit"


ADVICE_TYPE = "cellulite-content"
"""The type of the warnings, in Sphinx's sense, that are advice."""


@dataclass(frozen=True)
class Fault:
    """What is wrong, in one line, and what is known of its cause.

    `domain` is the document, `message` the key of the message whose translation has the
    fault; both are empty when they are not known. The audit only knows whose text is missing, which
    may be the fault of another message.
    """

    kind: FaultKind
    text: str
    domain: str = ""
    message: str = ""


class SphinxFailureError(ProjectError):
    """Sphinx has ended with an error; `fault` says what is known of its cause."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.text)
        self.fault = fault


@dataclass(frozen=True)
class BuildResult:
    """The result of a task that builds a locale: Sphinx's warnings, and the seconds of each format.

    `failure` is the fault that ended the build; None when the editions are complete. `parsed` are
    the documents whose sources the task has parsed: none, when a reading has all of them. `written`
    are those of all `count` documents that were built now, if the others are as they were before;
    None means all. `removed` are files, as `<format>/<name>`, that they no longer have.
    """

    warnings: tuple[Fault, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    failure: Fault | None = None
    parsed: tuple[str, ...] = ()
    written: frozenset[str] | None = None
    count: int = 0
    removed: frozenset[str] = frozenset()
