"""Runs all checks on all books of a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ...editions.books.volume import book_endings
from ...errors import ProjectError
from ...model.finding import Finding, Problem
from ...model.gate_result import GateResult
from ...model.locale import Locale
from ...model.project import Project
from ...model.unit import Source
from . import bilingual, contents, images, languages, metadata, packaging, style, texts
from .book import read_book
from .checked_book import REBUILD_HINT, CheckedBook, Fault
from .container import BookError, load_container
from .expected_book import ExpectedBook, ExpectedBooks

DOWNLOADS = "downloads"
"""The folder of the books in the folder of a site."""

RULES = (
    packaging.check_mimetype,
    packaging.check_times,
    packaging.check_manifest,
    packaging.check_programs,
    packaging.check_remote,
    packaging.check_viewport,
    packaging.check_index_pages,
    packaging.check_pasted_addresses,
    packaging.check_size,
    languages.check_language,
    languages.check_direction,
    languages.check_progression,
    languages.check_leaks,
    languages.check_fallback,
    languages.check_chapters,
    languages.check_joiners,
    texts.check_lost_texts,
    texts.check_order,
    bilingual.check_pairs,
    texts.check_draft,
    texts.check_earlier_build,
    contents.check_contents,
    contents.check_landmarks,
    contents.check_ids,
    contents.check_links,
    contents.check_notes,
    metadata.check_identifier,
    metadata.check_metadata,
    metadata.check_placeholders,
    metadata.check_claims,
    images.check_alternative_texts,
    images.check_cover,
    style.check_css_direction,
    style.check_css_sides,
    style.check_italics,
)


def find_books(output: Path, locales: Sequence[Locale] = ()) -> list[Path]:
    """The books in a site's folder, of these locales or of all, in order.

    Raises `ProjectError` if there are no books, or no books of a locale.
    """
    folder = output / DOWNLOADS
    books = sorted(folder.glob("*.epub"))
    for locale in locales:
        if not any(_is_in_locale(book, locale) for book in books):
            raise ProjectError(
                f"{folder}: no book of {locale.code}; "
                f"run `cellulite-content build {locale.code}` first"
            )
    if not books:
        raise ProjectError(f"{folder}: no books; run `cellulite-content build` first")
    return [
        book
        for book in books
        if not locales or any(_is_in_locale(book, locale) for locale in locales)
    ]


def _is_in_locale(book: Path, locale: Locale) -> bool:
    return book.name.endswith(book_endings(locale, "epub"))


def lint_books(
    project: Project,
    source: Source,
    results: Mapping[str, Sequence[GateResult]],
    books: Sequence[Path],
) -> Iterator[Finding]:
    """The findings on these books, compared with the accepted messages. Writes nothing.

    Books of a locale without gate results are skipped: its catalogs are unreadable, and the gate
    has already reported that.
    """
    expected_books = ExpectedBooks(project, source, results)
    for path in books:
        expected = expected_books.find(path.name)
        if expected and not (expected.original or expected.locale.code in results):
            continue
        for place, problem in lint_book(path, expected):
            name = f"{DOWNLOADS}/{path.name}" + (f"!{place}" if place else "")
            yield Finding(name, 0, problem, expected.locale.code if expected else "")


def lint_book(path: Path, expected: ExpectedBook | None) -> Iterator[Fault]:
    """The findings on one book.

    Harm: a file that no program opens, or that attacks programs; a book of a deleted language or
    article.

    Bad: half a zip file, a name `../../x`, entities that grow to gigabytes; `old-article.de.epub`
    Good: a book that this project builds
    """
    if expected is None:
        text = "no article and locale of the project have a book with this name"
        yield "", Problem("book-unknown", text, "delete it, or give it its old name")
        return
    try:
        checked = CheckedBook(read_book(load_container(path)), expected)
    except BookError as error:
        yield (
            error.place,
            Problem("book-unreadable", f"the book cannot be read: {error}", REBUILD_HINT),
        )
        return
    for rule in RULES:
        yield from rule(checked)
