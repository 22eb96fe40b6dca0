"""The preparation of the site: what depends on one locale is made while others are built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model.report import Report
from .bundle import staged_bundle
from .locales.build import BuiltEdition
from .locales.edition_files import EditionFiles
from .site_digests import SiteDigests
from .site_pages.article_data import make_article_data
from .site_pages.book_catalogs import CatalogEntry, make_book_records
from .site_pages.covers import make_pictures
from .site_pages.entries import EntryReader, SiteEntry
from .site_pages.offline_copies import make_offline_copy
from .staged_digests import StagedDigests


@dataclass(frozen=True)
class Preparation:
    """Prepares files of the site from staged editions without a fault.

    The site's pages are written from all locales later; then files that were prepared from the same
    are only moved. `entries` and `books` are those of the prepared locales, by code.
    """

    report: Report
    files: EditionFiles
    digests: SiteDigests
    entries: dict[str, SiteEntry] = field(default_factory=dict)
    books: dict[str, Sequence[CatalogEntry]] = field(default_factory=dict)

    def prepare(self, edition: BuiltEdition) -> None:
        """Prepare a locale's articles as JSON, the records and pictures of its books, and its
        offline copy."""
        plan, site = edition.plan, self.files.site
        digests = StagedDigests(self.digests, plan, self.files, edition.folder)
        entry = EntryReader(site, self.report, digests).current_entry(plan.locale)
        self.entries[plan.locale.code] = entry
        staging, tag, source = edition.folder.parent, plan.locale.tag, self.report.source
        read = staged_bundle(site.project, staging, plan.locale, source)
        if read and "bundle" in plan.fingerprints:
            make_article_data(site.project, tag, entry.articles, read, digests)
        self.books[plan.locale.code] = make_book_records(site.project, entry.articles, digests)
        make_pictures(site.project, entry.articles, digests)
        if digests.has(f"{tag}/index.html"):
            make_offline_copy(site.project, tag, digests)
