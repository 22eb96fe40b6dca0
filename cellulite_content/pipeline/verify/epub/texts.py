"""Checks that the book shows all accepted messages, complete and in order."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Problem, Severity
from ...model.review import ReviewState
from .bilingual import has_source_only
from .checked_book import AGAIN, CheckedBook, Fault
from .expected_book import BookUnit
from .passages import key, without_joiners


def check_lost(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a sentence that readers never see.

    Bad: a paragraph of the catalog that is nowhere in the book
    Good: each accepted message is shown, and English where there is none
    """
    if checked.expected.earlier:
        return
    place = checked.book.body[0]
    for entry in checked.coverage.lost:
        if not checked.is_reported(entry) and not has_source_only(checked, entry):
            yield place, _lost(checked.expected.locale.tag, entry)
    for entry in _lost_around(checked):
        yield "", _lost(checked.expected.locale.tag, entry)
    for entry in checked.lost_sources:
        if not entry.accepted and not checked.is_shown_as_own(entry):
            yield place, _lost(checked.expected.source.tag, entry)


def _lost_around(checked: CheckedBook) -> Iterator[BookUnit]:
    """The description where no page and no record has it; descriptions of images that are gone."""
    passages = (each.key for found in checked.passages.values() for each in found)
    told = set(map(without_joiners, passages))
    images = sum(not image.cover for image in checked.book.images)
    pictured = [each for each in checked.expected.units if each.unit.kind == "alternative text"]
    described = [each for each in checked.expected.units if each.unit.kind == "description"]
    for entry in (*described, *(pictured if images < len(pictured) else ())):
        shown = (entry.target or entry.source, entry.source)
        if not any(without_joiners(key("".join(each))) in told for each in shown):
            yield entry


def _lost(tag: str, entry: BookUnit) -> Problem:
    text = f"{entry.unit.id} is not shown in {tag}: {''.join(entry.target or entry.source)[:40]!r}"
    return Problem("book-text-lost", text, AGAIN)


def check_order(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: an answer before its question, a number in another row of a table.

    Bad: two paragraphs of a section that are exchanged
    Good: the texts follow each other as in the source
    """
    if not checked.expected.earlier:
        for entry in dict.fromkeys((*checked.coverage.moved, *checked.source_coverage.moved)):
            text = f"{entry.unit.id} is not where the source has it"
            yield checked.book.body[0], Problem("book-order", text, AGAIN)


def check_draft(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers trust health information that no native speaker has reviewed.

    Bad: an unreviewed book that does not say so
    Good: `Draft translation` in the book's language, on the title page or the last
    """
    unreviewed = checked.expected.review_state in (ReviewState.DRAFT, ReviewState.LAPSED)
    if checked.expected.earlier or not unreviewed:
        return
    entry = key(checked.expected.translate("Draft translation"))
    around = set(checked.book.pages) - set(checked.book.body) - {checked.book.nav}
    if not any(entry in each.key for name in around for each in checked.passages[name]):
        yield "", Problem("book-draft-not-said", "it is a draft but does not say so", AGAIN)


def check_earlier(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a book that seems good because its text was not checked.

    Bad: a book of an earlier build, whose translation is withheld now
    Good: the same, and a note that says so
    """
    if checked.expected.earlier:
        text = "its translation is withheld now, so the words of this earlier book were not checked"
        hint = "translate more, or delete the book"
        yield "", Problem("book-of-earlier-build", text, hint, Severity.NOTE)
