"""What readers of a locale see in the source's language, and why: what is left to translate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..model.finding import Problem
from ..model.gate_result import (
    GateResult,
    Share,
    article_results,
    share_of,
    withheld_documents,
)
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import Document, Source, Unit
from .catalog import Catalog, CatalogError, Entry, parse_catalog
from .file_checks import read_catalog_file
from .refused_entries import refused_messages


class Reason(StrEnum):
    """Why a text is not translated for readers."""

    MISSING = "missing"
    FUZZY = "fuzzy"
    REFUSED = "refused"


@dataclass(frozen=True)
class EnglishText:
    """A text that readers see in the source's language.

    `line` is that of its entry in the catalog, 0 if there is none. `codes` are those of the
    findings because of which its translation is refused. Where no catalog is read, one value
    without a `source` stands for all texts of a document.
    """

    path: str
    line: int
    reason: Reason
    source: str = ""
    context: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentProgress:
    """How far the translation of a document is.

    `share` is that of its article with all chapters, which are published together from `threshold`
    percent on. `texts` are in the order of the document.
    """

    domain: str
    share: Share
    threshold: int
    withheld: bool
    texts: tuple[EnglishText, ...]


def read_progress(
    project: Project, locale: Locale, source: Source, results: Sequence[GateResult]
) -> list[DocumentProgress]:
    """How far each document of a locale is; `results` are those of the gate.

    Reads the locale's catalogs again: the results have no lines of what is missing.
    """
    pages = source.pages
    withheld = withheld_documents(article_results(results), locale.publish, pages)
    progress = []
    for result in results:
        article = pages.get(result.domain)
        parts = [each for each in results if article and pages.get(each.domain) == article]
        document = source.document(result.domain)
        texts = _english_texts(project, locale, document, result) if document else ()
        progress.append(
            DocumentProgress(
                result.domain,
                share_of(parts or [result]),
                locale.publish if article else 0,
                result.domain in withheld,
                tuple(texts),
            )
        )
    return progress


def _english_texts(
    project: Project, locale: Locale, document: Document, result: GateResult
) -> Iterator[EnglishText]:
    units = {
        unit.key: unit
        for unit in document.units
        if unit.key_in(result.accepted) not in result.accepted
    }
    if not units:
        return
    path = project.catalog(locale, document.domain)
    name = project.relative(path)
    catalog = _read(read_catalog_file(project, path))
    if catalog is None or not result.path:  # the gate has not judged its messages
        yield _whole_file(name, result)
        return
    codes = _codes_by_line(result)
    entries = _entries_by_key(catalog)
    unread = _unread_lines(catalog, [unit for key, unit in units.items() if key not in entries])
    for key, unit in units.items():
        entry = entries.get(key)
        context = unit.context
        if key in unread:
            code = ("unreadable-entry",)
            yield EnglishText(name, unread[key], Reason.REFUSED, unit.text, context, code)
        elif entry is None or not entry.msgstr:
            line = entry.line if entry else 0
            yield EnglishText(name, line, Reason.MISSING, unit.text, context)
        elif found := codes.get(entry.line):
            yield EnglishText(name, entry.line, Reason.REFUSED, unit.text, context, found)
        else:
            yield EnglishText(name, entry.line, Reason.FUZZY, unit.text, context)


def _read(data: bytes | Problem | None) -> Catalog | None:
    try:
        return parse_catalog(data) if isinstance(data, bytes) else None
    except CatalogError:
        return None


def _whole_file(path: str, result: GateResult) -> EnglishText:
    """One value for all texts of a catalog that is missing or not read."""
    findings = [finding for finding in result.findings if not finding.source]
    errors = [finding for finding in findings if finding.error]
    if errors:
        codes = tuple(dict.fromkeys(finding.problem.code for finding in errors))
        return EnglishText(path, errors[0].line, Reason.REFUSED, codes=codes)
    return EnglishText(path, 0, Reason.MISSING)


def _codes_by_line(result: GateResult) -> dict[int, tuple[str, ...]]:
    """The codes of the findings because of which an entry is refused, by its line."""
    codes: dict[int, tuple[str, ...]] = {}
    for finding in result.findings:
        if finding.source and (finding.error or finding.problem.code == "erratum"):
            known = codes.get(finding.line, ())
            if finding.problem.code not in known:
                codes[finding.line] = (*known, finding.problem.code)
    return codes


def _entries_by_key(catalog: Catalog) -> Mapping[str, Entry]:
    """The entries that count, by key: of several, the first."""
    entries: dict[str, Entry] = {}
    for entry in catalog.live:
        entries.setdefault(entry.key, entry)
    return entries


def _unread_lines(catalog: Catalog, units: Iterable[Unit]) -> dict[str, int]:
    """The lines of the faults of entries that cannot be read, by the keys of their messages."""
    keys = {(unit.context or None, unit.text): unit.key for unit in units}
    keys = {key: keys[key] for key in refused_messages(catalog.refused, keys)}
    return {
        keys[key]: entry.fault.line
        for entry in catalog.refused
        if entry.fault
        for key in refused_messages([entry], keys)
    }
