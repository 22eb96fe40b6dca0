"""Atom feeds (RFC 4287) of new and changed articles, one for each language.

An article's date is the one in its source, so equal sources give equal feeds. Without the setting
`site-url`, addresses are relative to the feed.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...editions.edition import Edition
from ...model.fingerprint import digest
from ...model.project import Project, file_name
from ..site_digests import SiteDigests
from .entries import SiteEntry

_MOST_ENTRIES = 50
"""Articles of a feed, the newest: feed readers ask for the whole feed each time."""

_NO_DATE = "1980-01-01"
"""As in books without a date."""


def write_feeds(edition: Edition, entries: Sequence[SiteEntry], digests: SiteDigests) -> None:
    """Write `feeds/<tag>.xml` for each language with pages, and remove other feeds."""
    project, folder = edition.project, digests.site.folder / "feeds"
    names = {f"{entry.locale.tag}.xml" for entry in entries if entry.has_pages}
    for path in folder.glob("*.xml"):
        if path.name not in names:
            path.unlink()
    for entry in entries:
        if entry.has_pages:
            _write_feed(project, entry, digests)


def _write_feed(project: Project, entry: SiteEntry, digests: SiteDigests) -> None:
    tag = entry.locale.tag
    name = f"feeds/{tag}.xml"
    translated = [article for article in entry.articles_alone if not article.untranslated]
    articles = translated[:_MOST_ENTRIES]
    key = digest(project.title, project.site_url, tag, [article.shown for article in articles])
    if digests.is_made_from(name, key):
        return
    values = {
        "identifier": project.identifier("feed", tag),
        "base": project.site_url or "../",
        "tag": tag,
        "updated": max((article.date for article in articles), default="") or _NO_DATE,
        "no_date": _NO_DATE,
        "articles": [
            (project.identifier("page", file_name(article.domain), tag), article)
            for article in articles
        ],
    }
    digests.write(name, entry.edition.render("site/feed.xml", values).encode())
