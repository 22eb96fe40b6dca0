"""Batches of articles: a locale is built by several jobs when a cluster has more threads than work.

A job of a batch reads all documents with their translations, so that numbers, links and lists are
right, and writes those of its own articles. The reading is what each further batch costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heapreplace
from typing import NamedTuple, Protocol

_READING = 0.2
"""The part of a locale's build that every batch does: of 8.1 seconds for pages, books and bundle of
40 articles in German, reading takes 1.1, and what a process does first takes 0.5."""

_FEWEST = 4
"""Articles of a batch: 0.7 s with books. A job itself takes 0.1 s to be sent and unpacked."""

_GAIN = 0.9
"""More batches must take less than this part of the time."""


class Batch(NamedTuple):
    """The articles that a job writes, and those of the other batches. Exactly one batch of a locale
    `is_first`: it writes what belongs to no article, too. Where an extension writes all documents
    together, one that `is_optional` writes all; others are refused."""

    articles: frozenset[str]
    others: frozenset[str]
    is_first: bool
    is_optional: bool = False

    def writes(self, article: str) -> bool:
        """Whether the job writes an article; one that nobody listed is the first batch's."""
        return article in self.articles or (self.is_first and article not in self.others)


class Divisible(Protocol):
    """What a task can be divided into: `sizes` are the bytes of its articles, by name, and
    `seconds` is how long all took the last time (0: unknown)."""

    @property
    def sizes(self) -> Mapping[str, int]: ...

    @property
    def seconds(self) -> float: ...

    def refusal(self, batch: Batch, name: str) -> str:
        """Why a batch may not bring a file `<format>/<name>`; empty if it may."""

    def is_merged(self, name: str) -> bool:
        """Whether each batch brings its own part of a file."""

    def merge(self, name: str, parts: Sequence[bytes]) -> bytes:
        """Such a file of the whole locale. Raises `ArchiveError` for parts that cannot be right."""


def divide(sizes: Mapping[str, int], count: int) -> list[Batch]:
    """Batches with about the same number of bytes; fewer than `count` if there are fewer articles.
    None is empty."""
    shares: list[list[str]] = [[] for _ in range(min(count, len(sizes)))]
    loads = [(0, number) for number in range(len(shares))]
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        load, number = loads[0]
        shares[number].append(name)
        heapreplace(loads, (load + max(1, sizes[name]), number))
    names = frozenset(sizes)
    batches = (frozenset(share) for share in shares)
    return [Batch(batch, names - batch, not number) for number, batch in enumerate(batches)]


def batch_counts(locales: Sequence[Divisible | None], threads: int) -> list[int]:
    """How many batches each locale should have, in their order; 1 for a locale as a whole.

    The locale that would end last is divided, as long as the end comes earlier.
    """
    counts = [1] * len(locales)
    most = [max(1, len(each.sizes) // _FEWEST) if each else 1 for each in locales]
    costs = [*_costs(locales)]
    best, (earliest, last) = [*counts], _end(costs, counts, threads)
    for _ in range(2 * threads):
        divisible = [number for number, count in enumerate(counts) if count < most[number]]
        if not divisible:
            break
        counts[last if last in divisible else divisible[-1]] += 1
        end, last = _end(costs, counts, threads)
        if end < _GAIN * earliest:
            best, earliest = [*counts], end
    return best


def _costs(locales: Sequence[Divisible | None]) -> Iterator[float]:
    """What building each locale costs: seconds if they are known of all, or else bytes."""
    are_known = all(each is not None and each.seconds for each in locales)
    for each in locales:
        if each is None:
            yield 0.0
        else:
            yield each.seconds if are_known else sum(each.sizes.values())


def _end(costs: Sequence[float], counts: Sequence[int], threads: int) -> tuple[float, int]:
    """When threads that take jobs in turn have done all, and which locale's job ends last."""
    free = [0.0] * threads
    heapify(free)
    end, last = -1.0, 0
    for number, (cost, count) in enumerate(zip(costs, counts, strict=True)):
        for _ in range(count):
            job_end = free[0] + cost * (_READING + (1 - _READING) / count)
            heapreplace(free, job_end)
            if job_end >= end:
                end, last = job_end, number
    return end, last
