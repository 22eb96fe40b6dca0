"""Texts: that the book shows what the gate let through, whole and in order."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Problem, Severity
from ...model.review import ReviewState
from .case import AGAIN, Case, Fault
from .expected import Said
from .pairs import is_half
from .passages import key, without_joiners


def check_lost(case: Case) -> Iterator[Fault]:
    """Harm: a sentence that readers never learn of.

    Bad: a paragraph of the catalog that stands nowhere in the book
    Good: each accepted message is shown, and English where there is none
    """
    if case.expected.earlier:
        return
    place = case.book.body[0]
    for said in case.showing.lost:
        if not case.is_told(said) and not is_half(case, said):
            yield place, _lost(case.expected.locale.tag, said)
    for said in _lost_around(case):
        yield "", _lost(case.expected.locale.tag, said)
    for said in case.lost_sources:
        if not said.accepted and not case.in_own(said):
            yield place, _lost(case.expected.source.tag, said)


def _lost_around(case: Case) -> Iterator[Said]:
    """The description where no page and no record has it; descriptions of images that are gone."""
    passages = (each.key for found in case.passages.values() for each in found)
    told = set(map(without_joiners, passages))
    images = sum(not image.cover for image in case.book.images)
    pictured = [each for each in case.expected.units if each.unit.kind == "alternative text"]
    described = [each for each in case.expected.units if each.unit.kind == "description"]
    for said in (*described, *(pictured if images < len(pictured) else ())):
        shown = (said.target or said.source, said.source)
        if not any(without_joiners(key("".join(each))) in told for each in shown):
            yield said


def _lost(tag: str, said: Said) -> Problem:
    text = f"{said.unit.id} is not shown in {tag}: {''.join(said.target or said.source)[:40]!r}"
    return Problem("book-text-lost", text, AGAIN)


def check_order(case: Case) -> Iterator[Fault]:
    """Harm: an answer that stands before its question, a number in another row of a table.

    Bad: two paragraphs of a section that have changed places
    Good: the texts follow each other as in the source
    """
    if not case.expected.earlier:
        for said in dict.fromkeys((*case.showing.moved, *case.in_source.moved)):
            text = f"{said.unit.id} does not stand where the source has it"
            yield case.book.body[0], Problem("book-order", text, AGAIN)


def check_draft(case: Case) -> Iterator[Fault]:
    """Harm: readers who trust words on their health that no native speaker has looked at.

    Bad: an unreviewed book that does not say so
    Good: `Draft translation` in the book's language, on the title page or the last
    """
    unreviewed = case.expected.standing in (ReviewState.DRAFT, ReviewState.LAPSED)
    if case.expected.earlier or not unreviewed:
        return
    said = key(case.expected.translate("Draft translation"))
    around = set(case.book.pages) - set(case.book.body) - {case.book.nav}
    if not any(said in each.key for name in around for each in case.passages[name]):
        yield "", Problem("book-draft-not-said", "it is a draft and says so nowhere", AGAIN)


def check_earlier(case: Case) -> Iterator[Fault]:
    """Harm: a book that seems good because its words were not looked at.

    Bad: a book of an earlier build, whose translation is withheld now
    Good: the same, and a note that says so
    """
    if case.expected.earlier:
        text = "its translation is withheld now, so the words of this earlier book were not checked"
        hint = "translate more, or delete the book"
        yield "", Problem("book-of-earlier-build", text, hint, Severity.NOTE)
