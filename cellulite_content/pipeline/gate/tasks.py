"""The gate's tasks, each run in a process of its own (`workers.process_pool`)."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..catalogs.mo_files import write_compiled
from ..model.finding import Severity
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import Project, load_project
from ..model.reading import SourceReading
from ..model.unit import Document, Source
from ..source import extract
from ..source.sphinx_app import warm_up
from ..workers.helpers import spread_evenly
from .gate import ExtraCheck, check_document, no_extra_check

if TYPE_CHECKING:
    from .glossary import Glossary

warm_up()


def read_source(root: Path) -> Source:
    """The project's source."""
    return extract.read_source(load_project(root))


def read_source_and_trees(
    root: Path, key: str = "", files: Mapping[str, str] = MappingProxyType({})
) -> SourceReading:
    """The project's source, and the trees of its documents in bytes.

    `key` is that of the last reading in the cache, `files` are the digests of the source files.
    """
    return extract.read_source_and_trees(load_project(root), key, files)


def check_catalogs(
    root: Path,
    codes: Sequence[str],
    source: Source,
    glossary: Glossary | None,
    write: bool,
    known: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> dict[str, tuple[tuple[GateResult, ...], float]]:
    """Take locales' catalogs through the gate; with `write`, write `.mo` files.

    `known` are the domains, by locale code, of which the caller has the results and the `.mo` files
    are there: they are left out. Returns each locale's gate results and the seconds that they took,
    by its code. With a glossary, the results include warnings on accepted messages.
    """
    project = load_project(root)
    locales = [project.locale(code) for code in codes]
    extra_checks = [
        _quality_check(project, locale, glossary) if glossary is not None else no_extra_check
        for locale in locales
    ]

    def check(document: Document) -> list[tuple[str, GateResult, float]]:
        """The results of a document, whose source texts are parsed once for all locales."""
        checked = []
        for locale, extra_check in zip(locales, extra_checks, strict=True):
            if document.domain in known.get(locale.code, ()):
                continue
            start = time.perf_counter()
            result = check_document(project, locale, document, extra_check)
            if glossary is not None:
                result = _with_partners(result, document)
            # Notes are about entries that are left out: there is nothing to explain.
            if any(each.problem.severity is not Severity.NOTE for each in result.findings):
                result = _explained(result, locale, extra_check)
            checked.append((locale.code, result, time.perf_counter() - start))
        return checked

    results: dict[str, list[GateResult]] = {code: [] for code in codes}
    seconds = dict.fromkeys(codes, 0.0)
    for checked in spread_evenly(source.documents, check):
        for code, result, duration in checked:
            results[code].append(result)
            seconds[code] += duration
    if write:
        for locale in locales:
            write_compiled(project, locale, results[locale.code], known.get(locale.code, ()))
    return {code: (tuple(results[code]), seconds[code]) for code in codes}


# Builds often need neither of these modules, and importing both takes 20 ms.


def _with_partners(result: GateResult, document: Document) -> GateResult:
    from .checks.partners.misplaced import with_partners  # noqa: PLC0415  few runs need these

    return with_partners(result, document)


def _explained(result: GateResult, locale: Locale, extra_check: ExtraCheck) -> GateResult:
    from .explanation import explain  # noqa: PLC0415

    return explain(result, locale.allowed_links, extra_check)


def _quality_check(project: Project, locale: Locale, glossary: Glossary) -> ExtraCheck:
    from .checks.quality import check_quality  # noqa: PLC0415

    language = project.source_locale.babel.language
    return partial(check_quality, locale=locale, glossary=glossary, source_language=language)
