"""Entries of the site's lists: its languages and their articles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..editions.edition import Edition
from ..editions.epub.downloads import Download, find_downloads
from ..files.stored_value import dump_value, load_value
from ..model.fingerprint import digest, messages_key
from ..model.gate_result import article_results, outdated, percent_translated
from ..model.locale import Locale
from ..model.project import file_name
from ..model.report import Report
from ..model.review import ReviewState
from ..model.unit import Document
from .site import Site
from .site_digests import SiteDigests


@dataclass(frozen=True)
class ArticleEntry:
    """An article or a chapter in one language; an article has books."""

    domain: str
    title: str
    description: str
    date: str
    is_chapter: bool = False
    books: tuple[Download, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[object, ...]:
        """What lists of books show of it."""
        return self.domain, self.title, self.description, self.date, self.authors


@dataclass(frozen=True)
class SiteEntry:
    """One language of the site, with its articles.

    `percent` is how much of it is translated, None for an edition of an earlier run and for the
    original; `state` is its review state, empty for the original. `older` says whether the original
    may be newer.
    """

    edition: Edition
    articles: tuple[ArticleEntry, ...]
    percent: int | None = None
    state: str = ""
    older: bool = False

    @property
    def locale(self) -> Locale:
        """The language."""
        return self.edition.locale

    @property
    def note(self) -> str:
        """The translation's state, in that language; empty for the original."""
        if not self.state:
            return ""
        _ = self.edition.translate
        is_reviewed = self.state == ReviewState.REVIEWED
        note = _("Reviewed translation") if is_reviewed else _("Draft translation")
        if self.percent is None:
            return note
        return (
            note
            + " · "
            + _("%(percent)s translated") % {"percent": self.locale.percent(self.percent)}
        )


def read_entries(site: Site, report: Report, digests: SiteDigests) -> list[SiteEntry]:
    """The languages with installed editions, of this run or of an earlier one (`kept`)."""
    reader = _EntryReader(site, report, digests)
    return [reader.entry(locale) for locale in site.project.editions if site.has(locale)]


@dataclass(frozen=True)
class _EntryReader:
    """Reads the entries of languages."""

    site: Site
    report: Report
    digests: SiteDigests

    def entry(self, locale: Locale) -> SiteEntry:
        """The entry of one language."""
        edition = Edition(self.site.project, locale)
        if locale.code in self.report.kept:
            articles = tuple(self._kept_articles(locale))
            return SiteEntry(edition, articles, state=edition.review_state, older=True)
        withheld = self.report.withheld_articles.get(locale.code, ())
        results = [
            result
            for result in self.report.results.get(locale.code, ())
            if result.domain not in withheld
        ]
        accepted = {result.domain: result.accepted for result in results}
        articles = tuple(
            self._article(locale, document, accepted.get(document.domain, {}))
            for document in self._documents
            if document.domain not in withheld
        )
        if locale.state == "source":
            return SiteEntry(edition, articles)
        percent = percent_translated(article_results(results))
        return SiteEntry(edition, articles, percent, edition.review_state, bool(outdated(results)))

    @property
    def _documents(self) -> list[Document]:
        """The documents with a page of their own: neither the interface nor the root."""
        documents = self.report.source.documents
        return [each for each in documents if any(unit.kind == "title" for unit in each.units)]

    def _article(
        self, locale: Locale, document: Document, messages: Mapping[str, str]
    ) -> ArticleEntry:
        """An article of this run, with texts from its accepted messages."""
        domain = document.domain
        units = [unit for unit in document.units if unit.kind in ("title", "description")]

        def listed_texts() -> str:
            texts = {unit.kind: messages.get(unit.key_in(messages), unit.text) for unit in units}
            return dump_value(texts).decode()

        # To read the messages of all documents takes longer than all else here.
        shown = [(unit.kind, unit.text, unit.key, unit.own_key) for unit in units]
        key = digest("listed texts", domain, shown, messages_key(messages))
        texts = load_value(dict[str, str], self.digests.texts.get(key, listed_texts).encode()) or {}
        fields = texts.get("title", ""), texts.get("description", ""), document.date
        return ArticleEntry(domain, *fields, *self._books(locale, document), document.authors)

    def _kept_articles(self, locale: Locale) -> Iterator[ArticleEntry]:
        """The articles of an earlier run's edition, with texts from that edition's data."""
        for document in self._documents:
            domain = document.domain
            path = self.site.folder / "data" / locale.tag / f"{file_name(domain)}.json"
            if path.is_file():
                data = json.loads(path.read_text(encoding="utf-8"))
                fields = data["title"], data["description"], data["date"]
                books = self._books(locale, document)
                yield ArticleEntry(domain, *fields, *books, document.authors)

    def _books(self, locale: Locale, document: Document) -> tuple[bool, tuple[Download, ...]]:
        """Whether a document is a chapter, and its books."""
        name, is_chapter = file_name(document.domain), document.article != document.domain
        if is_chapter:
            return True, ()
        return False, find_downloads(self.site.project, locale, name, self.digests.facts)
