"""What reading systems need of a book to show notes, tables and stand-ins well."""

import re
from pathlib import Path

import pytest

from support.editions.reader import EPUB_TYPE, LOCALES, PROJECT, X, bilingual_book, said, site_book

BOOKS = [pytest.param(site_book, id="plain"), pytest.param(bilingual_book, id="bilingual")]


@pytest.mark.parametrize("book_of", BOOKS)
@pytest.mark.parametrize("tag", ["ar", "de", "ja"])
def test_notes_open_in_place(site: Path, book_of: object, tag: str) -> None:
    """Apple Books knows notes by `epub:type`, and hides those in an `<aside>`; screen readers know
    them by `role`. The links back are the last of a note, and each has words."""
    locale = PROJECT.locale(tag)
    page = book_of(site, locale).text  # type: ignore[operator]
    numbers = [link for link in page.iter(f"{X}a") if link.get(EPUB_TYPE) == "noteref"]
    notes = [each for each in page.iter(f"{X}div") if each.get(EPUB_TYPE) == "footnote"]
    assert len(numbers) > len(notes) > 10
    assert {f"#{note.get('id')}" for note in notes} == {link.get("href") for link in numbers}
    assert {link.get("role") for link in numbers} == {"doc-noteref"}
    for note in notes:
        assert note.get("role") == "doc-footnote"
        *_, last = note
        assert {link.get("role") for link in last} == {"doc-backlink"}
        assert all(said(locale, "Back to the text") in link.get("aria-label") for link in last)
        assert not list(note[0])  # the number is no link


@pytest.mark.parametrize("book_of", BOOKS)
def test_cells_have_the_headings_of_their_columns(site: Path, book_of: object) -> None:
    """For narrow screens, where each cell is a line; the first cell is the heading of its row."""
    page = book_of(site, PROJECT.locale("de")).text  # type: ignore[operator]
    (table,) = page.iter(f"{X}table")
    assert "labelled" in table.get("class").split()
    (body,) = table.iter(f"{X}tbody")
    for row in body:
        assert [cell.get("data-label") for cell in row] == [None, "Bewertung", "Quelle"]


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_a_book_without_authors_names_the_project(site: Path, locale: object) -> None:
    """Library apps would say that its author is unknown, as calibre does where the role of the
    creator is another one than an author's."""
    book = site_book(site, locale)
    assert book.metadata("creator") == book.metadata("publisher") == [PROJECT.title]
    assert {each.text for each in book.properties("role")} <= {"trl"}


def test_no_rule_is_there_twice(site: Path) -> None:
    """One of two is dead. calibre's Check Book reports it, too."""
    for book_of in (site_book, bilingual_book):
        css = book_of(site, PROJECT.locale("de")).files["EPUB/book.css"].decode()
        css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
        selectors = re.findall(r"(?m)^([^@\n]+?) \{", css)
        assert len(selectors) > 80
        assert sorted(set(selectors)) == sorted(selectors)
