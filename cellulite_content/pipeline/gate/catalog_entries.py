"""The entries of a catalog that have no say, and problems of the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..catalogs.catalog import Catalog, Entry
from ..model.finding import Problem, Severity
from ..model.locale import Locale
from ..model.unit import Unit
from .checks.header import check_header


def erratum_problem() -> Problem:
    """The problem of a translation that the maintainers have withdrawn."""
    return Problem(
        "erratum",
        "the maintainers have withdrawn this unit's translations, and the original is shown",
        "update the translation to the source; then they remove the unit from `errata`",
        Severity.WARNING,
    )


def obsolete_texts(catalog: Catalog) -> dict[str, str]:
    """The translations of obsolete entries, by source text; of several, the last."""
    return {
        entry.msgid: entry.msgstr
        for entry in catalog.entries
        if entry.obsolete and entry.msgstr and entry.context is None
    }


def obsolete_problem() -> Problem:
    """The problem of an empty entry whose translation is in an obsolete one."""
    return Problem(
        "translation-in-obsolete",
        "the entry is empty, and an obsolete entry (#~) has a translation of the same text",
        "copy it into this entry and delete the obsolete one",
        Severity.WARNING,
    )


def known_entries(
    units: Mapping[str, Unit], catalog: Catalog
) -> Iterator[tuple[Entry, Problem | None]]:
    """The live entries, with a problem for each that is left out."""
    seen: dict[str, str] = {}
    for entry in catalog.live:
        if entry.msgid not in units or entry.context is not None or entry.plural:
            yield (
                entry,
                Problem(
                    "unknown-message",
                    "no source has this message, so it is left out",
                    "run `cellulite-content update`",
                    Severity.NOTE,
                ),
            )
        elif entry.msgid in seen:
            yield entry, _duplicate_problem(entry.msgstr not in ("", seen[entry.msgid]))
        else:
            seen[entry.msgid] = entry.msgstr
            yield entry, None


def _duplicate_problem(has_own_text: bool) -> Problem:
    return Problem(
        "duplicate-message",
        "an entry above has the same msgid, so this one is left out",
        "keep the better one of the two",
        Severity.WARNING if has_own_text else Severity.NOTE,
    )


def file_problems(catalog: Catalog, locale: Locale) -> Iterator[tuple[int, Problem]]:
    """The problems of the file, each with its line."""
    for fault in catalog.faults:
        yield (
            fault.line,
            Problem("unreadable-entry", str(fault), "until then the original is shown"),
        )
    line = catalog.header.line
    yield from ((line, problem) for problem in check_header(catalog, locale))
    if catalog.bom:
        yield (
            1,
            Problem(
                "byte-order-mark",
                "the file begins with a byte order mark",
                "save it as UTF-8 without BOM when you can",
                Severity.WARNING,
            ),
        )
    if catalog.newline != "\n" or catalog.has_mixed_line_ends:
        yield (
            1,
            Problem(
                "windows-line-ends",
                "the file, or a part of it, has Windows line ends (CRLF)",
                "save it with LF line ends when you can",
                Severity.WARNING,
            ),
        )
