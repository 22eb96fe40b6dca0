"""Writes the pages and files of the site that belong to no single locale."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...editions.edition import Edition
from ...files.atomic import write_text
from ...files.file_states import FileState, file_state
from ...files.file_tree import list_tree
from ...files.folder import MAX_FILE_BYTES
from ...model.locale import ListedLanguage
from ...model.report import Report
from ..site import CHECKSUMS, Site
from ..site_digests import SiteDigests
from .article_data import write_article_data
from .book_catalogs import CatalogEntry, write_book_catalogs
from .covers import write_covers
from .entries import SiteEntry, read_entries
from .feeds import write_feeds
from .missing_page import write_missing_page
from .offline_copies import write_offline_copies
from .shelf import write_shelf
from .sitemap import write_sitemap
from .status_page import write_status


def write_site_pages(
    site: Site,
    report: Report,
    digests: SiteDigests,
    languages: Mapping[str, ListedLanguage],
    known: Mapping[str, SiteEntry],
    known_books: Mapping[str, Sequence[CatalogEntry]],
) -> list[FileState] | None:
    """Write the pages and files that belong to no single locale.

    `languages`, and the entries and books that are known already, are by locale code. Returns the
    states of all files of the site, or None if it has something that is no readable file.
    """
    entries = read_entries(site, report, digests, known)
    edition = Edition(site.project, site.project.source_locale)
    write_status(edition, report, digests, languages)
    write_article_data(site.project, report, entries, digests)
    write_covers(site.project, entries, digests)
    write_feeds(edition, entries, digests)
    write_book_catalogs(edition, entries, digests, known_books)
    write_sitemap(edition, entries, digests)
    write_offline_copies(site.project, entries, digests)
    write_shelf(edition, entries, digests, languages)
    write_missing_page(edition, entries, digests, languages)
    return _write_checksums(site.folder, digests)


def _write_checksums(output: Path, digests: SiteDigests) -> list[FileState] | None:
    """Write `SHA256SUMS`, which `sha256sum -c SHA256SUMS` checks; returns the states of all files,
    or None if there are others than readable ones."""
    begin = time.time_ns()
    listed = [*list_tree(output, output, MAX_FILE_BYTES)]
    path = str(output / CHECKSUMS)
    states = sorted(
        FileState(each.name_in(output), each.size, *each.times)
        for each in listed
        if not (each.is_folder or each.fault or each.text == path)
    )
    lines = (f"{sha256}  {name}\n" for name, sha256 in digests.digests(states, begin).items())
    write_text(output / CHECKSUMS, "".join(lines))
    if any(each.fault for each in listed):
        return None
    return sorted([*states, file_state(output, CHECKSUMS)])
