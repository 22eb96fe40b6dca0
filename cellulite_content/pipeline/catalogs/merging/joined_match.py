"""Joined matches: old texts that followed each other, and that a new text has together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .fuzzy_match import Match, choose_pairs, is_similar, near_texts

_MIN_PART_LENGTH = 20
_MIN_PART = 0.85
"""An old text of which 85 % are in a longer new one, in order, may be one of several in it."""

_MIN_PART_SIMILARITY = 45
_MIN_SIMILARITY = 75
_MIN_GAIN = 5
"""How much more similar joined texts are than the most similar one alone.

In the history of a manual that `scripts/benchmark.py replay` reads, authors joined about 40
paragraphs with the next one.
"""


def similar_runs(
    new: Sequence[str], old: Sequence[str], has_next: Sequence[bool]
) -> dict[int, range]:
    """Map positions in `new` to the positions in `old` of the texts that are most similar to it.

    These are one text, as `similar_pairs` chooses it, or several that followed each other: each
    of them is nearly whole in the new text, and together they are more similar to it than one.
    `has_next` says of each old text whether the next one followed it.
    """
    matches = list(near_texts(new, old, _MIN_PART_SIMILARITY if any(has_next) else 60))
    runs = _joined_runs(new, old, has_next, matches) if any(has_next) else {}
    pairs = choose_pairs(
        match for match in matches if match[1] not in runs and is_similar(match, new, old)
    )
    return runs | {position: range(pairs[position], pairs[position] + 1) for position in pairs}


def _joined_runs(
    new: Sequence[str], old: Sequence[str], has_next: Sequence[bool], matches: Sequence[Match]
) -> dict[int, range]:
    best: dict[int, tuple[float, range]] = {}
    single: dict[int, float] = {}
    for negative, new_index, old_index in matches:
        score = -negative
        single[new_index] = max(score, single.get(new_index, 0))
        if _is_part(score, len(new[new_index]), len(old[old_index])):
            grown = _grow(new[new_index], old, has_next, old_index, score)
            if len(grown[1]) > 1 and grown[0] > best.get(new_index, (0, range(0)))[0]:
                best[new_index] = grown
    return {
        new_index: run
        for new_index, (score, run) in best.items()
        if score >= max(_MIN_SIMILARITY, single[new_index] + _MIN_GAIN)
    }


def _is_part(score: float, new_length: int, old_length: int) -> bool:
    common = score * (new_length + old_length) / 200
    return (
        new_length > old_length >= _MIN_PART_LENGTH and common >= _MIN_PART * old_length
    )


def _grow(
    text: str, old: Sequence[str], has_next: Sequence[bool], position: int, score: float
) -> tuple[float, range]:
    """The similarity and the positions of the run that is more similar than any of its parts."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - see `near_texts`

    text = text.casefold()
    run = range(position, position + 1)
    while True:
        longer = [
            (fuzz.ratio(text, " ".join(old[run.start : run.stop]).casefold()), run)
            for run in _longer_runs(run, has_next)
        ]
        best = max(longer, key=lambda pair: pair[0], default=(0, run))
        if best[0] <= score:
            return score, run
        score, run = best


def _longer_runs(run: range, has_next: Sequence[bool]) -> Iterator[range]:
    if has_next[run.stop - 1]:
        yield range(run.start, run.stop + 1)
    if run.start and has_next[run.start - 1]:
        yield range(run.start - 1, run.stop)
