"""What readers of a locale see in the source's language, and why: what is left to translate.

`status LOCALE`, the site's status page and the translators' desk show this list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model.gate_result import (
    GateResult,
    Reason,
    Share,
    article_results,
    share_of,
    withheld_documents,
)
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import Document, Source, message_key


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

    @property
    def key(self) -> str:
        """The key of its message; empty for a whole catalog."""
        return message_key(self.context or None, self.source)


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


def list_progress(
    project: Project, locale: Locale, source: Source, results: Sequence[GateResult]
) -> list[DocumentProgress]:
    """How far each document of a locale is; `results` are those of the gate."""
    pages = source.pages
    documents = {document.domain: document for document in source.documents}
    by_article: dict[str, list[GateResult]] = {}
    for result in results:
        by_article.setdefault(pages.get(result.domain, ""), []).append(result)
    withheld = withheld_documents(article_results(results), locale.publish, pages)
    progress = []
    for result in results:
        article = pages.get(result.domain, "")
        document = None if _is_complete(result) else documents.get(result.domain)
        texts: Iterable[EnglishText] = ()
        if document:
            path = project.relative(project.catalog(locale, result.domain))
            texts = english_texts(document, result, path)
        progress.append(
            DocumentProgress(
                result.domain,
                share_of(by_article[article] if article else [result]),
                locale.publish if article else 0,
                result.domain in withheld,
                tuple(texts),
            )
        )
    return progress


def english_texts(document: Document, result: GateResult, path: str) -> Iterator[EnglishText]:
    """The texts of a document that readers see in the source's language; `path` is the catalog's.

    Without a catalog that can be read, it is one value for all of them.
    """
    if _is_complete(result):
        return
    units = {
        unit.key: unit
        for unit in document.units
        if unit.key_in(result.accepted) not in result.accepted
    }
    if not units:
        return
    if not result.path:  # the gate has not judged its messages
        yield _whole_file(path, result)
        return
    refusals = _refusals(result)
    for key, unit in units.items():
        line, reason = result.pending.get(key, (0, Reason.MISSING))
        codes: tuple[str, ...] = ("unreadable-entry",) if reason is Reason.REFUSED else ()
        if key in refusals:
            line, codes = refusals[key]
            reason = Reason.REFUSED
        yield EnglishText(path, line, reason, unit.text, unit.context, codes)


def _is_complete(result: GateResult) -> bool:
    """Whether all messages of a document are translated, so that none needs to be read."""
    return result.translated == result.total and not result.own_keys


def _whole_file(path: str, result: GateResult) -> EnglishText:
    """One value for all texts of a catalog that is missing or not read."""
    findings = [finding for finding in result.findings if not finding.source]
    errors = [finding for finding in findings if finding.error]
    if errors:
        codes = tuple(dict.fromkeys(finding.problem.code for finding in errors))
        return EnglishText(path, errors[0].line, Reason.REFUSED, codes=codes)
    return EnglishText(path, 0, Reason.MISSING)


def _refusals(result: GateResult) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The line of each refused entry and the codes of the findings because of which it is, by the
    key of its message."""
    refusals: dict[str, tuple[int, tuple[str, ...]]] = {}
    for finding in result.findings:
        if finding.source and (finding.error or finding.problem.code == "erratum"):
            key = message_key(finding.context or None, finding.source)
            _, codes = refusals.get(key, (0, ()))
            refusals[key] = finding.line, tuple(dict.fromkeys((*codes, finding.problem.code)))
    return refusals
