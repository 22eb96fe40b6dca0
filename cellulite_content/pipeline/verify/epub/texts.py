"""Checks that a book shows all accepted messages, completely and in order."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Problem, Severity
from ...model.review import ReviewState
from .bilingual import has_source_only
from .checked_book import REBUILD_HINT, CheckedBook, Fault
from .expected_book import BookUnit
from .passages import text_key, without_joiners


def check_lost_texts(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a sentence that readers never see.

    Bad: a paragraph of the catalog that is not in the book
    Good: the book shows each accepted message, and English for the others
    """
    if checked.expected.withheld:
        return
    place = checked.book.body[0]
    for book_unit in checked.coverage.lost:
        if not checked.is_reported(book_unit) and not has_source_only(checked, book_unit):
            yield place, _lost_text(checked.expected.locale.tag, book_unit)
    for book_unit in _lost_outside_body(checked):
        yield "", _lost_text(checked.expected.locale.tag, book_unit)
    for book_unit in checked.lost_sources:
        if not book_unit.accepted and not checked.is_source_unmarked(book_unit):
            yield place, _lost_text(checked.expected.source.tag, book_unit)


def _lost_outside_body(checked: CheckedBook) -> Iterator[BookUnit]:
    """The article's description if the book does not have it, and those of missing images."""
    passages = (passage for of_file in checked.passages.values() for passage in of_file)
    shown_keys = {without_joiners(passage.key) for passage in passages}
    units = checked.expected.units
    image_count = sum(not image.is_cover for image in checked.book.images)
    alternative_texts = [unit for unit in units if unit.unit.kind == "alternative text"]
    descriptions = [unit for unit in units if unit.unit.kind == "description"]
    images_are_gone = image_count < len(alternative_texts)
    for book_unit in (*descriptions, *(alternative_texts if images_are_gone else ())):
        texts = (book_unit.target or book_unit.source, book_unit.source)
        if not any(without_joiners(text_key("".join(runs))) in shown_keys for runs in texts):
            yield book_unit


def _lost_text(tag: str, book_unit: BookUnit) -> Problem:
    words = "".join(book_unit.target or book_unit.source)[:40]
    text = f"{book_unit.unit.id} is not shown in {tag}: {words!r}"
    return Problem("book-text-lost", text, REBUILD_HINT)


def check_order(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: an answer before its question, a number in another row of a table.

    Bad: two paragraphs of a section in the wrong order
    Good: the texts are in the order of the source
    """
    moved = (*checked.coverage.moved, *checked.source_coverage.moved)
    # A glossary may be sorted, in each language by its own terms.
    has_glossary = any(unit.unit.in_glossary for unit in checked.expected.units)
    for book_unit in () if checked.expected.withheld else dict.fromkeys(moved):
        if not (has_glossary and book_unit.unit.kind in ("term", "definition")):
            text = f"{book_unit.unit.id} is not in the source's order"
            yield checked.book.body[0], Problem("book-order", text, REBUILD_HINT)


def check_draft(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers trust health information that no native speaker has reviewed.

    Bad: an unreviewed book that does not say so
    Good: `Draft translation` in the book's language, on the title page or the last page
    """
    unreviewed = checked.expected.review_state in (ReviewState.DRAFT, ReviewState.LAPSED)
    if checked.expected.withheld or not unreviewed:
        return
    draft_key = text_key(checked.expected.translate("Draft translation"))
    names = set(checked.book.pages) - set(checked.book.body) - {checked.book.nav}
    passages = (passage for name in names for passage in checked.passages[name])
    if not any(draft_key in passage.key for passage in passages):
        yield "", Problem("book-draft-not-said", "it is a draft but does not say so", REBUILD_HINT)


def check_earlier_build(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a book seems good because its text was not checked.

    Bad: a book of an earlier build, whose translation is withheld now
    Good: the same book, with a note that its text was not checked
    """
    if checked.expected.withheld:
        text = "its translation is withheld now, so the text of this earlier book was not checked"
        hint = "translate more, or delete the book"
        yield "", Problem("book-of-earlier-build", text, hint, Severity.NOTE)
