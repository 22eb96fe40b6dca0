"""Catalogs of the books for reading apps, in OPDS."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from ...editions.books.downloads import Download
from ...editions.books.volume import COVER_HEIGHT, COVER_WIDTH, Volume
from ...editions.edition import Edition
from ...files.stored_value import KeptTexts, indented_json
from ...model.fingerprint import digest
from ...model.project import Project
from ..site_digests import SiteDigests
from .entries import ArticleEntry, SiteEntry

_FEED = "application/opds+json"
_PUBLICATION = "application/opds-publication+json"


@dataclass(frozen=True)
class CatalogEntry:
    """A book in the catalogs, in each of its formats.

    Addresses begin with `base`: the site's, or a relative path.
    """

    base: str
    article: ArticleEntry
    offers: tuple[Download, ...]
    project: Project
    texts: KeptTexts

    @property
    def volume(self) -> Volume:
        """The book, whichever its format."""
        return self.offers[0].volume

    @cached_property
    def key(self) -> str:
        """A digest of all that is shown of it."""
        project, volume = self.project, self.volume
        names = (project.licence, project.licence_url, project.source_locale, volume.locale)
        # Its identifier is made from title and file name.
        book = project.title, volume.stem, self.article.shown, self._facts
        return digest(self.base, names, book)

    @property
    def _facts(self) -> list[tuple[object, ...]]:
        return [offer.facts for offer in self.offers]

    @property
    def title(self) -> str:
        """The book's title; the names of its languages take 20 ms to read from CLDR's files."""
        volume, title = self.volume, self.article.title
        key = digest("title of a book", volume.locale, self.project.source_locale, title)
        return self.texts.get(key, lambda: volume.title(title)) if volume.bilingual else title

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

    def atom(self, updated: str) -> str:
        """The entry in OPDS 1.2, with the date `updated` if its article has none."""
        date = self.article.date or updated
        return self.texts.get(digest("opds entry", self.key, date), lambda: _entry(self, date))

    @property
    def publication(self) -> msgspec.Raw:
        """The publication in OPDS 2.0, as JSON."""
        text = self.texts.get(
            digest("opds publication", self.key),
            lambda: msgspec.json.encode(_publication(self)).decode(),
        )
        return msgspec.Raw(text.encode())


def write_book_catalogs(
    edition: Edition,
    entries: Sequence[SiteEntry],
    digests: SiteDigests,
    known: Mapping[str, Sequence[CatalogEntry]],
) -> None:
    """Write all books in OPDS 1.2 (`opds/index.xml`) and OPDS 2.0 (`opds/index.json`).

    `known` are the books of languages that `make_book_records` has given, by locale code.
    """
    project, folder = edition.project, digests.site.folder / "opds"
    base = project.site_url or "../"
    texts = digests.texts
    books = [
        book
        for entry in entries
        for book in known.get(entry.locale.code) or _catalog_entries(project, entry.articles, texts)
    ]
    updated = max((book.article.date for book in books), default="") or "1980-01-01"
    feed_head = _feed_head(project, base, updated)
    written_entries = "".join(book.atom(updated) for book in books)
    digests.write("opds/index.xml", f"{feed_head}{written_entries}</feed>\n".encode())
    names = {"index.json", *(book.record_file for book in books)}
    for path in folder.glob("*.json"):
        if path.name not in names:
            path.unlink()
    for book in books:
        _make_record(book, digests)
    feed = {
        "metadata": {"title": project.title, "numberOfItems": len(books)},
        "links": [{"rel": "self", "href": f"{base}opds/index.json", "type": _FEED}],
        "publications": [book.publication for book in books],
    }
    digests.write("opds/index.json", indented_json(feed).encode())


def make_book_records(
    project: Project, articles: Sequence[ArticleEntry], digests: SiteDigests
) -> Sequence[CatalogEntry]:
    """Make the records of one language's books in OPDS 2.0, and the texts that the lists have of
    them. Returns the books."""
    books = _catalog_entries(project, articles, digests.texts)
    for book in books:
        _make_record(book, digests)
        if book.article.date:
            book.atom("")
    return books


def _catalog_entries(
    project: Project, articles: Sequence[ArticleEntry], texts: KeptTexts
) -> list[CatalogEntry]:
    """The books of articles in one language."""
    return [
        CatalogEntry(project.site_url or "../", article, tuple(offers), project, texts)
        for article in articles
        for _, offers in groupby(article.books, lambda book: book.volume)
    ]


def _make_record(book: CatalogEntry, digests: SiteDigests) -> None:
    def record() -> bytes:
        return indented_json(book.publication).encode()

    digests.make(f"opds/{book.record_file}", book.key, record)


# Jinja2 takes 15 ms to import, and most edits change no page of the site: these two need none.


def _feed_head(project: Project, base: str, updated: str) -> str:
    """The beginning of the catalog in OPDS 1.2."""
    link = Markup(
        '<link rel="{}" href="{}opds/index.xml" '
        'type="application/atom+xml;profile=opds-catalog;kind=acquisition"/>\n'
    )
    return (
        Markup(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/terms/" '
            'xmlns:metalink="urn:ietf:params:xml:ns:metalink">\n'
            "<id>{}</id>\n"
            "<title>{title}</title>\n"
            "<updated>{}T00:00:00Z</updated>\n"
            "<author><name>{title}</name></author>\n"
        ).format(project.identifier("opds"), updated, title=project.title)
        + link.format("self", base)
        + link.format("start", base)
    )


def _entry(book: CatalogEntry, date: str) -> str:
    """A book in OPDS 1.2, which was changed on this date."""
    volume, article, project = book.volume, book.article, book.project
    tag = volume.locale.tag
    parts = [
        Markup(
            '<entry xml:lang="{}">\n<id>{}</id>\n<title>{}</title>\n'
            "<updated>{}T00:00:00Z</updated>\n"
        ).format(tag, volume.identifier, book.title, date)
    ]
    parts += (Markup("<author><name>{}</name></author>\n").format(name) for name in article.authors)
    parts += (Markup("<dc:language>{}</dc:language>\n").format(each) for each in volume.tags)
    if project.licence:
        rights = Markup('<rights xml:lang="{}">{}</rights>\n')
        parts.append(rights.format(project.source_locale.tag, project.licence))
    if article.description:
        summary = Markup('<summary type="text">{}</summary>\n')
        parts.append(summary.format(article.description))
    page = Markup('<link rel="alternate" href="{}" type="text/html" hreflang="{}"/>\n')
    parts.append(page.format(book.page, tag))
    if book.cover:
        picture = Markup('<link rel="http://opds-spec.org/{}" href="{}" type="image/jpeg"/>\n')
        parts += (picture.format(kind, book.cover) for kind in ("image", "image/thumbnail"))
    acquisition = Markup(
        '<link rel="http://opds-spec.org/acquisition/open-access" href="{}" type="{}" '
        'length="{}"><metalink:hash type="sha-256">{}</metalink:hash></link>\n'
    )
    parts += (
        acquisition.format(book.address(offer), offer.media_type, offer.length, offer.sha256)
        for offer in book.offers
    )
    parts.append(Markup("</entry>\n"))
    return "".join(parts)


def _publication(book: CatalogEntry) -> dict[str, Any]:
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


def _acquisition(book: CatalogEntry, offer: Download) -> dict[str, Any]:
    """The link to a book's file."""
    digest = base64.b64encode(bytes.fromhex(offer.sha256)).decode()
    return {
        "rel": "http://opds-spec.org/acquisition/open-access",
        "href": book.address(offer),
        "type": offer.media_type,
        "size": offer.length,
        "integrity": f"sha256-{digest}",
    }


def _picture(book: CatalogEntry) -> dict[str, Any]:
    size = {"height": COVER_HEIGHT, "width": COVER_WIDTH}
    return {"href": book.cover, "type": "image/jpeg", **size}


def _one_or_all(tags: Sequence[str]) -> str | list[str]:
    """A value or an array of them: both are allowed (Readium's schema of publications)."""
    return tags[0] if len(tags) == 1 else list(tags)
