"""The gate: which translations may enter an edition.

Catalogs are untrusted. The result holds the accepted messages, from which the caller writes new
`.mo` files; a refused message falls back to the source text, with a finding that has the reason and
the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from ..catalogs.catalog import Catalog, CatalogError, Entry, parse_catalog
from ..catalogs.file_checks import read_catalog_file
from ..catalogs.refused_entries import refused_messages
from ..model.finding import Finding, Problem, Severity
from ..model.gate_result import GateResult, Reason
from ..model.links import NO_LINKS, Links
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import FIGURE_LABEL, Document, Unit
from ..source.message_markup import read_message
from .catalog_entries import (
    erratum_problem,
    file_problems,
    known_entries,
    messages_of,
    obsolete_problem,
    obsolete_texts,
)
from .checks.effort import EffortLimit
from .checks.markup.names import name_conflicts
from .checks.message import check_message, check_raw_text, check_readable_message
from .checks.plurals import check_plural_forms
from .repairs import repair
from .translated_terms import translated_terms

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
    unaccepted = (unit for key, unit in document.messages.items() if key not in result.shown)
    shown = {unit.key: _visible_runs(unit, unit.text) for unit in unaccepted}
    shown |= result.shown
    # A text inside others is not shown where these fall back to the source.
    labels = [unit for unit in document.units if unit.kind == FIGURE_LABEL]
    hidden = {unit.key for unit in document.units if unit.embedded}
    hidden |= {key for unit in labels for key in (unit.key, unit.own_key)}
    hidden -= {
        unit.key for unit in document.units if not unit.embedded and unit.kind != FIGURE_LABEL
    }
    return replace(
        result,
        shown={key: shown[key] for key in shown if key not in hidden},
        labels=tuple(dict.fromkeys(unit.key for unit in labels)),
    )


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
            Problem("unreadable-catalog", str(error), "until then the original is shown"),
            error.line,
        )
    terms = translated_terms(project, locale, document, catalog)
    return check_catalog(locale, document, catalog, relative_path, extra_check, terms)


def check_catalog(
    locale: Locale,
    document: Document,
    catalog: Catalog,
    path: str,
    extra_check: ExtraCheck = no_extra_check,
    terms: Mapping[str, str] = MappingProxyType({}),
) -> GateResult:
    """The gate result of a parsed catalog; `path` is its name in the findings.

    `terms` has the source's name of each translated term of a glossary.
    """
    units = messages_of(document, catalog)
    findings = [
        Finding(path, catalog.header.line, problem, locale.code)
        for problem in check_plural_forms(catalog)
    ]
    if any(each.error for each in findings):
        return GateResult(locale.code, document.domain, len(units), findings=tuple(findings))
    accepted: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    shown: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    warnings: dict[str, list[Finding]] = {}
    obsolete, withdrawn = obsolete_texts(catalog), document.withdrawn

    def finding(entry: Entry, problem: Problem, target: str = "") -> Finding:
        unit = units.get(entry.key) or Unit(
            "", document.domain, "", entry.msgid, context=entry.context or ""
        )
        return Finding(path, entry.line, problem, locale.code, unit, target or entry.msgstr)

    effort = EffortLimit()
    fuzzy = refused = stale = 0
    for entry, skip_reason in known_entries(units, document, catalog):
        key = entry.key
        if skip_reason:
            findings.append(finding(entry, skip_reason))
            continue
        if not entry.msgstr:
            if old_text := obsolete.get(key):
                findings.append(finding(entry, obsolete_problem(), old_text))
            continue
        if key in withdrawn:
            findings.append(finding(entry, erratum_problem()))
            refused += 1
            continue
        trivial = entry.fuzzy and _is_trivially_fuzzy(entry)
        if entry.fuzzy and not trivial:
            fuzzy += 1
            continue
        unit = units[key]
        text, problems = _repaired(unit, entry.msgstr, effort, terms, document.link_names)
        if not any(problem.severity is Severity.ERROR for problem in problems):
            findings += (finding(entry, problem) for problem in problems)
            problems = _check_readable(unit, entry, text, locale.allowed_links)
        findings += (finding(entry, problem, text) for problem in problems)
        if any(problem.severity is Severity.ERROR for problem in problems):
            refused += 1
        else:
            accepted[key] = text
            entries[key] = entry
            # Now, because the message's markup is still cached.
            shown[key] = _visible_runs(unit, text)
            written = _with_edges_of(entry, text)
            warnings[key] = [
                finding(entry, problem, written) for problem in extra_check(unit, written)
            ]
            stale += trivial
    for message, problem in name_conflicts(document, accepted).items():
        del accepted[message], shown[message], warnings[message]
        findings.append(finding(entries[message], problem))
        refused += 1
        stale -= entries.pop(message).fuzzy
    findings += (
        *chain.from_iterable(warnings.values()),
        *(Finding(path, line, each, locale.code) for line, each in file_problems(catalog, locale)),
    )
    unread = _unread_lines(units, catalog)
    return GateResult(
        locale.code,
        document.domain,
        len(units),
        accepted,
        fuzzy=fuzzy,
        refused=refused + len(unread),
        stale=stale,
        findings=tuple(findings),
        shown=shown,
        path=path,
        lines={message: entry.line for message, entry in entries.items()},
        own_keys=document.own_keys(units),
        scattered=document.scattered(units),
        pending=_pending(units, document, catalog, accepted) | unread,
    )


def _pending(
    units: Mapping[str, Unit], document: Document, catalog: Catalog, accepted: Mapping[str, str]
) -> dict[str, tuple[int, Reason]]:
    """The lines of empty and of fuzzy entries, as in `GateResult.pending`."""
    if len(accepted) == len(units):
        return {}
    return {
        entry.key: (entry.line, Reason.FUZZY if entry.msgstr else Reason.MISSING)
        for entry, skip_reason in known_entries(units, document, catalog)
        if not skip_reason and entry.key not in accepted and (entry.fuzzy or not entry.msgstr)
    }


def _unread_lines(units: Mapping[str, Unit], catalog: Catalog) -> dict[str, tuple[int, Reason]]:
    """The lines of entries that cannot be read, by the keys of the messages that have only one."""
    if not catalog.refused:
        return {}
    keys = {(unit.context or None, unit.text): key for key, unit in units.items()}
    missing = keys.keys() - {(entry.context, entry.msgid) for entry in catalog.live}
    lines: dict[str, tuple[int, Reason]] = {}
    for entry in catalog.refused:
        line = entry.fault.line if entry.fault else 0
        for identity in refused_messages([entry], missing):
            lines.setdefault(keys[identity], (line, Reason.REFUSED))
    return lines


def _repaired(
    unit: Unit,
    target: str,
    effort: EffortLimit,
    terms: Mapping[str, str],
    names: frozenset[str],
) -> tuple[str, tuple[Problem, ...]]:
    """The text with its repairs, and their warnings, or the errors of a text that is not parsed."""
    if target == unit.text:
        return target, ()
    if errors := tuple(check_raw_text(unit, target, effort)):
        return target, errors
    return repair(unit, target, terms, names)


def _check_readable(unit: Unit, entry: Entry, text: str, links: Links) -> tuple[Problem, ...]:
    """The problems of an entry's text, which may be parsed; a repair may have changed it."""
    if text != entry.msgstr:
        return tuple(check_text(unit, text, links))
    return () if text == unit.text else tuple(check_readable_message(unit, text, links))


def _with_edges_of(entry: Entry, text: str) -> str:
    """The text with the white space around the entry's translation."""
    if text == entry.msgstr:
        return text
    core = entry.msgstr.strip(" \t\n")
    start, _, end = entry.msgstr.partition(core)
    return start + text.strip(" \t\n") + end


def _visible_runs(unit: Unit, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The runs of text of a source and of its translation that a page must show."""
    if not unit.markup:
        return (unit.text,), (target,)
    return read_message(unit, unit.text).runs, read_message(unit, target).runs


def _is_trivially_fuzzy(entry: Entry) -> bool:
    """Whether the translation was for a trivially different source in the same context."""
    is_same_context = entry.previous_context == entry.context
    return is_same_context and is_trivial(entry.previous, entry.msgid)


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


def check_text(unit: Unit, target: str, links: Links = NO_LINKS) -> Iterator[Problem]:
    """The problems of one translation; a copy of the source has none.

    `links` are the addresses that its locale may use instead of the source's.
    """
    if target != unit.text:
        yield from check_message(unit, target, links)
