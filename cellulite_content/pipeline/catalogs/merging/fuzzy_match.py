"""Fuzzy matches: the old text that is most similar to a new one, without comparing all texts."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice

MIN_SIMILARITY = 70
"""The similarity (0 to 100, rapidfuzz's ratio) from which on a translation is offered."""

_NO_CONTEXT = 50.0

_MAX_COMPARISONS = 20
"""How many candidates are compared letter by letter with a text; all, if there are no more."""

_MAX_POSITIONS = 500
"""How many index entries are read for a text: this limit keeps an update's time linear."""


def context_similarity(old: str | None, new: str | None) -> float:
    """How similar the names of two contexts are, from 0 to 100; no context is in the middle."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - see `similar_pairs`

    return _NO_CONTEXT if old is None else fuzz.ratio(old, new or "")


def similar_pairs(new: Sequence[str], old: Sequence[str]) -> dict[int, int]:
    """Map positions in `new` to the position in `old` of the most similar text, if similar enough.

    The most similar pairs are chosen first, and each old text once. Half of 100,000 texts changed
    would be 2,500,000,000 comparisons; so only those old texts are compared with a new one that
    share the rarest of its words and letter groups.
    """
    if not new or not old:
        return {}
    # rapidfuzz takes 20 ms to import, as long as reading a long catalog; most updates change
    # no source.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    index = _index(old)
    scored_pairs: list[tuple[float, int, int]] = []
    for new_index, text in enumerate(new):
        candidates = {old_index: old[old_index] for old_index in _candidates(text, index, len(old))}
        matches = process.extract(
            text, candidates, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=5
        )
        scored_pairs += ((-score, new_index, old_index) for _, score, old_index in matches)
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, new_index, old_index in sorted(scored_pairs):
        if new_index not in pairs and old_index not in used:
            pairs[new_index] = old_index
            used.add(old_index)
    return pairs


def _index(texts: Sequence[str]) -> dict[str, array[int]]:
    """The positions of the texts with a word or letter group; empty when there are few texts."""
    # Lists would hold an object for each position: reading those of 100,000 texts takes longer.
    index: dict[str, array[int]] = defaultdict(lambda: array("I"))
    if len(texts) > _MAX_COMPARISONS:
        for position, text in enumerate(texts):
            for group in _words_and_trigrams(text):
                index[group].append(position)
    return index


def _candidates(text: str, index: dict[str, array[int]], count: int) -> Iterator[int]:
    if count <= _MAX_COMPARISONS:
        return iter(range(count))
    # Sorted by name too: the order of a set differs from run to run.
    by_rarity = sorted(
        (len(postings), group)
        for group in _words_and_trigrams(text)
        if (postings := index.get(group))
    )
    positions = islice(chain.from_iterable(index[group] for _, group in by_rarity), _MAX_POSITIONS)
    return (position for position, _ in Counter(positions).most_common(_MAX_COMPARISONS))


def _words_and_trigrams(text: str) -> set[str]:
    """The words of a text and its groups of three letters, for words that changed."""
    # With the blanks, the shortest text has a group, and word ends count.
    padded = f" {text.casefold()} "
    return {*padded.split(), *(padded[start : start + 3] for start in range(len(padded) - 2))}
