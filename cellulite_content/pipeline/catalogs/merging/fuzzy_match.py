"""Fuzzy matches: the old text that is most similar to a new one, without comparing all texts."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

Match = tuple[float, int, int]
"""The negative similarity of two texts, and their positions among the new and the old ones."""

AreClose = Callable[[int, int], bool]
"""Whether the texts at a position among the new ones and the old ones are in the same file."""

MIN_SIMILARITY = 65
MIN_FAR_SIMILARITY = 72
"""The similarity (0 to 100, rapidfuzz's ratio without case) from which on a translation is offered:
of a text in the same file, and of one in another file.

Chosen with `scripts/benchmark.py replay` on the German catalogs of a manual and confirmed on the
French ones: lower values find more, but fewer of 100 offers are at least 60 % like what translators
then write. In the catalogs of a program, 5 versions in 6 languages, 41 to 73 % of the nearest texts
with 65 to 71 were so in the same file, and 18 to 41 % in others. Words in common, word order,
markup, neighbours and lengths said little more in the manual.
"""

_SHORT = 8
_MIN_SHORT_SIMILARITY = 85
"""For texts of fewer than 8 characters: "Channel" and "Changelog" are 75 % alike."""

_LONG = 10
"""Shorter texts need `MIN_FAR_SIMILARITY` in the same file too: "Function" and "Encryption" are
67 % alike."""

MIN_OFFERED = 60
_MIN_PART_LENGTH = 30
_MIN_PART = 0.9
"""A text of which 90 % are in a longer one, in order, is a part of it: half of a paragraph that was
split is 67 % like the whole, and less than `MIN_OFFERED` is no half."""

_NO_CONTEXT = 50.0

_MAX_COMPARISONS = 20
"""How many candidates from the index are compared letter by letter with a text."""

_MAX_POSITIONS = 500
"""How many index entries are read for a text: this limit keeps an update's time linear."""

_INDEXING = 80
_LOOKUP = 300
_USUAL_LENGTH = 100
"""Comparisons that take as long as adding a text to the index, and as looking one up there, for
texts of 100 characters; with longer ones, comparisons take longer than the index."""


def context_similarity(old: str | None, new: str | None) -> float:
    """How similar the names of two contexts are, from 0 to 100; no context is in the middle."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - see `near_texts`

    return _NO_CONTEXT if old is None else fuzz.ratio(old, new or "")


def similar_pairs(
    new: Sequence[str], old: Sequence[str], are_close: AreClose = lambda _new, _old: True
) -> dict[int, int]:
    """Map positions in `new` to the position in `old` of the most similar text, if similar enough.

    The most similar pairs are chosen first, and each old text once.
    """
    matches = near_texts(new, old, MIN_OFFERED)
    chosen = choose_pairs(match for match in matches if is_similar(match, new, old, are_close))
    return {position: old_position for _, position, old_position in chosen}


def choose_pairs(matches: Iterable[Match]) -> list[Match]:
    """The most similar pairs first, and each text once."""
    chosen: dict[int, Match] = {}
    used: set[int] = set()
    for match in sorted(matches):
        _, position, old_position = match
        if position not in chosen and old_position not in used:
            chosen[position] = match
            used.add(old_position)
    return list(chosen.values())


def most_similar(
    new: Sequence[str], old: Sequence[str], are_close: AreClose = lambda _new, _old: True
) -> dict[int, tuple[float, int]]:
    """The similarity and the position of the most similar text for each new one, if similar enough,
    whether others have it too or not."""
    best: dict[int, tuple[float, int]] = {}
    for match in sorted(near_texts(new, old, MIN_OFFERED)):
        negative, position, old_position = match
        if position not in best and is_similar(match, new, old, are_close):
            best[position] = -negative, old_position
    return best


def near_texts(new: Sequence[str], old: Sequence[str], cutoff: float) -> Iterator[Match]:
    """The matches with the similarity `cutoff` or more, up to five for a new text.

    Half of 100,000 texts changed would be 2,500,000,000 comparisons; so only those old texts are
    compared with a new one that share the rarest of its words and letter groups.
    """
    if not new or not old:
        return
    # rapidfuzz takes 20 ms to import, as long as reading a long catalog; most updates change
    # no source.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    new, old = ([text.casefold() for text in texts] for texts in (new, old))
    comparing = len(new) * sum(map(len, old)) / _USUAL_LENGTH
    indexing = len(old) * _INDEXING + len(new) * _LOOKUP
    index = _index(old) if comparing > indexing else None
    for new_index, text in enumerate(new):
        candidates = (
            {old_index: old[old_index] for old_index in _candidates(text, index)}
            if index is not None
            else old
        )
        matches = process.extract(text, candidates, scorer=fuzz.ratio, score_cutoff=cutoff, limit=5)
        for _, score, old_index in matches:
            yield -score, new_index, old_index


def is_similar(match: Match, new: Sequence[str], old: Sequence[str], are_close: AreClose) -> bool:
    """Whether the translation of the old text is offered for the new one."""
    negative, position, old_position = match
    score, new_length, old_length = -negative, len(new[position]), len(old[old_position])
    if min(new_length, old_length) < _SHORT:
        return score >= _MIN_SHORT_SIMILARITY
    if score >= MIN_FAR_SIMILARITY:
        return True
    is_part = new_length >= _MIN_PART_LENGTH and (
        common_length(score, new_length, old_length) >= _MIN_PART * new_length
    )
    if is_part:
        return True
    is_long = min(new_length, old_length) >= _LONG
    return is_long and score >= MIN_SIMILARITY and are_close(position, old_position)


def common_length(score: float, new_length: int, old_length: int) -> float:
    """The length of the longest common subsequence: the ratio is 200 times this length, divided by
    the sum of the lengths."""
    return score * (new_length + old_length) / 200


def _index(texts: Sequence[str]) -> dict[str, array[int]]:
    """The positions of the texts with a word or letter group."""
    # Lists would hold an object for each position: reading those of 100,000 texts takes longer.
    index: dict[str, array[int]] = defaultdict(lambda: array("I"))
    for position, text in enumerate(texts):
        for group in _words_and_trigrams(text):
            index[group].append(position)
    return index


def _candidates(text: str, index: dict[str, array[int]]) -> Iterator[int]:
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
    padded = f" {text} "
    return {*padded.split(), *(padded[start : start + 3] for start in range(len(padded) - 2))}
