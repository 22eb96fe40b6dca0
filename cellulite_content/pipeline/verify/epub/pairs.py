"""Pairs: that a bilingual book shows each text in both languages, one right behind the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ...model.finding import Problem
from .case import AGAIN, Case, Fault
from .expected import Runs, Said
from .showing import Wanted, key_on_page


def check_pairs(case: Case) -> Iterator[Fault]:
    """Harm: a bilingual book that cannot be compared: one of two languages is missing, or far away.

    Bad: a translated paragraph without its source; two translations, then their two sources
    Good: each text, and right behind it its source, each with its own `lang`
    """
    if not case.expected.bilingual or case.expected.earlier:
        return
    yield from _lost_halves(case)
    if case.complete:
        yield from _apart(case)
    yield from _around(case)


def is_half(case: Case, said: Said) -> bool:
    """Whether a bilingual book shows the source of a text that it lacks."""
    return case.expected.bilingual and _stands(said, said.source, case.source_keys)


def _stands(said: Said, runs: Runs, keys: Sequence[str]) -> bool:
    return key_on_page(Wanted(said, runs), keys) in keys


def _lost_halves(case: Case) -> Iterator[Fault]:
    """The texts of the article that stand there in one language."""
    sources = [each for each in case.lost_sources if each.accepted]
    translations = [each for each in case.showing.lost if is_half(case, each)]
    for tag, lost in (
        (case.expected.source.tag, sources),
        (case.expected.locale.tag, translations),
    ):
        for said in lost:
            if not case.is_told(said):
                yield case.book.body[0], _half(said, tag)


def _half(said: Said, tag: str) -> Problem:
    text = f"{said.unit.id} is not shown in {tag}, and is in the other language"
    return Problem("book-pair", text, AGAIN)


def _apart(case: Case) -> Iterator[Fault]:
    """The texts behind which something else stands than their source."""
    pairs: dict[str, dict[str, Said]] = {}
    for said in _in_two_languages(case.units):
        target = key_on_page(Wanted(said, said.target), case.own_keys)
        source = key_on_page(Wanted(said, said.source), case.source_keys)
        pairs.setdefault(target, {})[source] = said
    own, other = case.expected.locale.tag, case.expected.source.tag
    for passage, behind in zip_longest(case.body, case.body[1:]):
        sources = pairs.get(passage.key) if passage.language == own else None
        if sources and not (behind and behind.language == other and behind.key in sources):
            said = next(iter(sources.values()))
            text = f"{said.unit.id} does not have its source right behind it"
            yield case.book.body[0], Problem("book-pair", text, AGAIN)


def _around(case: Case) -> Iterator[Fault]:
    """The texts of the article that another page, such as the title page, shows in one language."""
    own, other = case.expected.locale.tag, case.expected.source.tag
    for name in case.book.pages:
        if name in (*case.book.body, case.book.nav):
            continue
        texts = [each for each in case.passages[name] if each.kind == "text"]
        mine, theirs = (
            [each.key for each in texts if each.language == tag] for tag in (own, other)
        )
        for said in _in_two_languages(case.expected.units):
            shown = _stands(said, said.target, mine)
            if shown != _stands(said, said.source, theirs) and not case.is_told(said):
                yield name, _half(said, other if shown else own)


def _in_two_languages(units: Sequence[Said]) -> Iterator[Said]:
    return (each for each in units if each.accepted and not each.same)
