"""Entries of the site's lists: its languages and their articles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...editions.books.downloads import Download, find_downloads
from ...editions.edition import Edition
from ...files.stored_value import dump_value, load_value
from ...model.fingerprint import digest, messages_key
from ...model.gate_result import (
    LIST_PAGE,
    article_results,
    outdated,
    percent_translated,
    untranslated_pages,
)
from ...model.locale import Locale
from ...model.project import INTERFACE, file_name
from ...model.report import Report
from ...model.unit import Document
from ..site import Site
from ..site_digests import SiteDigests
from .listed_words import ListedWords


@dataclass(frozen=True)
class ArticleEntry:
    """An article or a chapter in one language; an article has books.

    `fallen_back` are those of `title` and `description` that are in the source's language, and
    `untranslated` says that the whole page is.
    """

    domain: str
    title: str
    description: str
    date: str
    is_chapter: bool = False
    books: tuple[Download, ...] = ()
    authors: tuple[str, ...] = ()
    fallen_back: tuple[str, ...] = ()
    untranslated: bool = False

    @property
    def cover(self) -> str:
        """The file name of its cover; empty if it has none."""
        return next((book.cover for book in self.books if book.cover), "")

    @property
    def shown(self) -> tuple[object, ...]:
        """What lists of books show of it."""
        return self.domain, self.title, self.description, self.date, self.authors


@dataclass(frozen=True)
class SiteEntry:
    """One language of the site, with its articles.

    `percent` is how much of it is translated, None for an edition of an earlier run and for the
    original; `state` is its review state, empty for the original. `older` says whether the original
    may be newer. `words` is a digest of the interface's messages, and `has_pages` is false for a
    language with books alone, and `untranslated` true for one with nothing of its own.
    """

    edition: Edition
    articles: tuple[ArticleEntry, ...]
    percent: int | None = None
    state: str = ""
    older: bool = False
    words: str = ""
    has_pages: bool = True
    untranslated: bool = False

    @property
    def locale(self) -> Locale:
        """The language."""
        return self.edition.locale

    @property
    def key(self) -> tuple[object, ...]:
        """All that lists show of it but its articles."""
        return self.locale, self.percent, self.state, self.older, self.words, self.has_pages

    @property
    def progress(self) -> str:
        """How much is translated, in that language; empty where it is not known."""
        if self.percent is None:
            return ""
        _, percent = self.edition.translate, self.locale.percent(self.percent)
        return _("%(percent)s translated") % {"percent": percent}

    @property
    def articles_alone(self) -> list[ArticleEntry]:
        """The articles without their chapters, the newest first; those of one day stay in order."""
        articles = [article for article in self.articles if not article.is_chapter]
        return sorted(articles, key=lambda article: article.date, reverse=True)


def read_entries(
    site: Site, report: Report, digests: SiteDigests, known: Mapping[str, SiteEntry]
) -> list[SiteEntry]:
    """The languages with installed editions, of this run or of an earlier one (`kept`).

    Entries that are `known`, by locale code, are not read again.
    """
    reader = EntryReader(site, report, digests)
    words = {
        code: messages_key(result.accepted)
        for code, results in report.results.items()
        for result in results
        if result.domain == INTERFACE
    }
    return [
        replace(
            known.get(locale.code) or reader.entry(locale),
            words=words.get(locale.code, ""),
            has_pages=digests.has(f"{locale.tag}/index.html"),
        )
        for locale in site.project.editions
        if site.has(locale)
    ]


@dataclass(frozen=True)
class EntryReader:
    """Reads the entries of languages."""

    site: Site
    report: Report
    digests: SiteDigests

    def entry(self, locale: Locale) -> SiteEntry:
        """The entry of one language."""
        if locale.code in self.report.kept:
            edition = Edition(self.site.project, locale)
            articles = tuple(self._kept_articles(locale))
            return SiteEntry(edition, articles, state=edition.review_state, older=True)
        return self.current_entry(locale)

    def current_entry(self, locale: Locale) -> SiteEntry:
        """The entry of one language whose editions are of this run."""
        edition = Edition(self.site.project, locale)
        withheld = self.report.withheld_articles.get(locale.code, ())
        results = [
            result
            for result in self.report.results.get(locale.code, ())
            if result.domain not in withheld
        ]
        accepted = {result.domain: result.accepted for result in results}
        is_source = locale.state == "source"
        pages = self.report.source.pages
        untranslated = () if is_source else untranslated_pages(results, pages)
        articles = tuple(
            self._article(
                locale,
                document,
                accepted.get(document.domain, {}),
                untranslated=document.domain in untranslated,
            )
            for document in self._documents
            if document.domain not in withheld
        )
        if is_source:
            return SiteEntry(edition, articles)
        percent = percent_translated(article_results(results))
        state, older = edition.review_state, bool(outdated(results))
        return SiteEntry(
            edition, articles, percent, state, older, untranslated=LIST_PAGE in untranslated
        )

    @property
    def _documents(self) -> list[Document]:
        """The documents with a page of their own."""
        return [each for each in self.report.source.documents if each.has_page]

    def _article(
        self,
        locale: Locale,
        document: Document,
        messages: Mapping[str, str],
        *,
        untranslated: bool,
    ) -> ArticleEntry:
        """An article of this run, with texts from its accepted messages."""
        domain, substitutions = document.domain, document.title_substitutions
        units = document.listed_units

        def listed_texts() -> str:
            found = {name: messages.get(unit.key_in(messages)) for name, unit in units.items()}
            words = ListedWords(units, found, substitutions)
            listed = [name for name in ("title", "description") if name in units]
            fallen_back = [name for name in listed if found[name] is None]
            return dump_value(({name: words.of(name) for name in listed}, fallen_back)).decode()

        # To read the messages of all documents takes longer than all else here.
        shown = [(unit.id, unit.text, unit.key, unit.own_key) for unit in units.values()]
        key = digest("words of lists", domain, shown, substitutions, messages_key(messages))
        kept = self.digests.texts.get(key, listed_texts).encode()
        values = load_value(tuple[dict[str, str], tuple[str, ...]], kept)
        texts: dict[str, str] = values[0] if values else {}
        fallen_back: tuple[str, ...] = values[1] if values else ()
        fields = texts.get("title", ""), texts.get("description", ""), document.date
        return ArticleEntry(
            domain,
            *fields,
            *self._books(locale, document),
            document.authors,
            () if locale.state == "source" else fallen_back,
            untranslated,
        )

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
