"""The gate: which translations may enter an edition.

Catalogs are untrusted. The result holds the accepted messages, from which the caller writes new
`.mo` files; a refused message falls back to the source text, with a finding that has the reason and
the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..catalogs.catalog import Catalog, CatalogError, Entry, parse_catalog
from ..catalogs.file_checks import catalog_problem
from ..catalogs.refused_entries import refused_sources
from ..model.finding import Finding, Problem, Severity
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import Document, Unit
from ..source.message_markup import read_markup
from ..source.reference_names import restore_reference_names
from .checks.markup import Links
from .checks.message import check_message
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

    if not path.exists() and not path.is_symlink():
        hint = f"run `cellulite-content add-locale {locale.code}`"
        return refuse_catalog(
            Problem("missing-catalog", "there is no catalog", hint, Severity.WARNING)
        )
    problem = catalog_problem(project, path)
    if problem:
        return refuse_catalog(problem)
    try:
        catalog = parse_catalog(path.read_bytes())
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
    findings: list[Finding] = []
    withdrawn = {unit.text for unit in document.units if unit.id in document.errata}
    fuzzy = refused = stale = 0
    for entry, skip_reason in _known_entries(units, catalog):
        if skip_reason:
            findings.append(Finding(path, entry.line, skip_reason, locale.code))
            continue
        if not entry.msgstr.strip():
            continue
        if entry.msgid in withdrawn:
            findings.append(Finding(path, entry.line, _erratum_problem(), locale.code))
            refused += 1
            continue
        trivial = entry.fuzzy and is_trivial(entry.previous, entry.msgid)
        if entry.fuzzy and not trivial:
            fuzzy += 1
            continue
        unit = units[entry.msgid]
        text = restore_reference_names(unit, entry.msgstr)
        problems = (*_check_reference_names(text, entry), *check_text(unit, text, locale.links))
        findings += (Finding(path, entry.line, problem, locale.code) for problem in problems)
        if any(problem.severity is Severity.ERROR for problem in problems):
            refused += 1
        else:
            accepted[entry.msgid] = text
            findings += (
                Finding(path, entry.line, problem, locale.code)
                for problem in extra_check(unit, text)
            )
            shown[entry.msgid] = _visible_runs(unit, text)
            stale += trivial
    known = {entry.msgid for entry in catalog.live}
    refused += len(refused_sources(catalog.refused, units.keys() - known))
    findings += (
        Finding(path, line, problem, locale.code) for line, problem in _file_problems(catalog)
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


def _known_entries(
    units: dict[str, Unit], catalog: Catalog
) -> Iterator[tuple[Entry, Problem | None]]:
    """The live entries, with a problem for each that is left out."""
    seen: set[str] = set()
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
            yield (
                entry,
                Problem(
                    "duplicate-message",
                    "an entry above has the same msgid, so this one is left out",
                    "keep the better one of the two",
                    Severity.NOTE,
                ),
            )
        else:
            seen.add(entry.msgid)
            yield entry, None


def _file_problems(catalog: Catalog) -> Iterator[tuple[int, Problem]]:
    for fault in catalog.faults:
        yield fault.line, Problem("unreadable-entry", str(fault), "until then English is shown")
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
