"""The alignment of two sequences of units: the cheapest way through both, with its doubts.

A way has five moves: a pair, a text on one side alone, and two texts of one side for one of the
other. The doubt about a pair is the cost of the best way without it: where a paragraph is missing,
its neighbours may be exchanged at a small cost, which says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from .features import GAP, Features, cost

JOIN = GAP + 0.15
"""The cost of two texts for one, added to that of their words together: they are joined only if one
of them alone would be a clearly worse partner."""

BAND = 60
"""How far a way may be from the diagonal, in units: a thousand then take 8 seconds, not 30."""

_MOVES = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1))


@dataclass(frozen=True)
class Pair:
    """A unit of the source with its place, those of the translation (two if the text was split),
    the cost of the pair, and how much more the best way without it costs.

    `joined` says that the translation is that of two units of the source.
    """

    source: int
    targets: tuple[int, ...]
    cost: float
    margin: float
    joined: bool = False


def align(
    sources: Sequence[Features], targets: Sequence[Features], ratio: float = 1.0
) -> list[Pair]:
    """The pairs of the cheapest way, in the source's order."""
    table = _Table(sources, targets, ratio)
    pairs = []
    for a, b, da, db in table.best_way():
        for place in range(a, a + da) if db else ():
            chosen = tuple(range(b, b + db))
            pairs.append(
                Pair(
                    place,
                    chosen,
                    table.move_cost(a, b, da, db),
                    table.margin(place, chosen),
                    da > 1,
                )
            )
    return pairs


class _Table:
    """The costs of the best ways from the beginning and to the end, by the place in both."""

    def __init__(
        self, sources: Sequence[Features], targets: Sequence[Features], ratio: float
    ) -> None:
        self._sources, self._targets, self._ratio = sources, targets, ratio
        self._costs: dict[tuple[int, int, int, int], float] = {}
        self._size = len(sources), len(targets)
        self._before = self._fill(forward=True)
        self._after = self._fill(forward=False)
        self._margins = self._options()

    def move_cost(self, a: int, b: int, da: int, db: int) -> float:
        """The cost of a move from a place."""
        if not da or not db:
            return GAP
        key = (a, b, da, db)
        if key not in self._costs:
            source = _together(self._sources[a : a + da])
            target = _together(self._targets[b : b + db])
            value = cost(source, target, self._ratio) if source and target else inf
            self._costs[key] = value + (JOIN if da + db > 2 else 0)
        return self._costs[key]

    def best_way(self) -> Iterator[tuple[int, int, int, int]]:
        """The moves of the cheapest way."""
        a = b = 0
        while (a, b) != self._size:
            moves = list(self._moves(a, b))
            da, db = min(
                moves,
                key=lambda move: (
                    self.move_cost(a, b, *move) + self._after.get((a + move[0], b + move[1]), inf)
                ),
            )
            yield a, b, da, db
            a, b = a + da, b + db

    def margin(self, place: int, chosen: tuple[int, ...]) -> float:
        """How much more the best way costs in which a source has not the `chosen` partners."""
        options = self._margins[place]
        others = (value for targets, value in options.items() if targets != chosen)
        return min(others, default=inf) - options[chosen]

    def _moves(self, a: int, b: int) -> Iterator[tuple[int, int]]:
        for da, db in _MOVES:
            if a + da <= self._size[0] and b + db <= self._size[1]:
                yield da, db

    def _places(self) -> Iterator[tuple[int, int]]:
        rows, columns = self._size
        band = max(BAND, abs(rows - columns) + 50)
        slope = columns / rows if rows else 1
        for a in range(rows + 1):
            middle = round(a * slope)
            for b in range(max(0, middle - band), min(columns, middle + band) + 1):
                yield a, b

    def _fill(self, *, forward: bool) -> dict[tuple[int, int], float]:
        places = list(self._places())
        table = dict.fromkeys(places, inf)
        table[(0, 0) if forward else self._size] = 0.0
        for a, b in places if forward else reversed(places):
            for da, db in self._moves(a, b):
                other = (a + da, b + db)
                if other not in table:
                    continue
                if forward:
                    value = table[a, b] + self.move_cost(a, b, da, db)
                    table[other] = min(table[other], value)
                else:
                    value = table[other] + self.move_cost(a, b, da, db)
                    table[a, b] = min(table[a, b], value)
        return table

    def _options(self) -> list[dict[tuple[int, ...], float]]:
        """The cost of the best way for each choice of partners, by the place in the source."""
        options: list[dict[tuple[int, ...], float]] = [{} for _ in range(self._size[0])]
        for (a, b), before in self._before.items():
            for da, db in self._moves(a, b):
                after = self._after.get((a + da, b + db), inf)
                if not da or before + after == inf:
                    continue
                value = before + self.move_cost(a, b, da, db) + after
                chosen = tuple(range(b, b + db))
                for place in range(a, a + da):
                    known = options[place].get(chosen, inf)
                    options[place][chosen] = min(known, value)
        return options


def _together(features: Sequence[Features]) -> Features | None:
    """The features of one text, or of two of a kind as one text; None for two that cannot be."""
    if len(features) == 1:
        return features[0]
    first, second = features
    if first.kind != second.kind or first.kind.startswith(("heading", "title", "table")):
        return None
    text = f"{first.unit.text} {second.unit.text}"
    return Features(replace(first.unit, text=text), (*first.notes, *second.notes))
