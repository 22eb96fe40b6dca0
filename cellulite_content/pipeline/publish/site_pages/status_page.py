"""The status page: what readers see in the source's language, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...catalogs.english_texts import DocumentProgress, list_progress
from ...editions.edition import Edition
from ...files.printable import beginning
from ...model.finding import Severity
from ...model.fingerprint import digest
from ...model.locale import ListedLanguage
from ...model.report import Report
from ...model.review import progress_rows
from ..site_digests import SiteDigests

_MOST_TEXTS = 200
"""Untranslated texts of a locale on the status page: it must stay quick to load with 25 locales."""


def write_status(
    edition: Edition,
    report: Report,
    digests: SiteDigests,
    languages: Mapping[str, ListedLanguage],
) -> None:
    """Write the status page, where translators find refusals and remedies without a terminal."""
    project = edition.project
    values: dict[str, Any] = {
        "rows": progress_rows(project, report.results),
        "languages": [(locale.code, languages[locale.code]) for locale in project.locales],
        "source_language": languages[edition.source.code],
        "left": {
            locale.code: _left(list_progress(project, locale, report.source, results))
            for locale in project.locales
            if (results := report.results.get(locale.code))
        },
        "withheld": report.kept,
        "without": report.withheld_articles,
        "handbook": digests.has("handbook/index.html"),
        "findings": {
            locale.code: [
                finding
                for result in report.results.get(locale.code, ())
                for finding in result.findings
                if finding.problem.severity is not Severity.NOTE
            ]
            for locale in project.locales
        },
    }
    key = digest(project.title, edition.source, values)
    if not digests.is_made_from("status.html", key):
        values["beginning"] = beginning
        digests.write("status.html", edition.render("site/status.html", values).encode())


def _left(progress: Sequence[DocumentProgress]) -> dict[str, Any]:
    """What is left to translate, for the status page: the documents, each with the first of its
    texts, and how many more there are."""
    documents = []
    room, more = _MOST_TEXTS, 0
    for document in progress:
        shown = document.texts[:room]
        room -= len(shown)
        more += len(document.texts) - len(shown)
        if document.texts:
            documents.append((document, shown))
    return {"documents": documents, "more": more}
