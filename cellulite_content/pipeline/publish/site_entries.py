"""Entries: the languages of the site and their articles, as its lists show them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..catalogs.mo_files import compiled_messages
from ..editions.edition import Edition
from ..editions.epub.downloads import Offer, offers
from ..model.gate_result import GateResult, of_articles, outdated, percent
from ..model.locale import Locale
from ..model.project import INTERFACE, Project
from ..model.review import ReviewState
from ..model.unit import Document, Source
from .install import holds


@dataclass(frozen=True)
class ArticleEntry:
    """An article in one language, with its books."""

    domain: str
    title: str
    description: str
    date: str
    books: tuple[Offer, ...] = ()

    @property
    def slug(self) -> str:
        """The article's short name."""
        return Path(self.domain).name


@dataclass(frozen=True)
class SiteEntry:
    """One language of the site: its articles, and in that language what there is to know.

    `note` is a word on the translation's state; `older` says that the original may be newer.
    """

    locale: Locale
    articles: tuple[ArticleEntry, ...]
    note: str = ""
    older: bool = False


def read_entries(
    project: Project,
    source: Source,
    results: Mapping[str, Sequence[GateResult]],
    kept: Collection[str],
    output: Path,
) -> list[SiteEntry]:
    """The languages whose editions are in place. Those of `kept` have that of an earlier run."""
    return [
        _kept_entry(project, source, locale, output)
        if locale.code in kept
        else _entry(project, source, locale, results.get(locale.code, ()), output)
        for locale in project.editions
        if holds(output, locale)
    ]


def _entry(
    project: Project,
    source: Source,
    locale: Locale,
    results: Sequence[GateResult],
    output: Path,
) -> SiteEntry:
    """A language that was published now, from its accepted messages."""
    articles = tuple(
        _article(project, locale, document, output)
        for document in source.documents
        if document.domain != INTERFACE
    )
    if locale.state == "source":
        return SiteEntry(locale, articles)
    _ = Edition(project, locale).translate
    done = locale.percent(percent(of_articles(results)))
    translated = _("%(percent)s translated") % {"percent": done}
    note = _state(project, locale) + " · " + translated
    return SiteEntry(locale, articles, note, bool(outdated(results)))


def _state(project: Project, locale: Locale) -> str:
    _ = Edition(project, locale).translate
    reviewed = Edition(project, locale).review_state is ReviewState.REVIEWED
    return _("Reviewed translation") if reviewed else _("Draft translation")


def _article(project: Project, locale: Locale, document: Document, output: Path) -> ArticleEntry:
    messages = (
        {} if locale.state == "source" else compiled_messages(project, locale, document.domain)
    )
    texts = {
        unit.kind: messages.get(unit.text, unit.text)
        for unit in document.units
        if unit.kind in ("title", "description")
    }
    return ArticleEntry(
        document.domain,
        texts.get("title", ""),
        texts.get("description", ""),
        document.date,
        _books(project, locale, document, output),
    )


def _kept_entry(project: Project, source: Source, locale: Locale, output: Path) -> SiteEntry:
    """A language whose last good edition stands, in the words of that edition's data."""
    articles = []
    for document in source.documents:
        path = output / "data" / locale.tag / f"{Path(document.domain).name}.json"
        if document.domain != INTERFACE and path.is_file():
            data = json.loads(path.read_text(encoding="utf-8"))
            books = _books(project, locale, document, output)
            words = data["title"], data["description"], data["date"]
            articles.append(ArticleEntry(document.domain, *words, books))
    return SiteEntry(locale, tuple(articles), _state(project, locale), older=True)


def _books(project: Project, locale: Locale, document: Document, output: Path) -> tuple[Offer, ...]:
    return offers(output / "downloads", project, locale, Path(document.domain).name)
