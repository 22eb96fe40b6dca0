"""The shelf: the site's first page, with the covers, pages and downloads of each language.

It is complete without its script, which offers the reader's language at the top of the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from markupsafe import Markup

from ...editions.edition import THEME, Edition
from ...editions.epub.downloads import file_size, in_kilobytes
from ...editions.html.head import ABOUT, picture_properties, region
from ...model.fingerprint import digest
from ...model.locale import ListedLanguage
from ...model.project import BILINGUAL, file_name
from ...model.review import ReviewState
from ..site_digests import SiteDigests
from .entries import ArticleEntry, SiteEntry
from .offline_copies import copy_name

_MOST_CARDS = 30
"""Articles on the page, in all languages together: with its styles it stays under 60 KB. Each
language has at least one, and a link to the list of all."""

_TYPES = {"epub": "application/epub+zip", "pdf": "application/pdf", "zip": "application/zip"}

FILES = ("shelf.css", "shelf.js")
"""The page's own files, in the site's folder `_static`."""


def write_shelf(
    edition: Edition,
    entries: Sequence[SiteEntry],
    digests: SiteDigests,
    languages: Mapping[str, ListedLanguage],
) -> None:
    """Write `index.html`, on which each language is in its own words, and its files."""
    for name in FILES:
        digests.write(f"_static/{name}", (THEME / "static" / name).read_bytes())
    most = max(1, _MOST_CARDS // max(1, len(entries)))
    sections = [_Section(entry, digests, most) for entry in by_state(entries, languages)]
    project, handbook = edition.project, digests.has("handbook/index.html")
    texts = [Markup(digests.texts.get(section.key, section.render)) for section in sections]
    card = next((card.cover for section in sections for card in section.cards if card.cover), "")
    site = project.title, project.site_url, project.health_information, edition.source
    if digests.is_made_from("index.html", digest(site, handbook, card, texts)):
        return
    about = edition.interface_text(ABOUT)[0]
    values = {
        "languages": [entry.locale for entry in entries if entry.has_pages],
        "about": about,
        "graph": _graph(edition, about, [entry.locale.tag for entry in entries], card),
        "sections": texts,
        "handbook": handbook,
    }
    digests.write("index.html", edition.render("site/shelf.html", values).encode())


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
        pairs += picture_properties(f"{project.site_url}covers/{cover}") if cover else []
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


class Offer(NamedTuple):
    """A file to download: its name in the folder `downloads`, its kilobytes (1000 bytes), and
    whether it has both languages."""

    file: str
    kilobytes: int
    bilingual: bool = False

    @property
    def form(self) -> str:
        """The ending of its name, such as `epub`."""
        return self.file.rpartition(".")[2]

    @property
    def type(self) -> str:
        """Its media type."""
        return _TYPES[self.form]


class Card(NamedTuple):
    """An article on the shelf: its small cover, empty if it has none, and its downloads."""

    article: ArticleEntry
    cover: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class _Section:
    """A language on the shelf, with the newest of its articles."""

    entry: SiteEntry
    digests: SiteDigests
    most: int

    @cached_property
    def cards(self) -> list[Card]:
        """The articles that the page shows."""
        return [self._card(article) for article in self.entry.articles_alone[: self.most]]

    @cached_property
    def key(self) -> str:
        """The digest of all that the section shows."""
        shown = [(*card[1:], card.article.shown, card.article.fallen_back) for card in self.cards]
        edition, count = self.entry.edition, len(self.entry.articles_alone)
        names = edition.source, edition.project.bilingual
        return digest("shelf section", self.entry.key, names, shown, count, self.copy)

    @cached_property
    def copy(self) -> Offer | None:
        """The offline copy."""
        return self._offer(copy_name(self.entry.locale.tag).partition("/")[2])

    def render(self) -> str:
        """The section as HTML."""
        return self.entry.edition.render(
            "site/shelf-section.html",
            {
                "entry": self.entry,
                "cards": self.cards,
                "total": len(self.entry.articles_alone),
                "copy": self.copy,
                "size": partial(file_size, self.entry.locale),
            },
        )

    def _card(self, article: ArticleEntry) -> Card:
        books = [
            Offer(book.volume.file, book.kilobytes, book.volume.bilingual) for book in article.books
        ]
        start = f"{file_name(article.domain)}.{self.entry.locale.tag}"
        papers = [
            self._offer(f"{start}.pdf"),
            self._offer(f"{start}.{BILINGUAL}.pdf", bilingual=True),
        ]
        offers = dict.fromkeys([*books, *(paper for paper in papers if paper)])
        cover = next((book.cover for book in article.books if book.cover), "")
        return Card(article, cover, tuple(sorted(offers, key=lambda offer: offer.bilingual)))

    def _offer(self, file: str, *, bilingual: bool = False) -> Offer | None:
        """The download with this name; None if the site has none."""
        length = self.digests.length(f"downloads/{file}")
        return None if length is None else Offer(file, in_kilobytes(length), bilingual)
