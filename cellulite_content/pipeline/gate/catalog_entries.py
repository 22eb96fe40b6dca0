"""The entries of a catalog that have no say, and problems of the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..catalogs.catalog import Catalog, Entry
from ..files.printable import beginning
from ..model.finding import Problem, Severity
from ..model.locale import Locale
from ..model.unit import Document, Unit
from .checks.header import check_header

_MAX_IDS = 3
"""How many ids of units a finding lists."""


def erratum_problem() -> Problem:
    """The problem of a translation that the maintainers have withdrawn."""
    return Problem(
        "erratum",
        "the maintainers have withdrawn this unit's translations, and the original is shown",
        "update the translation to the source; then they remove the unit from `errata`",
        Severity.WARNING,
    )


def obsolete_texts(catalog: Catalog) -> dict[str, str]:
    """The translations of obsolete entries, by key; of several, the last."""
    return {entry.key: entry.msgstr for entry in catalog.entries if entry.obsolete and entry.msgstr}


def obsolete_problem() -> Problem:
    """The problem of an empty entry whose translation is in an obsolete one."""
    return Problem(
        "translation-in-obsolete",
        "the entry is empty, and an obsolete entry (#~) has a translation of the same text",
        "copy it into this entry and delete the obsolete one",
        Severity.WARNING,
    )


def messages_of(document: Document, catalog: Catalog) -> dict[str, Unit]:
    """The document's messages by key, and those of single units that the catalog adds.

    A translator adds one with a unit's id as its context; it is in no template.
    """
    messages = document.messages
    added = {entry.key for entry in catalog.live if entry.context is not None} - messages.keys()
    if not added:
        return messages
    own = {key: unit for key, unit in document.occurrences.items() if key in added}
    return messages | {key: replace(unit, context=unit.id) for key, unit in own.items()}


def known_entries(
    units: Mapping[str, Unit], document: Document, catalog: Catalog
) -> Iterator[tuple[Entry, Problem | None]]:
    """The live entries, with a problem for each that is left out."""
    seen: dict[str, str] = {}
    ids: dict[str, list[str]] | None = None
    for entry in catalog.live:
        key = entry.key
        if key not in units or entry.plural:
            if ids is None:
                ids = _ids_by_text(document)
            yield entry, _unknown_problem(entry, ids.get(entry.msgid, ()))
        elif key in seen:
            yield entry, _duplicate_problem(entry.msgstr not in ("", seen[key]))
        else:
            seen[key] = entry.msgstr
            yield entry, None


def _ids_by_text(document: Document) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for unit in document.occurrences.values():
        ids.setdefault(unit.text, []).append(unit.id)
    return ids


def _unknown_problem(entry: Entry, ids: Sequence[str]) -> Problem:
    """The problem of an entry without a message: nothing has its text, or not in its context.

    `ids` are those of the units with its text.
    """
    if entry.context is not None and entry.msgstr and not entry.plural and ids:
        names = ", ".join(ids[:_MAX_IDS]) + (" …" if len(ids) > _MAX_IDS else "")
        return Problem(
            "unknown-context",
            f"the source does not have this text in the context {beginning(entry.context)!r}, and "
            "no unit of this name has it, so the entry is left out",
            f"write the id of a unit with this text ({names}) into msgctxt, or run "
            "`cellulite-content update`, which keeps the translation",
            Severity.WARNING,
        )
    if entry.plural and ids:
        return Problem(
            "unknown-message",
            "the entry has plural forms and the source has none, so it is left out",
            "delete the line msgid_plural, and write one text: msgstr without a number",
            Severity.WARNING,
        )
    return Problem(
        "unknown-message",
        "no source has this message, so it is left out",
        "run `cellulite-content update`",
        Severity.NOTE,
    )


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
    if not catalog.is_utf_8:
        yield (
            line,
            Problem(
                "other-charset",
                f"the file is in {catalog.charset}, which many programs cannot write",
                "save it as UTF-8 and write charset=UTF-8 in its header when you can",
                Severity.WARNING,
            ),
        )
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
        name = "old Mac line ends (CR)" if catalog.newline == "\r" else "Windows line ends (CRLF)"
        yield (
            1,
            Problem(
                "windows-line-ends",
                f"the file, or a part of it, has {name}",
                "save it with LF line ends when you can",
                Severity.WARNING,
            ),
        )
