"""Checks of references by name: links, notes and substitutions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ....model.finding import Problem, Severity
from ....source.markup_facts import Markup, Reference
from .difference import differ, difference

_NOTES = frozenset({"footnote", "citation"})


def check_references(source: Markup, target: Markup) -> Iterator[Problem]:
    """Harm: a figure with another one's source, a link that leads elsewhere or nowhere.

    Bad: a lost `[#clinic]_`, `[clinic]_` for `[#clinic]_`, `` `|year|`_ `` for `|year|`
    Good: the same notes and references, in the order that the sentence needs
    """
    if source.references or target.references:
        yield from _check_names(source, target)
        yield from _check_notes(source, target)


def _hint_for_names(expected: Counter[Reference], actual: Counter[Reference]) -> str:
    """What to do about names that differ; substitutions have no words of the translator."""
    lost, new = expected - actual, actual - expected
    if any(each.kind != "substitution" for each in lost or new):
        return "keep the name: `text <name_>`_"
    if lost:
        return "copy each |name| letter for letter, with a space or `\\ ` around it"
    return "write \\| for a bar that is only a character"


def _check_names(source: Markup, target: Markup) -> Iterator[Problem]:
    expected, actual = _without_notes(source.references), _without_notes(target.references)
    anonymous = Reference("anonymous link", "")
    if expected.keys() != actual.keys() or expected[anonymous] != actual[anonymous]:
        yield Problem(
            "reference-changed",
            f"the named references differ from the source's: {difference(expected, actual)}",
            _hint_for_names(expected, actual),
        )
    elif _reordered(source.anonymous_links, target.anonymous_links):
        yield Problem(
            "reference-changed",
            "the links that end in __ are in another order than in the source, and would lead to "
            "each other's places",
            "keep them in the source's order",
        )


def _check_notes(source: Markup, target: Markup) -> Iterator[Problem]:
    expected, actual = _only_notes(source.references), _only_notes(target.references)
    if differ(expected, actual):
        yield Problem(
            "footnote-changed",
            f"the notes differ from the source's: {difference(expected, actual)}",
            "copy each [#name]_ letter for letter, with a space or `\\ ` before it",
        )
    elif source.unnamed_notes != target.unnamed_notes:
        yield Problem(
            "footnote-changed",
            "the notes [#]_ and [*]_ are in another order than in the source, and would lose their "
            "numbers",
            "keep them in the source's order",
        )


def _reordered(source: tuple[str, ...], target: tuple[str, ...]) -> bool:
    """Whether links with the source's words are in another order than in the source."""
    old, new = [[words.casefold() for words in texts] for texts in (source, target)]
    return any(words in old and words != old[index] for index, words in enumerate(new))


def check_repetition(source: Markup, target: Markup) -> Iterator[Problem]:
    """No harm, but perhaps a slip: a reference is there more or less often than in the source."""
    if source.references != target.references:
        yield Problem(
            "reference-repeated",
            "a reference is there more or less often than in the source: "
            f"{difference(source.references, target.references)}",
            "keep it if this is intended",
            Severity.WARNING,
        )
    unproven = len(source.anonymous_links) > 1 and source.anonymous_links != target.anonymous_links
    if unproven or len(source.unnamed_notes) > len(set(source.unnamed_notes)):
        yield Problem(
            "order-matters",
            "the text has several links that end in __ or several notes [#]_; what they lead to "
            "depends on their order alone",
            "check that they are in the source's order",
            Severity.WARNING,
        )


def _without_notes(references: Counter[Reference]) -> Counter[Reference]:
    return Counter({key: count for key, count in references.items() if key.kind not in _NOTES})


def _only_notes(references: Counter[Reference]) -> Counter[Reference]:
    return Counter({key: count for key, count in references.items() if key.kind in _NOTES})
