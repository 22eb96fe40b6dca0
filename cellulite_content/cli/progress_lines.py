"""Lines about what is left to translate, for people, and the same as JSON values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..pipeline.files.printable import beginning
from ..pipeline.model.gate_result import GateResult, article_results, share_of
from ..pipeline.model.project import Project
from ..pipeline.model.report import Report

if TYPE_CHECKING:
    from ..pipeline.catalogs.english_texts import DocumentProgress, EnglishText
    from ..pipeline.catalogs.questions import Question


def remaining_lines(results: Mapping[str, Sequence[GateResult]]) -> Iterator[str]:
    """A line for each locale that is not complete: how much is left."""
    for code, parts in sorted(results.items()):
        share = share_of(parts)
        if share.translated < share.total:
            counts = (
                (sum(part.untranslated for part in parts), "missing"),
                (sum(part.fuzzy for part in parts), "fuzzy"),
                (sum(part.refused for part in parts), "refused"),
            )
            left = ", ".join(f"{count} {name}" for count, name in counts if count)
            yield (
                f"{code}: {share} are translated, {left}; "
                f"`cellulite-content status {code}` lists them"
            )


def withheld_lines(project: Project, report: Report, codes: Collection[str]) -> Iterator[str]:
    """A line for each of these locales (all, when empty) of which something is not published."""
    for locale in project.locales:
        code = locale.code
        if codes and code not in codes:
            continue
        results = report.results.get(code, ())
        if code in report.withheld:
            what = f"withheld: {share_of(article_results(results))}"
        elif code in report.withheld_articles:
            shares = _article_shares(report, results, report.withheld_articles[code])
            what = f"published without {shares}"
        else:
            continue
        yield (
            f"{code}: {what}, published from {locale.publish} %; `cellulite-content status {code}` "
            f"lists what is left, and `cellulite-content build --preview {code}` shows it"
        )


def _article_shares(report: Report, results: Sequence[GateResult], domains: Collection[str]) -> str:
    """The articles of these documents, each with the share of all its documents."""
    pages = report.source.pages
    articles = dict.fromkeys(pages[domain] for domain in domains)
    parts = {
        each: [part for part in results if pages.get(part.domain) == each] for each in articles
    }
    return ", ".join(f"{article}: {share_of(parts[article])}" for article in articles)


def document_lines(details: Mapping[str, Sequence[DocumentProgress]]) -> Iterator[str]:
    """The progress of each document, followed by what readers see in English, for each locale."""
    for code, documents in details.items():
        for document in documents:
            threshold = f", published from {document.threshold} %" if document.threshold else ""
            state = "; withheld: readers see none of it" if document.withheld else ""
            yield f"{code} {document.domain}: {document.share}{threshold}{state}"
            yield from map(_text_line, document.texts)


def _text_line(text: EnglishText) -> str:
    place = f"{text.path}:{text.line}" if text.line else text.path
    reason = f"{text.reason} ({', '.join(text.codes)})" if text.codes else str(text.reason)
    context = f" ({beginning(text.context)})" if text.context else ""
    words = f'"{beginning(text.source)}"{context}' if text.source else "the whole catalog"
    return f"  {place}: {reason}: {words}"


def question_lines(questions: Iterable[Question]) -> Iterator[str]:
    """A line for each question of a translator: its place, its message and its text."""
    for question in questions:
        context = f" ({beginning(question.context)})" if question.context else ""
        words = f'"{beginning(question.source)}"{context}' if question.source else "the catalog"
        yield f"{question.path}:{question.line}: {words}: {question.text}"


def text_values(details: Mapping[str, Sequence[DocumentProgress]]) -> list[dict[str, Any]]:
    """The same as JSON values: a row for each text that readers see in English."""
    return [
        {
            "locale": code,
            "document": document.domain,
            "withheld": document.withheld,
            "path": text.path,
            "line": text.line,
            "reason": text.reason,
            "codes": list(text.codes),
            "source": text.source,
            "context": text.context,
        }
        for code, documents in details.items()
        for document in documents
        for text in document.texts
    ]
