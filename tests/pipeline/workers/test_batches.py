"""Which locales a cluster divides, and into which batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from cellulite_content.pipeline.workers.clusters.batches import batch_counts, divide


@dataclass(frozen=True)
class _Locale:
    """A locale of articles of one byte."""

    count: int = 100
    seconds: float = 0.0

    @property
    def sizes(self) -> dict[str, int]:
        return dict.fromkeys(map(str, range(self.count)), 1)

    def refusal(self, batch: object, name: str) -> str:
        raise NotImplementedError

    def is_merged(self, name: str) -> bool:
        raise NotImplementedError

    def merge(self, name: str, parts: Sequence[bytes]) -> bytes:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("locales", "threads", "counts"),
    [
        # A locale alone; a worker alone; as many locales as workers.
        ([_Locale()], 2, [2]),
        ([_Locale()], 3, [3]),
        ([_Locale(), _Locale()], 1, [1, 1]),
        ([_Locale()] * 4, 4, [1, 1, 1, 1]),
        # The last locale of a run.
        ([_Locale()] * 5, 4, [1, 1, 1, 1, 4]),
        # The longest one, by its seconds.
        ([_Locale(seconds=5), _Locale(seconds=8)], 3, [1, 2]),
        ([_Locale(seconds=9), *[_Locale(seconds=1)] * 3], 4, [3, 1, 1, 1]),
        # Few articles, as far as they are enough for batches; none to divide.
        ([_Locale(7)], 8, [1]),
        ([_Locale(8)], 8, [2]),
        ([_Locale(0)], 8, [1]),
        ([None], 8, [1]),
        ([], 8, []),
    ],
)
def test_batches_make_the_end_come_earlier(
    locales: list[_Locale | None], threads: int, counts: list[int]
) -> None:
    """Batches are made where workers would have nothing to do, and only then."""
    assert batch_counts(locales, threads) == counts


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_each_article_is_in_one_batch(count: int) -> None:
    """Also with fewer articles than batches; the batches have about the same size."""
    sizes = {"a": 8, "b": 5, "c": 4, "d": 0, "e": 0}
    batches = divide(sizes, count)
    assert len(batches) == min(count, 5)
    assert sorted(name for batch in batches for name in batch.articles) == [*sizes]
    assert all(batch.articles for batch in batches)
    assert all(batch.others == sizes.keys() - batch.articles for batch in batches)
    assert [batch.is_first for batch in batches] == [True] + [False] * (len(batches) - 1)
    loads = [sum(map(sizes.__getitem__, batch.articles)) for batch in batches]
    assert count != 2 or sorted(loads) == [8, 9]
    # An article that nobody listed is written, too.
    assert [batch.writes("new") for batch in batches] == [batch.is_first for batch in batches]
