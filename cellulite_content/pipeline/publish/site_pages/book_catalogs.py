"""Catalogs of the books for reading apps, in OPDS."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from ...editions.edition import Edition
from ...editions.epub.downloads import Download
from ...editions.epub.volume import COVER_HEIGHT, COVER_WIDTH, Volume
from ...files.stored_value import indented_json
from ...model.fingerprint import digest
from ...model.project import Project
from ..site_digests import SiteDigests
from .entries import ArticleEntry, SiteEntry

_FEED = "application/opds+json"
_PUBLICATION = "application/opds-publication+json"


@dataclass(frozen=True)
class _CatalogEntry:
    """A book in the catalogs, in each of its formats.

    Addresses begin with `base`: the site's, or a relative path.
    """

    base: str
    article: ArticleEntry
    offers: tuple[Download, ...]
    project: Project

    @property
    def volume(self) -> Volume:
        """The book, whichever its format."""
        return self.offers[0].volume

    @property
    def key(self) -> tuple[object, ...]:
        """All that is shown of it."""
        project, volume = self.project, self.volume
        names = (project.licence, project.licence_url, project.source_locale, volume.locale)
        return self.base, names, volume.identifier, self.article.shown, self._facts

    @property
    def _facts(self) -> list[tuple[object, ...]]:
        return [offer.facts for offer in self.offers]

    @property
    def title(self) -> str:
        return self.volume.title(self.article.title)

    @property
    def page(self) -> str:
        """The address of the article's page."""
        return f"{self.base}{self.volume.locale.tag}/{quote(self.article.domain)}.html"

    def address(self, offer: Download) -> str:
        """The address of the book's file in a format."""
        return f"{self.base}downloads/{quote(offer.file)}"

    @property
    def cover(self) -> str:
        """The address of the cover's file; empty where the book has no cover."""
        cover = next((offer.cover for offer in self.offers if offer.cover), "")
        return f"{self.base}covers/{quote(cover)}" if cover else ""

    @property
    def record_file(self) -> str:
        """The file name of the publication's record in OPDS 2.0; clients identify it by this."""
        return f"{self.volume.stem}.json"


def write_book_catalogs(
    edition: Edition, entries: Sequence[SiteEntry], digests: SiteDigests
) -> None:
    """Write all books in OPDS 1.2 (`opds/index.xml`) and OPDS 2.0 (`opds/index.json`)."""
    project, folder = edition.project, digests.site.folder / "opds"
    base = project.site_url or "../"
    books = [
        _CatalogEntry(base, article, tuple(offers), project)
        for entry in entries
        for article in entry.articles
        for _, offers in groupby(article.books, lambda book: book.volume)
    ]
    updated = max((book.article.date for book in books), default="") or "1980-01-01"
    texts = digests.texts
    values = {
        "entries": [
            Markup(
                texts.get(
                    digest("opds entry", book.key, updated),
                    lambda book=book: edition.render(  # type: ignore[misc]
                        "site/opds-entry.xml", {"book": book, "updated": updated}
                    ),
                )
            )
            for book in books
        ],
        "base": base,
        "updated": updated,
        "identifier": project.identifier("opds"),
    }
    digests.write("opds/index.xml", edition.render("site/opds.xml", values).encode())
    publications = {
        book.record_file: msgspec.Raw(
            texts.get(
                digest("opds publication", book.key),
                lambda book=book: msgspec.json.encode(_publication(book)).decode(),  # type: ignore[misc]
            ).encode()
        )
        for book in books
    }
    feed = {
        "metadata": {"title": project.title, "numberOfItems": len(books)},
        "links": [{"rel": "self", "href": f"{base}opds/index.json", "type": _FEED}],
        "publications": list(publications.values()),
    }
    records = {**publications, "index.json": feed}
    for path in folder.glob("*.json"):
        if path.name not in records:
            path.unlink()
    for name, record in records.items():
        digests.write(f"opds/{name}", indented_json(record).encode())


def _publication(book: _CatalogEntry) -> dict[str, Any]:
    """A publication of OPDS 2.0.

    OPDS 2.0 has no property for checksums. `integrity` comes from W3C's Publication Manifest
    (2.7.1.2), which has the same model of links.
    """
    links = [
        {"rel": "self", "href": f"{book.base}opds/{quote(book.record_file)}", "type": _PUBLICATION},
        {"rel": "alternate", "href": book.page, "type": "text/html"},
        *(_acquisition(book, offer) for offer in book.offers),
    ]
    if book.project.licence_url:
        links.append({"rel": "license", "href": book.project.licence_url, "type": "text/html"})
    date = book.article.date
    metadata = {
        "@type": "http://schema.org/Book",
        "identifier": book.volume.identifier,
        "title": book.title,
        "author": list(book.article.authors),
        "language": _one_or_all(book.volume.tags),
        "description": book.article.description,
        "modified": f"{date}T00:00:00Z" if date else "",
    }
    return {
        "metadata": {name: value for name, value in metadata.items() if value},
        "links": links,
    } | ({"images": [_picture(book)]} if book.cover else {})


def _acquisition(book: _CatalogEntry, offer: Download) -> dict[str, Any]:
    """The link to a book's file."""
    digest = base64.b64encode(bytes.fromhex(offer.sha256)).decode()
    return {
        "rel": "http://opds-spec.org/acquisition/open-access",
        "href": book.address(offer),
        "type": offer.media_type,
        "size": offer.length,
        "integrity": f"sha256-{digest}",
    }


def _picture(book: _CatalogEntry) -> dict[str, Any]:
    size = {"height": COVER_HEIGHT, "width": COVER_WIDTH}
    return {"href": book.cover, "type": "image/jpeg", **size}


def _one_or_all(tags: Sequence[str]) -> str | list[str]:
    """A value or an array of them: both are allowed (Readium's schema of publications)."""
    return tags[0] if len(tags) == 1 else list(tags)
