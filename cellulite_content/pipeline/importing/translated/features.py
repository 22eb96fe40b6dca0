"""What two texts in different languages have in common: kind, length, numbers, links, notes."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...model.unit import Unit
from ...source.markup_facts import Markup
from ...source.message_markup import read_message

GAP = 0.75
"""The cost of a text without a partner. Two texts that cost more than two gaps are no pair."""

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"[A-Z][A-Za-z]{3,}")
_PARAGRAPHS = frozenset({"paragraph", "list item", "note", "quote", "line", "legend", "rubric"})
_LABELS = frozenset({"caption", "legend", "alternative text", "rubric"})


@dataclass(frozen=True)
class Features:
    """The features of a unit, which its translation mostly has too.

    `notes` are the labels of its notes, those of the source on both sides, as far as it is known
    which note is which; `repeated` says that the document has its text more than once.
    """

    unit: Unit
    notes: tuple[str, ...] = ()
    repeated: bool = False

    @property
    def kind(self) -> str:
        """The kind without a level."""
        return self.unit.kind

    @cached_property
    def length(self) -> float:
        """The columns of the words, as far as a reader sees them: wide letters count twice."""
        text = "".join(text for _, text in self._markup.pieces)
        wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
        return len(text) + wide

    @cached_property
    def numbers(self) -> Counter[str]:
        """The numbers in digits of any script."""
        return Counter(str(int(number)) for number in _NUMBER.findall(self._markup.prose))

    @cached_property
    def names(self) -> Counter[str]:
        """Words in Latin capitals, many of which are names and stay in a translation."""
        return Counter(_NAME.findall(self._markup.prose))

    @cached_property
    def links(self) -> Counter[str]:
        """The addresses of links."""
        return Counter(link.rstrip("/") for link in self._markup.links)

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """How many pieces are emphasized, strong, literal, or references."""
        markup = self._markup
        return (
            markup.emphasis["emphasis"],
            markup.emphasis["strong"],
            markup.literals.total(),
            markup.references.total(),
        )

    @cached_property
    def literals(self) -> Counter[str]:
        """The literal texts."""
        return self._markup.literals

    @cached_property
    def _markup(self) -> Markup:
        return read_message(self.unit, self.unit.text)


def cost(source: Features, target: Features, ratio: float) -> float:
    """How unlikely the two are a pair, from 0; `ratio` is the usual ratio of their lengths."""
    value = kind_cost(source.kind, target.kind)
    value += 0.9 * _length_difference(source.length * ratio, target.length)
    value += 0.9 * _difference(source.numbers, target.numbers)
    value += 1.2 * _difference(source.links, target.links)
    value += 0.9 * _difference(Counter(source.notes), Counter(target.notes))
    value += 0.5 * _difference(source.literals, target.literals)
    value += 0.3 * (source.repeated != target.repeated)
    value += 0.12 * min(3, sum(abs(a - b) for a, b in zip(source.marks, target.marks, strict=True)))
    value -= 0.25 * _shared(source.names, target.names)
    return max(0.0, value)


def kind_cost(source: str, target: str) -> float:
    """How unlikely a pair of these kinds is."""
    if source == target:
        return 0.0
    if "title" in (source, target):
        return 3.0
    headings = source.startswith("heading"), target.startswith("heading")
    if all(headings):
        return 0.25
    tables = source.startswith("table"), target.startswith("table")
    if all(tables):
        return 0.3
    if source in _PARAGRAPHS and target in _PARAGRAPHS:
        return 0.3
    if source in _LABELS and target in _LABELS | _PARAGRAPHS:
        return 0.4
    return 1.4 if any(headings) or any(tables) else 0.9


def _length_difference(source: float, target: float) -> float:
    """From 0 for equal lengths to 1; short texts differ more by chance."""
    difference = abs(math.log((target + 12) / (source + 12)))
    return min(1.0, difference)


def _difference(source: Counter[Any], target: Counter[Any]) -> float:
    """From 0 for equal counters to 1 for those that share nothing; one alone may be left out."""
    total = source.total() + target.total()
    if not total:
        return 0.0
    shared = 2 * (source & target).total() / total
    return (1 - shared) * (1.0 if source and target else 0.6)


def _shared(source: Counter[str], target: Counter[str]) -> float:
    return min(1.0, (source & target).total() / 2)
