"""What a build of a locale by the project's own builder gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...model.finding import Finding
from ...model.locale import Locale
from ...model.project import Project


@dataclass(frozen=True)
class OwnEdition:
    """What a locale's build gave: the folder, the numbers of accepted and of all messages, the
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


def base_locales(project: Project, locale: Locale) -> tuple[Locale, ...]:
    """The locales whose translations stock gettext shows where a locale has none, the nearest
    first: `pt` for `pt_BR`."""
    parts = locale.code.split("_")
    codes = ["_".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
    known = {each.code: each for each in project.locales}
    return tuple(known[code] for code in codes if code in known)
