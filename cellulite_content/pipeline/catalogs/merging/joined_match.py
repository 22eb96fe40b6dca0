"""Joined matches: old texts that followed each other, and that a new text has together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .fuzzy_match import (
    MIN_OFFERED,
    AreClose,
    Match,
    choose_pairs,
    common_length,
    is_similar,
    near_texts,
)

_MIN_PART_SIMILARITY = 45
_MIN_PART_LENGTH = 20
_MIN_PART = 0.8
"""An old text of which 80 % are in a longer new one, in order, may be one of several in it; a third
of a paragraph is 50 % like the whole."""

_MIN_SIMILARITY = 75
_MIN_GAIN = 5
"""How much more similar joined texts are than the most similar one alone.

In the history of a manual (`scripts/benchmark.py replay`), 54 messages got joined translations. Of
these, 94 % were at least 60 % like what translators then wrote; of the nearest text alone, 54 %.
Other limits (a gain of 2 or 8, 75 or 85 %, a similarity of 70) changed one offer or none.
"""


class SimilarRun(NamedTuple):
    """The positions of old texts that followed each other, and their similarity to a new text."""

    similarity: float
    positions: range


def similar_runs(
    new: Sequence[str], old: Sequence[str], has_next: Sequence[bool], are_close: AreClose
) -> dict[int, SimilarRun]:
    """Map positions in `new` to the old text that is most similar, if similar enough, or to several
    that followed each other.

    One text is chosen as `similar_pairs` does. Of several, one is nearly whole in the new text,
    and each makes them more similar to it. `has_next` says of each old text whether the
    next one followed it.
    """
    can_join = any(has_next)
    matches = list(near_texts(new, old, _MIN_PART_SIMILARITY if can_join else MIN_OFFERED))
    runs = _joined_runs(new, old, has_next, matches) if can_join else {}
    pairs = choose_pairs(
        match
        for match in matches
        if match[1] not in runs
        and -match[0] >= MIN_OFFERED
        and is_similar(match, new, old, are_close)
    )
    for negative, position, old_position in pairs:
        runs[position] = SimilarRun(-negative, range(old_position, old_position + 1))
    return runs


def _joined_runs(
    new: Sequence[str], old: Sequence[str], has_next: Sequence[bool], matches: Sequence[Match]
) -> dict[int, SimilarRun]:
    runs: dict[int, SimilarRun] = {}
    highest: dict[int, float] = {}
    for negative, position, old_position in matches:
        highest[position] = max(-negative, highest.get(position, 0))
        if _is_part(-negative, len(new[position]), len(old[old_position])):
            part = SimilarRun(-negative, range(old_position, old_position + 1))
            run = _grown(part, new[position].casefold(), old, has_next)
            runs[position] = max(run, runs.get(position, run), key=lambda run: run.similarity)
    return {
        position: run
        for position, run in runs.items()
        if run.similarity >= max(_MIN_SIMILARITY, highest[position] + _MIN_GAIN)
    }


def _is_part(score: float, new_length: int, old_length: int) -> bool:
    return (
        new_length > old_length >= _MIN_PART_LENGTH
        and common_length(score, new_length, old_length) >= _MIN_PART * old_length
    )


def _grown(run: SimilarRun, text: str, old: Sequence[str], has_next: Sequence[bool]) -> SimilarRun:
    """The run with the texts beside it, as long as each makes it more similar."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - see `near_texts`

    while True:
        longer = [
            SimilarRun(
                fuzz.ratio(text, " ".join(old[positions[0] : positions[-1] + 1]).casefold()),
                positions,
            )
            for positions in _longer(run.positions, has_next)
        ]
        best = max((run, *longer), key=lambda run: run.similarity)
        if best is run:
            return run
        run = best


def _longer(positions: range, has_next: Sequence[bool]) -> Iterator[range]:
    first, last = positions[0], positions[-1]
    if has_next[last]:
        yield range(first, last + 2)
    if first and has_next[first - 1]:
        yield range(first - 1, last + 1)
