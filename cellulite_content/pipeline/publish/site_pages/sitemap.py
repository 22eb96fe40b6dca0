"""The sitemap, for crawlers: every page, each with its other languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...editions.edition import Edition
from ...model.fingerprint import digest
from ..site_digests import SiteDigests
from .entries import SiteEntry


def write_sitemap(edition: Edition, entries: Sequence[SiteEntry], digests: SiteDigests) -> None:
    """Write `sitemap.xml`: the shelf and every page, each with its other languages."""
    dates = {"index.html": ""}
    if entries:
        dates |= {f"{article.domain}.html": article.date for article in entries[0].articles}
    alternates = {name: _alternates(entries, name, digests) for name in dates}
    if digests.is_made_from("sitemap.xml", digest(edition.project.site_url, dates, alternates)):
        return
    pages: list[Mapping[str, Any]] = [
        {"path": "index.html", "date": "", "alternates": alternates["index.html"]}
    ]
    pages += (
        {"path": path, "date": dates[name], "alternates": pairs}
        for name, pairs in alternates.items()
        for tag, path in pairs
        if tag != "x-default"
    )
    text = edition.render("site/sitemap.xml", {"pages": pages})
    digests.write("sitemap.xml", text.encode())


def _alternates(
    entries: Sequence[SiteEntry], name: str, digests: SiteDigests
) -> list[tuple[str, str]]:
    """Pairs of `hreflang` and path, as in the page's head: without untranslated pages."""
    pairs = [
        (entry.locale.tag, path)
        for entry in entries
        if name not in _untranslated(entry) and digests.has(path := f"{entry.locale.tag}/{name}")
    ]
    return [*pairs, ("x-default", "index.html")]


def _untranslated(entry: SiteEntry) -> set[str]:
    names = {f"{article.domain}.html" for article in entry.articles if article.untranslated}
    return {*names, *(["index.html"] if entry.untranslated else [])}
