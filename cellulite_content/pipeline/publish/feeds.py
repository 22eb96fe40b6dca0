"""Lists for programs: OPDS catalogs for reading apps, a sitemap for crawlers."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..editions.edition import Edition
from ..editions.epub.cover import HEIGHT, WIDTH
from ..editions.epub.downloads import Download
from ..files.atomic import write_text
from ..files.stored_value import indented_json
from .site_entries import ArticleEntry, SiteEntry

_BOOK = "application/epub+zip"
_FEED = "application/opds+json"
_PUBLICATION = "application/opds-publication+json"


@dataclass(frozen=True)
class _CatalogEntry:
    """A book in the catalogs. Addresses begin with `base`: the site's, or a relative path."""

    base: str
    article: ArticleEntry
    offer: Download
    licence: str

    @property
    def title(self) -> str:
        return self.offer.volume.title(self.article.title)

    @property
    def page(self) -> str:
        """The address of the article's page."""
        return f"{self.base}{self.offer.volume.locale.tag}/{quote(self.article.domain)}.html"

    @property
    def book(self) -> str:
        """The address of the book's file."""
        return f"{self.base}downloads/{quote(self.offer.volume.file)}"

    @property
    def cover(self) -> str:
        """The address of the cover's file; empty where the book has no cover."""
        return f"{self.base}covers/{quote(self.offer.cover)}" if self.offer.cover else ""

    @property
    def record_file(self) -> str:
        """The file name of the publication's record in OPDS 2.0; clients identify it by this."""
        return f"{self.offer.volume.file.removesuffix('.epub')}.json"


def write_feeds(edition: Edition, entries: Sequence[SiteEntry], output: Path) -> None:
    """Write all books in OPDS 1.2 (`opds/index.xml`) and OPDS 2.0 (`opds/index.json`)."""
    project, folder = edition.project, output / "opds"
    base = project.site_url or "../"
    books = [
        _CatalogEntry(base, article, offer, project.licence_url)
        for entry in entries
        for article in entry.articles
        for offer in article.books
    ]
    values = {
        "books": books,
        "base": base,
        "updated": max((book.article.date for book in books), default="") or "1980-01-01",
        "identifier": project.identifier("opds"),
    }
    write_text(folder / "index.xml", edition.render("site/opds.xml", values))
    publications = {book.record_file: _publication(book) for book in books}
    feed = {
        "metadata": {"title": project.title, "numberOfItems": len(books)},
        "links": [{"rel": "self", "href": f"{base}opds/index.json", "type": _FEED}],
        "publications": list(publications.values()),
    }
    for path in folder.glob("*.json"):
        if path.name not in publications:
            path.unlink()
    for name, values in {**publications, "index.json": feed}.items():
        write_text(folder / name, indented_json(values))


def _publication(book: _CatalogEntry) -> dict[str, Any]:
    """A publication of OPDS 2.0.

    OPDS 2.0 has no property for checksums. `integrity` comes from W3C's Publication Manifest
    (2.7.1.2), which has the same model of links.
    """
    offer = book.offer
    digest = base64.b64encode(bytes.fromhex(offer.sha256)).decode()
    links = [
        {"rel": "self", "href": f"{book.base}opds/{quote(book.record_file)}", "type": _PUBLICATION},
        {"rel": "alternate", "href": book.page, "type": "text/html"},
        {
            "rel": "http://opds-spec.org/acquisition/open-access",
            "href": book.book,
            "type": _BOOK,
            "size": offer.length,
            "integrity": f"sha256-{digest}",
        },
    ]
    if book.licence:
        links.append({"rel": "license", "href": book.licence, "type": "text/html"})
    date = book.article.date
    metadata = {
        "@type": "http://schema.org/Book",
        "identifier": offer.volume.identifier,
        "title": book.title,
        "author": list(book.article.authors),
        "language": _one_or_all(offer.volume.tags),
        "description": book.article.description,
        "modified": f"{date}T00:00:00Z" if date else "",
    }
    return {
        "metadata": {name: value for name, value in metadata.items() if value},
        "links": links,
    } | ({"images": [_picture(book)]} if book.cover else {})


def _picture(book: _CatalogEntry) -> dict[str, Any]:
    return {"href": book.cover, "type": "image/jpeg", "height": HEIGHT, "width": WIDTH}


def _one_or_all(tags: Sequence[str]) -> str | list[str]:
    """A value or an array of them: both are allowed (Readium's schema of publications)."""
    return tags[0] if len(tags) == 1 else list(tags)


def write_sitemap(edition: Edition, entries: Sequence[SiteEntry], output: Path) -> None:
    """Write `sitemap.xml`: the chooser and every page, each with its other languages."""
    dates = {"index.html": ""}
    if entries:
        dates |= {f"{article.domain}.html": article.date for article in entries[0].articles}
    pages: list[Mapping[str, Any]] = [
        {"path": "index.html", "date": "", "alternates": _alternates(entries, "index.html", output)}
    ]
    pages += (
        {"path": path, "date": date, "alternates": alternates}
        for name, date in dates.items()
        for alternates in [_alternates(entries, name, output)]
        for tag, path in alternates
        if tag != "x-default"
    )
    write_text(output / "sitemap.xml", edition.render("site/sitemap.xml", {"pages": pages}))


def _alternates(entries: Sequence[SiteEntry], name: str, output: Path) -> list[tuple[str, str]]:
    """Pairs of `hreflang` and path, as in the page's head."""
    tags = [entry.locale.tag for entry in entries]
    pairs = [(tag, f"{tag}/{name}") for tag in tags if (output / tag / name).is_file()]
    return [*pairs, ("x-default", "index.html")]
