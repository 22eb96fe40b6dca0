"""Checks that a bilingual book shows each text in both languages, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import zip_longest

from ...model.finding import Problem
from .checked_book import REBUILD_HINT, CheckedBook, Fault
from .expected_book import BookUnit, Runs
from .text_coverage import ExpectedText, PageKeys, matching_keys


def check_pairs(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a bilingual book in which a text is missing in one language, or far from its source.

    Bad: a translated paragraph without its source; two translations, then their two sources
    Good: each text followed by its source, each with its own `lang`
    """
    if not checked.expected.bilingual or checked.expected.withheld:
        return
    yield from _texts_in_one_language(checked)
    if checked.complete:
        yield from _separated_pairs(checked)
    yield from _other_pages_in_one_language(checked)


def has_source_only(checked: CheckedBook, book_unit: BookUnit) -> bool:
    """Whether a bilingual book shows only the source of a unit."""
    keys = checked.source_keys
    return checked.expected.bilingual and _is_shown(book_unit, book_unit.source, keys)


def _is_shown(book_unit: BookUnit, runs: Runs, keys: PageKeys, others: Container[str] = ()) -> bool:
    """Whether a page shows a text of a unit. A text with roles, whose words may be any, is none of
    the `others` that the page shows."""
    text = ExpectedText(book_unit, runs)
    key = keys.matching_key(text, others)
    return key in keys and (key == text.key or key not in others)


def _texts_in_one_language(checked: CheckedBook) -> Iterator[Fault]:
    """The texts of the article that are shown in one language only."""
    sources = [unit for unit in checked.lost_sources if unit.accepted]
    translations = [unit for unit in checked.coverage.lost if has_source_only(checked, unit)]
    for tag, lost in (
        (checked.expected.source.tag, sources),
        (checked.expected.locale.tag, translations),
    ):
        for book_unit in lost:
            if not checked.is_reported(book_unit):
                yield checked.book.body[0], _missing_language(book_unit, tag)


def _missing_language(book_unit: BookUnit, tag: str) -> Problem:
    text = f"{book_unit.unit.id} is shown in one language only: {tag} is missing"
    return Problem("book-pair", text, REBUILD_HINT)


def _separated_pairs(checked: CheckedBook) -> Iterator[Fault]:
    """The texts that are not followed by their source as often as the article has them.

    A list of contents has a text once more, without its source.
    """
    pairs: dict[str, dict[str, BookUnit]] = {}
    units = list(_translated_units(checked.units))
    targets = [ExpectedText(unit, unit.target) for unit in units]
    sources_of_units = [ExpectedText(unit, unit.source) for unit in units]
    target_keys = matching_keys(targets, checked.locale_keys)
    source_keys = matching_keys(sources_of_units, checked.source_keys)
    for book_unit, target, source in zip(units, target_keys, source_keys, strict=True):
        pairs.setdefault(target, {})[source] = book_unit
    locale_tag, source_tag = checked.expected.locale.tag, checked.expected.source.tag
    missing = Counter(target_keys)
    for passage, following in zip_longest(checked.body, checked.body[1:]):
        sources = pairs.get(passage.key) if passage.language == locale_tag else None
        if sources and following and following.language == source_tag and following.key in sources:
            missing[passage.key] -= 1
    for key in +missing:
        book_unit = next(iter(pairs[key].values()))
        text = f"{book_unit.unit.id} is not followed by its source"
        yield checked.book.body[0], Problem("book-pair", text, REBUILD_HINT)


def _other_pages_in_one_language(checked: CheckedBook) -> Iterator[Fault]:
    """The texts that another page, such as the title page, shows in one language only."""
    locale_tag, source_tag = checked.expected.locale.tag, checked.expected.source.tag
    units = checked.expected.units
    targets = {ExpectedText(book_unit, book_unit.target).key for book_unit in units}
    sources = {ExpectedText(book_unit, book_unit.source).key for book_unit in units}
    for name in checked.book.pages:
        if name in (*checked.book.body, checked.book.nav):
            continue
        passages = [passage for passage in checked.passages[name] if passage.kind == "text"]
        locale_keys, source_keys = (
            PageKeys(tuple(passage.key for passage in passages if passage.language == tag))
            for tag in (locale_tag, source_tag)
        )
        shown_sources = {
            book_unit.source
            for book_unit in units
            if _is_shown(book_unit, book_unit.target, locale_keys, targets)
        }
        for book_unit in _translated_units(units):
            # Equal sources may have different translations.
            has_target = book_unit.source in shown_sources
            has_source = _is_shown(book_unit, book_unit.source, source_keys, sources)
            if has_target != has_source and not checked.is_reported(book_unit):
                missing_tag = source_tag if has_target else locale_tag
                yield name, _missing_language(book_unit, missing_tag)


def _translated_units(units: Sequence[BookUnit]) -> Iterator[BookUnit]:
    return (unit for unit in units if unit.accepted and not unit.same_text)
