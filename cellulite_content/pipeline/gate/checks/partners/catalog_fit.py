"""How well each translation of a catalog fits each of its sources.

Two signals are cheap and the same in all languages: the names, numbers and code that a translation
keeps, and its length.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, combinations, pairwise
from statistics import median
from typing import NamedTuple

from rapidfuzz.fuzz import token_set_ratio

from .names import NAME_WEIGHT, names_in, read_source

_RARE = 3
"""A name in more sources than this says little about one of them."""

_REACH = 3
"""How many entries up and down a text is searched for, in addition to those with its names."""

_ODD, _MOST_ODD = -0.9, 100
"""The fit of a length at which an exchange with any other entry is tried, and for how many."""

# How much better other sources must fit, where 1 is a name that only one source has: for one
# translation, for two that are exchanged (each, and both together), for a row of three or more.
_BETTER = 1.5
_EACH, _EXCHANGED, _EXCHANGED_FAR = 0.6, 2.2, 3.0
_ROW, _IN_ROW = 3.0, 0.3
_SHARED = 0.5
"""The weight of the names that a translation at least shares with the other source."""

_LOSS = 0.8
"""What a name that is lost or new counts, beside one that is kept."""

_NO_GAIN = -9.0
_SHORTEST_SENTENCE = 15
"""Shorter sources say little about the usual length of translations."""

_SHORTEST_COPY, _MOST_LIKE = 25, 50
"""From this length on, two sources have one translation only if they are alike by this score."""


class Pair(NamedTuple):
    """What readers see of a source and of its translation, which is empty if there is none."""

    source: str
    target: str


class CatalogFit:
    """The messages of a catalog, compared with each other."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = pairs
        self.translated = [index for index, pair in enumerate(pairs) if pair.target.strip()]
        self._sources = [read_source(pair.source) for pair in pairs]
        self._targets = [pair.target.lower() for pair in pairs]
        self._places = self._find_places()
        self._most = math.log(len(pairs) + 1)
        self._names = [self._names_in(pair.target) for pair in pairs]
        self._lengths = [math.log(len(pair.target) or 1) for pair in pairs]
        growth = [
            self._lengths[index] - self._sources[index].length
            for index in self.translated
            if len(pairs[index].source) > _SHORTEST_SENTENCE
        ]
        self._growth = median(growth) if growth else 0.0
        self._own_fits = {index: self._fit(index, index) for index in self.translated}

    def misplaced(self) -> Iterator[tuple[int, int]]:
        """The indexes of translations and of the sources that they fit."""
        yield from self._alone()
        yield from self._exchanged()
        for step in (-1, 1):
            yield from self._rows(step)

    def copies(self) -> Iterator[tuple[int, int]]:
        """The indexes of translations that another source of other words has too."""
        first: dict[str, int] = {}
        for index in self.translated:
            target = self._pairs[index].target
            other = first.setdefault(target, index)
            if other == index or len(target) < _SHORTEST_COPY:
                continue
            sources = self._pairs[index].source[:300], self._pairs[other].source[:300]
            if not token_set_ratio(*sources, score_cutoff=_MOST_LIKE):
                is_others = self._fit(index, index) <= self._fit(index, other)
                yield (index, other) if is_others else (other, index)

    def _find_places(self) -> dict[str, list[int]]:
        """The sources with each name; of equal sources, the last."""
        places: dict[str, list[int]] = defaultdict(list)
        for index in {pair.source: index for index, pair in enumerate(self._pairs)}.values():
            for name in self._sources[index].names:
                places[name].append(index)
        return places

    def _names_in(self, text: str) -> dict[str, float]:
        """The names of sources that a translation has, with their weight, from 0 to 1.

        The weight of a name of code or a number is greater, and that of a rare one.
        """
        weights: dict[str, float] = {}
        for name, weight in names_in(text).items():
            if places := self._places.get(name):
                known = max(weight, *(self._sources[place].names[name] for place in places[:2]))
                weights[name] = known * self._rarity(name)
        return weights

    def _fit(self, target: int, source: int) -> float:
        """How well a translation fits a source."""
        other, names = self._sources[source], self._names[target]
        fit = self._length_fit(target, source)
        for name, weight in names.items():
            fit += weight if other.has(name) else -_LOSS * weight
        if other.codes:
            text = self._targets[target]
            lost = (name for name in other.codes if name not in names and name not in text)
            fit -= _LOSS * sum(map(self._rarity, lost))
        return fit

    def _rarity(self, name: str) -> float:
        """1 for a name that only one source has, 0 for one that all have."""
        return 1 - math.log(len(self._places[name])) / self._most

    def _length_fit(self, target: int, source: int) -> float:
        """From 0 for the usual length to -2."""
        other = self._sources[source]
        deviation = abs(self._lengths[target] - other.length - self._growth) / other.deviation
        return -0.5 * min(deviation, 4)

    def _shared(self, target: int, source: int) -> float:
        other = self._sources[source]
        return sum(weight for name, weight in self._names[target].items() if other.has(name))

    def _gain(self, target: int, source: int) -> float:
        """How much better a translation fits another source than its own."""
        if self._pairs[target].source == self._pairs[source].source:
            return _NO_GAIN
        return self._fit(target, source) - self._own_fits[target]

    @cached_property
    def _near_gains(self) -> dict[tuple[int, int], float]:
        """The gains of the sources just before and after."""
        last = len(self._pairs) - 1
        return {
            (index, other): self._gain(index, other)
            for index in self.translated
            for other in (index - 1, index + 1)
            if 0 <= other <= last
        }

    def _alone(self) -> Iterator[tuple[int, int]]:
        """Translations with the names of another source and none of their own."""
        for index in self.translated:
            names = self._names[index]
            if not names or self._shared(index, index) > NAME_WEIGHT:
                continue
            rare = (self._places[name] for name in names if len(self._places[name]) <= _RARE)
            near = range(max(0, index - _REACH), min(len(self._pairs), index + _REACH + 1))
            others = {*near, *chain.from_iterable(rare)} - {index}
            named = (other for other in others if self._shared(index, other) >= _SHARED)
            gain, other = max(((self._gain(index, each), each) for each in named), default=(0, 0))
            if gain >= _BETTER:
                yield index, other

    def _exchanged(self) -> Iterator[tuple[int, int]]:
        """Translations that fit each other's source, next to each other or of odd lengths."""
        near = [pair for pair in pairwise(self.translated) if pair[1] - pair[0] == 1]
        for first, second in near:
            gains = self._near_gains[first, second], self._near_gains[second, first]
            if min(gains) > _EACH and sum(gains) >= _EXCHANGED:
                yield from ((first, second), (second, first))
        odd = [index for index in self.translated if self._length_fit(index, index) < _ODD]
        for first, second in combinations(odd[:_MOST_ODD], 2):
            gains = self._gain(first, second), self._gain(second, first)
            if min(gains) > _EACH and sum(gains) >= _EXCHANGED_FAR:
                yield from ((first, second), (second, first))

    def _rows(self, step: int) -> Iterator[tuple[int, int]]:
        """Three translations in a row or more that are all one entry off."""
        row: list[int] = []
        best: list[int] = []
        total = most = 0.0
        for index in range(len(self._pairs) + 1):
            gain = self._near_gains.get((index, index + step), _NO_GAIN)
            gain = gain if gain == _NO_GAIN else max(min(gain, 1.5), -1.0)
            if total + gain > 0:
                total += gain
                row.append(index)
                if total > most:
                    most, best = total, [*row]
                continue
            if most >= _ROW and len(best) > 2:
                gains = ((each, self._near_gains[each, each + step]) for each in best)
                yield from ((each, each + step) for each, gain in gains if gain > _IN_ROW)
            row, best, total, most = [], [], 0.0, 0.0
