"""The status page: what readers see in the source's language, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
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
        "rows": list(table_rows(progress_rows(project, report.results))),
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


def table_rows(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows of the table: each locale's finished documents in one row, and then each other.

    What needs work is seen at once: 100 articles in 25 languages would have 2,500 rows.
    """
    for _, rows_of_locale in groupby(rows, lambda row: str(row["locale"])):
        finished: list[dict[str, Any]] = []
        others: list[dict[str, Any]] = []
        for row in rows_of_locale:
            needs_work = row["translated"] < row["total"] or row["stale"] or row["refused"]
            (others if needs_work else finished).append(row)
        if len(finished) > 1:
            counts = {name: sum(row[name] for row in finished) for name in ("translated", "total")}
            yield {**finished[0], **counts, "document": f"{len(finished)} finished documents"}
        else:
            yield from finished
        yield from others


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
