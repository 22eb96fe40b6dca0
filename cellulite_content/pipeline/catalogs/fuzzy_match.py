"""Nearness: which old text a new one was made from, found without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice

NEAR = 70
"""How alike (0 to 100, rapidfuzz's ratio) two sources must be for the translation to be offered."""

_COMPARED = 20
"""Candidates compared letter by letter with a text; with no more than these all are compared."""

_LOOKED_AT = 500
"""Places in the index looked at for a text: this bound keeps a merge's time linear."""


def near_pairs(new: Sequence[str], old: Sequence[str]) -> dict[int, int]:
    """For places in `new` the place in `old` of the most similar text, if one is near.

    The most similar pairs come first, and no text is given twice. Half of 100,000 texts changed
    would be 2,500,000,000 comparisons; so only those old texts are compared with a new one that
    share the rarest of its words and letter groups.
    """
    if not new or not old:
        return {}
    # rapidfuzz takes 20 ms to import, as long as reading a long catalog; most updates change
    # no source.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    groups = _index(old)
    pairs: list[tuple[float, int, int]] = []
    for number, text in enumerate(new):
        texts = {place: old[place] for place in _candidates(text, groups, len(old))}
        found = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=5)
        pairs += ((-score, number, place) for _, score, place in found)
    given: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, place in sorted(pairs):
        if number not in given and place not in taken:
            given[number] = place
            taken.add(place)
    return given


def _index(texts: Sequence[str]) -> dict[str, list[int]]:
    """The places of the texts that hold a word or letter group; empty when they are few."""
    groups: dict[str, list[int]] = defaultdict(list)
    if len(texts) > _COMPARED:
        for place, text in enumerate(texts):
            for group in _groups(text):
                groups[group].append(place)
    return groups


def _candidates(text: str, groups: dict[str, list[int]], count: int) -> Iterator[int]:
    if count <= _COMPARED:
        return iter(range(count))
    # Sorted by name too: the order of a set differs from run to run.
    known = sorted((len(places), group) for group in _groups(text) if (places := groups.get(group)))
    looked_at = islice(chain.from_iterable(groups[group] for _, group in known), _LOOKED_AT)
    return (place for place, _ in Counter(looked_at).most_common(_COMPARED))


def _groups(text: str) -> set[str]:
    """The words of a text and its groups of three letters, for words that changed."""
    # The blanks let the shortest text have a group, and words' ends count.
    padded = f" {text.casefold()} "
    return {*padded.split(), *(padded[start : start + 3] for start in range(len(padded) - 2))}
