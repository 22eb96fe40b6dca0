"""The gate: which translations may enter an edition.

Catalogs are untrusted. The result holds the accepted messages, from which the caller writes new
`.mo` files; a refused message falls back to the source text, with a finding that has the reason and
the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..catalogs.catalog import Catalog, CatalogError, Entry, parse_catalog
from ..catalogs.file_checks import read_catalog_file
from ..model.finding import Finding, Problem, Severity
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import Document, Unit
from ..source.message_markup import read_markup
from ..source.reference_names import restore_reference_names
from .checks.effort import EffortLimit
from .checks.header import check_header
from .checks.markup import Links
from .checks.message import check_message, check_raw_text
from .checks.plurals import check_plural_forms

ExtraCheck = Callable[[Unit, str], Iterable[Problem]]
"""Returns more problems of an accepted translation, as warnings."""

_QUOTATION_MARKS = str.maketrans("", "", "\"'`´“”„‟‘’‚‛«»‹›「」『』")


def no_extra_check(unit: Unit, target: str) -> Iterable[Problem]:
    """No more problems."""
    return ()


def check_document(
    project: Project, locale: Locale, document: Document, extra_check: ExtraCheck = no_extra_check
) -> GateResult:
    """The gate result of a document's catalog on disk; `extra_check` may add warnings."""
    result = _check_file(project, locale, document, extra_check)
    unaccepted = (unit for text, unit in document.messages.items() if text not in result.shown)
    shown = {unit.text: _visible_runs(unit, unit.text) for unit in unaccepted}
    return replace(result, shown={**shown, **result.shown})


def _check_file(
    project: Project, locale: Locale, document: Document, extra_check: ExtraCheck
) -> GateResult:
    path = project.catalog(locale, document.domain)
    message_count = len(document.messages)
    relative_path = project.relative(path)

    def refuse_catalog(problem: Problem, line: int = 0) -> GateResult:
        return GateResult(
            locale.code,
            document.domain,
            message_count,
            findings=(Finding(relative_path, line, problem, locale.code),),
        )

    data = read_catalog_file(project, path)
    if data is None:
        hint = f"run `cellulite-content add-locale {locale.code}`"
        return refuse_catalog(
            Problem("missing-catalog", "there is no catalog", hint, Severity.WARNING)
        )
    if isinstance(data, Problem):
        return refuse_catalog(data)
    try:
        catalog = parse_catalog(data)
    except CatalogError as error:
        return refuse_catalog(
            Problem("unreadable-catalog", str(error), "until then English is shown"), error.line
        )
    return check_catalog(locale, document, catalog, relative_path, extra_check)


def check_catalog(
    locale: Locale,
    document: Document,
    catalog: Catalog,
    path: str,
    extra_check: ExtraCheck = no_extra_check,
) -> GateResult:
    """The gate result of a parsed catalog; `path` is its name in the findings."""
    units = document.messages
    if header_problems := tuple(check_plural_forms(catalog)):
        line = catalog.header.line
        header_findings = tuple(
            Finding(path, line, problem, locale.code) for problem in header_problems
        )
        return GateResult(locale.code, document.domain, len(units), findings=header_findings)
    accepted: dict[str, str] = {}
    shown: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    lines: dict[str, int] = {}
    findings: list[Finding] = []
    withdrawn = {unit.text for unit in document.units if unit.id in document.errata}
    obsolete_texts = _obsolete_texts(catalog)

    def finding(entry: Entry, problem: Problem, target: str = "") -> Finding:
        unit = units.get(entry.msgid) or Unit("", document.domain, "", entry.msgid)
        return Finding(path, entry.line, problem, locale.code, unit, target or entry.msgstr)

    effort = EffortLimit()
    fuzzy = refused = stale = 0
    for entry, skip_reason in _known_entries(units, catalog):
        if skip_reason:
            findings.append(finding(entry, skip_reason))
            continue
        if not entry.msgstr:
            if entry.msgid in obsolete_texts:
                findings.append(finding(entry, _obsolete_problem(), obsolete_texts[entry.msgid]))
            continue
        if entry.msgid in withdrawn:
            findings.append(finding(entry, _erratum_problem()))
            refused += 1
            continue
        trivial = entry.fuzzy and is_trivial(entry.previous, entry.msgid)
        if entry.fuzzy and not trivial:
            fuzzy += 1
            continue
        unit = units[entry.msgid]
        text = entry.msgstr
        problems = () if text == unit.text else tuple(check_raw_text(unit, text, effort))
        if not problems:
            text = restore_reference_names(unit, text)
            problems = tuple(check_text(unit, text, locale.links))
            findings += (finding(entry, problem) for problem in _check_reference_names(text, entry))
        findings += (finding(entry, problem, text) for problem in problems)
        if any(problem.severity is Severity.ERROR for problem in problems):
            refused += 1
        else:
            accepted[entry.msgid] = text
            findings += (finding(entry, problem, text) for problem in extra_check(unit, text))
            shown[entry.msgid] = _visible_runs(unit, text)
            lines[entry.msgid] = entry.line
            stale += trivial
    findings += (
        Finding(path, line, problem, locale.code)
        for line, problem in _file_problems(catalog, locale)
    )
    return GateResult(
        locale.code,
        document.domain,
        len(units),
        accepted,
        fuzzy=fuzzy,
        refused=refused,
        stale=stale,
        findings=tuple(findings),
        shown=shown,
        path=path,
        lines=lines,
    )


def _visible_runs(unit: Unit, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The runs of text of a source and of its translation that a page must show."""
    if not unit.markup:
        return (unit.text,), (target,)
    return read_markup(unit.text).runs, read_markup(target).runs


def is_trivial(old_source: str | None, new_source: str) -> bool:
    """Whether a source has changed only in white space and quotation marks.

    The translation still has the source's meaning: the entry is fuzzy until a person decides, and
    its text stays published.
    """
    return (
        old_source is not None
        and old_source != new_source
        and _normalise(old_source) == _normalise(new_source)
    )


def _normalise(text: str) -> str:
    return " ".join(text.translate(_QUOTATION_MARKS).split())


def check_text(unit: Unit, target: str, links: Links = ()) -> Iterator[Problem]:
    """The problems of one translation; a copy of the source has none.

    `links` are the pairs of addresses that its locale may exchange.
    """
    if target != unit.text:
        yield from check_message(unit, target, links)


def _check_reference_names(text: str, entry: Entry) -> Iterator[Problem]:
    if text != entry.msgstr:
        yield Problem(
            "reference-renamed",
            "the name of a reference is translated, and the source's name is added after the words",
            "write this yourself: `words <name_>`_",
            Severity.WARNING,
        )


def _erratum_problem() -> Problem:
    return Problem(
        "erratum",
        "the maintainers have withdrawn this unit's translations, and English is shown",
        "update the translation to the source; then they remove the unit from `errata`",
        Severity.WARNING,
    )


def _obsolete_texts(catalog: Catalog) -> dict[str, str]:
    """The translations of obsolete entries, by source text; of several, the last."""
    return {
        entry.msgid: entry.msgstr
        for entry in catalog.entries
        if entry.obsolete and entry.msgstr and entry.context is None
    }


def _obsolete_problem() -> Problem:
    return Problem(
        "translation-in-obsolete",
        "the entry is empty, and an obsolete entry (#~) has a translation of the same text",
        "copy it into this entry and delete the obsolete one",
        Severity.WARNING,
    )


def _known_entries(
    units: dict[str, Unit], catalog: Catalog
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


def _file_problems(catalog: Catalog, locale: Locale) -> Iterator[tuple[int, Problem]]:
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
    if catalog.newline != "\n":
        yield (
            1,
            Problem(
                "windows-line-ends",
                "the file has Windows line ends (CRLF)",
                "save it with LF line ends when you can",
                Severity.WARNING,
            ),
        )
