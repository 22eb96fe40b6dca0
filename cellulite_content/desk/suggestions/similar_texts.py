"""Similar texts: the translations of those that are most like a source text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from ...pipeline.catalogs.catalog import Catalog, Entry

MOST = 5
"""Suggestions for one text."""

LEAST_SIMILAR = 60.0
"""The lowest similarity in percent, as in translation editors."""

_SHORTEST_PART = 30
_PART_WORDS = 0.8
_PART_LETTERS = 0.9
"""A text is a part of a longer one, such as half of a paragraph that was split, if 80 % of its
words are in it, and 90 % of its letters in their order, as for `update`."""


@dataclass(frozen=True)
class Pair:
    """A source text with a translation, and where it is from. `fuzzy`: nobody has checked it."""

    source: str
    translation: str
    origin: str
    fuzzy: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A translation of a similar text: how similar it is in percent, and where it is from.

    `part` says that the text is a part of the similar one. A `fuzzy` suggestion must be checked by
    a person.
    """

    source: str
    translation: str
    similarity: int
    origin: str
    part: bool = False
    fuzzy: bool = True


def similar_texts(text: str, pairs: Sequence[Pair], own: str = "") -> list[Suggestion]:
    """The best suggestions for a source text, exact ones first, without its `own` translation."""
    sources = [pair.source for pair in pairs]
    scores = {
        index: (score, False)
        for _, score, index in process.extract(
            text, sources, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILAR, limit=4 * MOST
        )
    }
    for index in _wholes(text, sources):
        common = LCSseq.similarity(text, sources[index]) / len(text)
        score = LEAST_SIMILAR + 20 * common  # behind what is nearly equal
        if common >= _PART_LETTERS and scores.get(index, (0.0, False))[0] < score:
            scores[index] = score, True
    found: dict[str, Suggestion] = {}
    for index in sorted(scores, key=lambda index: (-scores[index][0], pairs[index].fuzzy, index)):
        pair, (_, is_part) = pairs[index], scores[index]
        if pair.translation != own:
            found.setdefault(pair.translation, _suggestion(text, pair, is_part))
    return list(found.values())[:MOST]


def _suggestion(text: str, pair: Pair, is_part: bool) -> Suggestion:
    is_equal = pair.source == text
    similarity = 100 if is_equal else min(99, round(fuzz.ratio(text, pair.source)))
    fuzzy = pair.fuzzy or not is_equal
    return Suggestion(pair.source, pair.translation, similarity, pair.origin, is_part, fuzzy)


def _wholes(text: str, sources: Sequence[str]) -> Iterator[int]:
    """The places of longer texts that have nearly all words of a text."""
    words = set(text.casefold().split())
    if len(text) < _SHORTEST_PART:
        return
    for index, source in enumerate(sources):
        if len(source) > len(text):
            common = len(words.intersection(source.casefold().split()))
            if common >= _PART_WORDS * len(words):
                yield index


def catalog_pairs(
    domain: str, own: Entry | None, catalogs: Iterable[tuple[str, Catalog]]
) -> Iterator[Pair]:
    """The translations in a locale's catalogs, each with its document's name; obsolete ones too.

    The entry `own` of the document `domain` is left out.
    """
    for name, catalog in catalogs:
        for entry in catalog.entries:
            is_own = own is not None and name == domain and entry.key == own.key
            if entry.msgstr and not entry.fault and (entry.obsolete or not is_own):
                origin = f"{name}, no longer used" if entry.obsolete else name
                # Of a fuzzy entry, the translation is that of its previous source.
                yield Pair(entry.previous or entry.msgid, entry.msgstr, origin, entry.fuzzy)
