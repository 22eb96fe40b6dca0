"""Checks that a bilingual book shows each text in both languages, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ...model.finding import Problem
from .checked_book import AGAIN, CheckedBook, Fault
from .expected_book import BookUnit, Runs
from .text_coverage import ExpectedText, key_on_page


def check_pairs(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a bilingual book in which a text is missing in one language, or far from its source.

    Bad: a translated paragraph without its source; two translations, then their two sources
    Good: each text followed by its source, each with its own `lang`
    """
    if not checked.expected.bilingual or checked.expected.earlier:
        return
    yield from _lost_halves(checked)
    if checked.complete:
        yield from _apart(checked)
    yield from _around(checked)


def has_source_only(checked: CheckedBook, entry: BookUnit) -> bool:
    """Whether a bilingual book shows only the source of a unit."""
    return checked.expected.bilingual and _is_shown(entry, entry.source, checked.source_keys)


def _is_shown(entry: BookUnit, runs: Runs, keys: Sequence[str]) -> bool:
    return key_on_page(ExpectedText(entry, runs), keys) in keys


def _lost_halves(checked: CheckedBook) -> Iterator[Fault]:
    """The texts of the article that are there in one language only."""
    sources = [each for each in checked.lost_sources if each.accepted]
    translations = [each for each in checked.coverage.lost if has_source_only(checked, each)]
    for tag, lost in (
        (checked.expected.source.tag, sources),
        (checked.expected.locale.tag, translations),
    ):
        for entry in lost:
            if not checked.is_reported(entry):
                yield checked.book.body[0], _missing_language(entry, tag)


def _missing_language(entry: BookUnit, tag: str) -> Problem:
    text = f"{entry.unit.id} is not shown in {tag}, but in the other language"
    return Problem("book-pair", text, AGAIN)


def _apart(checked: CheckedBook) -> Iterator[Fault]:
    """The texts that are not followed by their source."""
    pairs: dict[str, dict[str, BookUnit]] = {}
    for entry in _in_two_languages(checked.units):
        target = key_on_page(ExpectedText(entry, entry.target), checked.own_keys)
        source = key_on_page(ExpectedText(entry, entry.source), checked.source_keys)
        pairs.setdefault(target, {})[source] = entry
    own, other = checked.expected.locale.tag, checked.expected.source.tag
    for passage, behind in zip_longest(checked.body, checked.body[1:]):
        sources = pairs.get(passage.key) if passage.language == own else None
        if sources and not (behind and behind.language == other and behind.key in sources):
            entry = next(iter(sources.values()))
            text = f"{entry.unit.id} is not followed by its source"
            yield checked.book.body[0], Problem("book-pair", text, AGAIN)


def _around(checked: CheckedBook) -> Iterator[Fault]:
    """The texts of the article that another page, such as the title page, shows in one language."""
    own, other = checked.expected.locale.tag, checked.expected.source.tag
    for name in checked.book.pages:
        if name in (*checked.book.body, checked.book.nav):
            continue
        texts = [each for each in checked.passages[name] if each.kind == "text"]
        mine, theirs = (
            [each.key for each in texts if each.language == tag] for tag in (own, other)
        )
        for entry in _in_two_languages(checked.expected.units):
            shown = _is_shown(entry, entry.target, mine)
            if shown != _is_shown(entry, entry.source, theirs) and not checked.is_reported(entry):
                yield name, _missing_language(entry, other if shown else own)


def _in_two_languages(units: Sequence[BookUnit]) -> Iterator[BookUnit]:
    return (each for each in units if each.accepted and not each.same)
