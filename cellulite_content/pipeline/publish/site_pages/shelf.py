"""The shelf: the site's first page, with the covers, pages and downloads of each language.

It is complete without its script, which offers the reader's language at the top of the page.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from markupsafe import Markup

from ...editions.books.downloads import file_size, in_kilobytes
from ...editions.edition import Edition
from ...editions.html.head import ABOUT, card_properties, region
from ...model.fingerprint import digest
from ...model.locale import ListedLanguage
from ...model.review import ReviewState
from ..site_digests import SiteDigests
from .entries import ArticleEntry, SiteEntry
from .offline_copies import copy_name

_MOST_CARDS = 30
"""Articles on the page, in all languages together: with its styles it stays under 60 KB. Each
language has at least one, and a link to the list of all."""

_MOST_DESCRIPTIONS = 16
"""With more articles, the page has no descriptions: they are in the lists."""

FILES = ("shelf.css", "shelf.js")
"""The page's own files, in the site's folder `_static`."""


def write_shelf(
    edition: Edition,
    entries: Sequence[SiteEntry],
    digests: SiteDigests,
    languages: Mapping[str, ListedLanguage],
) -> None:
    """Write `index.html`, on which each language is in its own words, and its files."""
    _write_files(digests)
    most = max(1, _MOST_CARDS // max(1, len(entries)))
    count = sum(len(entry.articles_alone[:most]) for entry in entries)
    is_brief = count > _MOST_DESCRIPTIONS
    ordered = by_state(entries, languages)
    sections = [_Section(entry, digests, most, is_brief) for entry in ordered]
    project, handbook = edition.project, digests.has("handbook/index.html")
    texts = [Markup(digests.texts.get(section.key, section.render)) for section in sections]
    covers = (article.cover for section in sections for article in section.articles)
    cover = next(filter(None, covers), "")
    site = project.title, project.site_url, project.health_information, edition.source
    if digests.is_made_from("index.html", digest(site, handbook, cover, is_brief, texts)):
        return
    about = edition.interface_text(ABOUT)[0]
    values = {
        "languages": [entry.locale for entry in entries if entry.has_pages],
        "about": about,
        "graph": _graph(edition, about, [entry.locale.tag for entry in entries], cover),
        "sections": texts,
        "brief": is_brief,
        "handbook": handbook,
    }
    digests.write("index.html", edition.render("site/shelf.html", values).encode())


def _write_files(digests: SiteDigests) -> None:
    for name in FILES:
        if not digests.is_made_from(f"_static/{name}", digests.program):
            from ...editions.html.static_files import site_file  # noqa: PLC0415 - imports Jinja2

            digests.write(f"_static/{name}", site_file(name))


def _graph(edition: Edition, about: str, tags: Sequence[str], cover: str) -> list[tuple[str, str]]:
    """Open Graph: pairs of property and content, as in the heads of pages."""
    project, own = edition.project, edition.source.tag
    pairs = [
        ("og:type", "website"),
        ("og:title", project.title),
        ("og:description", about),
        ("og:locale", region(own)),
        *(("og:locale:alternate", region(tag)) for tag in tags if tag != own),
    ]
    if project.site_url:
        pairs.append(("og:url", f"{project.site_url}index.html"))
        pairs += card_properties(project.site_url, cover) if cover else []
    return pairs


def by_state(
    entries: Sequence[SiteEntry], languages: Mapping[str, ListedLanguage]
) -> list[SiteEntry]:
    """The original, then reviewed and complete translations, then drafts; each part by name."""

    def place(entry: SiteEntry) -> tuple[int, str]:
        rank = 0
        if entry.state:
            is_incomplete = entry.percent is not None and entry.percent < 100
            rank = 1 + 2 * (entry.state != ReviewState.REVIEWED) + is_incomplete
        return rank, name_order(languages[entry.locale.code].name)

    return sorted(entries, key=place)


def name_order(name: str) -> str:
    """The key by which names of languages are sorted: letters without case and accents. Scripts
    follow each other as in Unicode, Latin first."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))


class Copy(NamedTuple):
    """An offline copy: its name in the folder `downloads`, and its kilobytes (1000 bytes)."""

    file: str
    kilobytes: int


@dataclass(frozen=True)
class _Section:
    """A language on the shelf, with the newest of its articles."""

    entry: SiteEntry
    digests: SiteDigests
    most: int
    is_brief: bool

    @cached_property
    def articles(self) -> list[ArticleEntry]:
        """The articles that the page shows."""
        return self.entry.articles_alone[: self.most]

    @cached_property
    def key(self) -> str:
        """The digest of all that the section shows."""
        books = [
            (book.file, book.kilobytes, bool(book.cover))
            for article in self.articles
            for book in article.books
        ]
        texts = [(article.shown, article.fallen_back) for article in self.articles]
        counts = len(self.entry.articles_alone), self.copy, self.is_brief
        return digest(
            "shelf section", self.entry.key, self.entry.edition.source, texts, books, counts
        )

    @cached_property
    def copy(self) -> Copy | None:
        """The offline copy; None if the site has none."""
        name = copy_name(self.entry.locale.tag)
        length = self.digests.length(name)
        return None if length is None else Copy(posixpath.basename(name), in_kilobytes(length))

    def render(self) -> str:
        """The section as HTML."""
        return self.entry.edition.render(
            "site/shelf-section.html",
            {
                "entry": self.entry,
                "articles": self.articles,
                "total": len(self.entry.articles_alone),
                "copy": self.copy,
                "brief": self.is_brief,
                "size": partial(file_size, self.entry.locale),
            },
        )
