"""The pages and files of the site that belong to no single locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from cellulite_content import Content

from ..catalogs.english_texts import DocumentProgress, list_progress
from ..editions.edition import Edition
from ..editions.epub.downloads import cover_of
from ..files.atomic import write_file, write_text
from ..files.file_tree import list_tree
from ..files.folder import MAX_FILE_BYTES
from ..files.printable import beginning
from ..files.stored_value import indented_json
from ..model.finding import Severity
from ..model.fingerprint import digest, messages_key
from ..model.locale import ListedLanguage
from ..model.project import INTERFACE, Project, file_name
from ..model.report import Report
from ..model.review import progress_rows
from .feeds import write_feeds, write_sitemap
from .site import Site
from .site_digests import SiteDigests
from .site_entries import SiteEntry, read_entries

_MOST_TEXTS = 200
"""Untranslated texts of a locale on the status page: it must stay quick to load with 25 locales."""


def write_site_pages(
    site: Site, report: Report, digests: SiteDigests, languages: Mapping[str, ListedLanguage]
) -> None:
    """Write the pages and files that belong to no single locale; `languages` are by locale code."""
    entries = read_entries(site, report, digests)
    edition = Edition(site.project, site.project.source_locale)
    _write_chooser(edition, entries, report, digests)
    _write_status(edition, report, digests, languages)
    _write_data(site.project, entries, site.folder)
    _write_covers(entries, site.folder, digests)
    write_feeds(edition, entries, digests)
    write_sitemap(edition, entries, digests)
    _write_checksums(site.folder, digests)


def _write_chooser(
    edition: Edition, entries: Sequence[SiteEntry], report: Report, digests: SiteDigests
) -> None:
    """Write the page on which readers choose a language; each entry is in its language."""
    handbook = digests.has("handbook/index.html")
    words = {
        code: messages_key(result.accepted)
        for code, results in report.results.items()
        for result in results
        if result.domain == INTERFACE
    }
    shown = [
        (
            (entry.locale, words.get(entry.locale.code), entry.percent, entry.state, entry.older),
            [
                (article.title, [(book.file, book.kilobytes) for book in article.books])
                for article in entry.articles
                if not article.is_chapter
            ],
        )
        for entry in entries
    ]
    project = edition.project
    key = digest(project.title, project.site_url, edition.source, handbook, shown)
    if digests.is_made_from("index.html", key):
        return
    values = {"entries": [(entry, entry.edition) for entry in entries], "handbook": handbook}
    digests.write("index.html", edition.render("site/chooser.html", values).encode())


def _write_status(
    edition: Edition,
    report: Report,
    digests: SiteDigests,
    languages: Mapping[str, ListedLanguage],
) -> None:
    """Write the status page, where translators find refusals and remedies without a terminal."""
    project = edition.project
    values: dict[str, Any] = {
        "rows": progress_rows(project, report.results),
        "languages": [(locale.code, languages[locale.code]) for locale in project.locales],
        "source_language": languages[edition.source.code],
        "left": {
            locale.code: _left(list_progress(project, locale, report.source, results))
            for locale in project.locales
            if (results := report.results.get(locale.code))
        },
        "withheld": report.kept,
        "without": report.withheld_articles,
        "handbook": digests.has("handbook/index.html"),
        "findings": {
            locale.code: [
                finding
                for result in report.results.get(locale.code, ())
                for finding in result.findings
                if finding.problem.severity is not Severity.NOTE
            ]
            for locale in project.locales
        },
    }
    key = digest(project.title, edition.source, values)
    if not digests.is_made_from("status.html", key):
        values["beginning"] = beginning
        digests.write("status.html", edition.render("site/status.html", values).encode())


def _left(progress: Sequence[DocumentProgress]) -> dict[str, Any]:
    """What is left to translate, for the status page: the documents, each with the first of its
    texts, and how many more there are."""
    documents = []
    room, more = _MOST_TEXTS, 0
    for document in progress:
        shown = document.texts[:room]
        room -= len(shown)
        more += len(document.texts) - len(shown)
        if document.texts:
            documents.append((document, shown))
    return {"documents": documents, "more": more}


def _write_covers(entries: Sequence[SiteEntry], output: Path, digests: SiteDigests) -> None:
    """Write the covers of the present books as files, and remove others."""
    books = [book for entry in entries for article in entry.articles for book in article.books]
    covers = {book.cover: book for book in books if book.cover}
    for name, book in covers.items():
        if not digests.is_made_from(f"covers/{name}", book.sha256):
            write_file(output / "covers" / name, cover_of(output / "downloads" / book.file))
    for path in (output / "covers").glob("*.jpg"):
        if path.name not in covers:
            path.unlink()


def _write_data(project: Project, entries: Sequence[SiteEntry], output: Path) -> None:
    """Write the articles as JSON, exactly as the loader returns them, and its schema."""
    if not (project.bundle / "bundle.txt").is_file():
        return
    schema = files("cellulite_content") / "article.schema.json"
    write_file(output / "data" / schema.name, schema.read_bytes())
    content = Content(lambda name: (project.bundle / name).read_bytes())
    present = set(content.languages())
    for entry in entries:
        folder = output / "data" / entry.locale.tag
        names = {f"{file_name(article.domain)}.json" for article in entry.articles}
        for path in folder.glob("*.json"):
            if path.name not in names:
                path.unlink()
        for article in entry.articles:
            if entry.locale.tag in present:
                values = content.load(entry.locale.tag, article=article.domain).to_dict()
                write_text(
                    folder / f"{file_name(article.domain)}.json",
                    indented_json(values),
                )


def _write_checksums(output: Path, digests: SiteDigests) -> None:
    """Write `SHA256SUMS`, which `sha256sum -c SHA256SUMS` checks."""
    names = sorted(
        listed.name_in(output)
        for listed in list_tree(output, output, MAX_FILE_BYTES)
        if not (listed.is_folder or listed.fault or listed.name == "SHA256SUMS")
    )
    lines = (f"{sha256}  {name}\n" for name, sha256 in digests.digests(names).items())
    write_text(output / "SHA256SUMS", "".join(lines))
