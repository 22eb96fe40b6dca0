"""Lists of the site for machines: OPDS catalogs for reading programs, a sitemap for crawlers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..atomic import write_text
from ..project import Locale
from .edition import Edition
from .volume import Volume


@dataclass(frozen=True)
class ArticleEntry:
    """An article in one language, as lists show it."""

    domain: str
    title: str
    description: str
    date: str

    @property
    def slug(self) -> str:
        """The article's short name."""
        return Path(self.domain).name


@dataclass(frozen=True)
class SiteEntry:
    """One language of the site: its articles, and a word on the translation's state."""

    locale: Locale
    articles: tuple[ArticleEntry, ...]
    note: str = ""


def write_feeds(edition: Edition, entries: Sequence[SiteEntry], output: Path) -> None:
    """OPDS 1.2 (`opds/index.xml`) and OPDS 2.0 (`opds/index.json`): all books."""
    project = edition.project
    books = [
        {
            "locale": entry.locale,
            "tags": volume.tags,
            "title": volume.title(article.title),
            "description": article.description,
            "date": article.date,
            "identifier": volume.identifier,
            "path": path.relative_to(output).as_posix(),
            "length": path.stat().st_size,
        }
        for entry in entries
        for article in entry.articles
        for bilingual in (False, True)
        for volume in [Volume(project, entry.locale, article.slug, bilingual)]
        for path in [output / "downloads" / volume.file]
        if path.is_file()
    ]
    values = {
        "books": books,
        "base": project.site_url or "../",
        "updated": max((str(book["date"]) for book in books), default="") or "1980-01-01",
        "identifier": project.identifier("opds"),
    }
    write_text(output / "opds" / "index.xml", edition.render("site/opds.xml", values))
    feed = {
        "metadata": {"title": project.title},
        "links": [
            {
                "rel": "self",
                "href": f"{values['base']}opds/index.json",
                "type": "application/opds+json",
            }
        ],
        "publications": [_publication(book, str(values["base"])) for book in books],
    }
    text = json.dumps(feed, ensure_ascii=False, indent=1)
    write_text(output / "opds" / "index.json", text + "\n")


def _publication(book: Mapping[str, Any], base: str) -> dict[str, Any]:
    return {
        "metadata": {
            "@type": "http://schema.org/Book",
            "identifier": book["identifier"],
            "title": book["title"],
            "language": _one_or_all(book["tags"]),
            "description": book["description"],
            "modified": f"{book['date']}T00:00:00Z",
        },
        "links": [
            {
                "rel": "http://opds-spec.org/acquisition/open-access",
                "href": f"{base}{book['path']}",
                "type": "application/epub+zip",
                "size": book["length"],
            }
        ],
    }


def _one_or_all(tags: Sequence[str]) -> str | list[str]:
    """A value or an array of them: both are allowed (Readium's schema of publications)."""
    return tags[0] if len(tags) == 1 else list(tags)


def write_sitemap(edition: Edition, entries: Sequence[SiteEntry], output: Path) -> None:
    names = ["index.html"]
    if entries:
        names += [f"{article.domain}.html" for article in entries[0].articles]
    pages = [
        {
            "path": f"{entry.locale.tag}/{name}",
            "alternates": [
                {"tag": other.locale.tag, "path": f"{other.locale.tag}/{name}"} for other in entries
            ],
        }
        for name in names
        for entry in entries
        if (output / entry.locale.tag / name).is_file()
    ]
    write_text(output / "sitemap.xml", edition.render("site/sitemap.xml", {"pages": pages}))
