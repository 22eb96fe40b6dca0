"""A locale's edition by a builder of the project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...model.finding import Finding


@dataclass(frozen=True)
class OwnEdition:
    """The result of a locale's build: the folder, the numbers of accepted and of all messages, the
    gate's findings, and Sphinx's warnings.

    `error` is why there is no new edition. `parsed` are the documents that the locale had to parse
    itself, since they depend on the language; `opened` the files outside the sources from which
    the edition was made.
    """

    folder: Path
    accepted: int = 0
    total: int = 0
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""
    parsed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
