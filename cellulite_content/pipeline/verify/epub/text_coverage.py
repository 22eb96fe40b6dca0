"""Text coverage: which expected texts a book shows in order, and which other texts it has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from typing import Any

from .expected_book import BookUnit, Runs
from .passages import text_key, without_joiners

MIN_CHAPTER_UNITS = 3
"""At least this many replaced units in a row are a chapter: a heading and two paragraphs."""

_MAX_ROLE_TEXT = 200
"""The most characters, without white space, that roles may add to a message of few parts."""

_ROLE_TEXT_A_RUN = 60
"""The characters that roles may add for each part of a message between them."""

_MAX_CANDIDATES = 1000
"""The most passages that are compared with a message that has roles: a hostile book has many."""


@dataclass(frozen=True)
class ExpectedText:
    """A text that the book must show for a unit."""

    book_unit: BookUnit
    runs: Runs

    @property
    def key(self) -> str:
        """The text without white space."""
        return text_key("".join(self.runs))


@dataclass(frozen=True)
class PageKeys:
    """The keys of the pages' passages in order. It finds a text in a time that does not grow with
    the number of passages, except for texts with roles.
    """

    keys: tuple[str, ...]

    def __contains__(self, key: str) -> bool:
        return key in self._set

    @cached_property
    def _set(self) -> frozenset[str]:
        return frozenset(self.keys)

    @cached_property
    def _keys_by_joinerless(self) -> dict[str, str]:
        """The first key for each text without joiners."""
        keys: dict[str, str] = {}
        for key in self.keys:
            keys.setdefault(without_joiners(key), key)
        return keys

    @cached_property
    def _joinerless_text(self) -> str:
        return "\0".join(self._keys_by_joinerless)

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of each text in `_joinerless_text`."""
        lengths = (len(text) + 1 for text in self._keys_by_joinerless)
        return list(accumulate(lengths, initial=0))

    @cached_property
    def _joinerless(self) -> list[str]:
        return list(self._keys_by_joinerless)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self._keys_by_joinerless.values())}

    def place(self, key: str) -> int:
        """The place of a key among the page's different keys; -1 if the page does not have it."""
        return self._places.get(key, -1)

    def matching_key(
        self, text: ExpectedText, taken: Container[str] = (), last_place: int = -1
    ) -> str:
        """The key under which the page shows a text; the text's own key if it is not shown.

        Roles may add text, so that several keys may do: the first choice is after `last_place`, the
        last one is `taken`. Joiners may be lost, which another check reports.
        """
        if text.key in self:
            return text.key
        key = self._keys_by_joinerless.get(without_joiners(text.key))
        if key is not None:
            return key
        if text.book_unit.has_roles:
            runs = tuple(without_joiners(text_key(run)) for run in text.runs)
            longest_run = max(runs, key=len, default="")
            candidates = [
                self._keys_by_joinerless[candidate]
                for candidate in islice(self._texts_with(longest_run), _MAX_CANDIDATES)
                if _has_runs(candidate, runs)
            ]
            free = [candidate for candidate in candidates if candidate not in taken]
            later = [candidate for candidate in free if self.place(candidate) > last_place]
            return next(iter(later or free or candidates), text.key)
        return text.key

    def _texts_with(self, run: str) -> Iterator[str]:
        """The texts without joiners that have a run, in order."""
        offset = self._joinerless_text.find(run) if run else -1
        while offset >= 0:
            number = bisect_right(self._starts, offset) - 1
            yield self._joinerless[number]
            offset = self._joinerless_text.find(run, self._starts[number + 1])


@dataclass(frozen=True)
class Chapter:
    """Units in a row that other texts replace, and the keys of these texts."""

    units: tuple[BookUnit, ...]
    keys: frozenset[str]


@dataclass(frozen=True)
class TextCoverage:
    """Which of the expected texts a sequence of passages lacks.

    `lost` units are not shown, `moved` units are in another place, and other texts replace
    `chapters`.
    """

    lost: tuple[BookUnit, ...] = ()
    moved: tuple[BookUnit, ...] = ()
    chapters: tuple[Chapter, ...] = ()


def compare_texts(texts: Sequence[ExpectedText], page: PageKeys) -> TextCoverage:
    """Compare the expected texts with the keys of the pages' passages, in order."""
    keys = matching_keys(texts, page)
    expected_keys = set(keys)
    if [key for key in page.keys if key in expected_keys] == keys:
        return TextCoverage()
    missing, unmatched = _missing(keys, page.keys)
    moved: list[int] = []
    lost: list[int] = []
    for index in missing:
        elsewhere = unmatched[keys[index]] > 0
        unmatched[keys[index]] -= elsewhere
        (moved if elsewhere else lost).append(index)
    chapters = _chapter_rows([index for index in lost if missing[index]])
    indexes_in_chapters = {index for row in chapters for index in row}
    return TextCoverage(
        tuple(texts[index].book_unit for index in lost if index not in indexes_in_chapters),
        tuple(texts[index].book_unit for index in moved),
        tuple(
            Chapter(
                tuple(texts[index].book_unit for index in row),
                frozenset().union(*_without_repetition(missing[index] for index in row)),
            )
            for row in chapters
        ),
    )


def matching_keys(texts: Sequence[ExpectedText], page: PageKeys) -> list[str]:
    """The key of each text on the page; another text's key is not taken for a text with roles.

    Such a text may have few words of its own (`A :term:`muscle`.`), and passages of other kinds
    have them too: so it is searched after the texts before it.
    """
    taken = {text.key for text in texts if text.key in page}
    keys: list[str] = []
    last_place = -1
    for text in texts:
        keys.append(page.matching_key(text, taken, last_place))
        taken.add(keys[-1])
        last_place = max(last_place, page.place(keys[-1]))
    return keys


def _missing(
    keys: Sequence[str], page_keys: Sequence[str]
) -> tuple[dict[int, Sequence[str]], Counter[str]]:
    """The keys on the pages in the place of each missing expected key, by its index.

    Second, the count of the pages' keys that no expected text matched.
    """
    missing: dict[int, Sequence[str]] = {}
    unmatched = Counter(page_keys)
    page_start = start = 0
    for page_index, index in (*_common_pairs(page_keys, keys), (len(page_keys), len(keys))):
        if start < index:
            missing |= dict.fromkeys(range(start, index), page_keys[page_start:page_index])
        if index < len(keys):
            unmatched[keys[index]] -= 1
        page_start, start = page_index + 1, index + 1
    return missing, unmatched


def _common_pairs(page_keys: Sequence[str], keys: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the longest common subsequence, in both sequences.

    The algorithm of Hunt and Szymanski (1977): its time grows with the number of equal pairs.
    `difflib` takes time in proportion to the product of the lengths, for each of its blocks.
    """
    expected_keys = set(keys)
    places: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(page_keys):
        if key in expected_keys:
            places[key].append(index)
    # The smallest place on the page where a common subsequence of each length can end, and its
    # pairs as linked lists.
    ends: list[int] = []
    chains: list[tuple[int, int, Any]] = []
    for index, key in enumerate(keys):
        for page_index in reversed(places.get(key, ())):
            length = bisect_left(ends, page_index)
            chain = (page_index, index, chains[length - 1] if length else None)
            ends[length : length + 1] = [page_index]
            chains[length : length + 1] = [chain]
    pairs: list[tuple[int, int]] = []
    chain_end: Any = chains[-1] if chains else None
    while chain_end:
        page_index, index, chain_end = chain_end
        pairs.append((page_index, index))
    return pairs[::-1]


def _without_repetition(sequences: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    """Each sequence object once."""
    return {id(sequence): sequence for sequence in sequences}.values()


def _chapter_rows(indexes: Sequence[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for index in indexes:
        if rows and index == rows[-1][-1] + 1:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [row for row in rows if len(row) >= MIN_CHAPTER_UNITS]


def _has_runs(text: str, runs: Runs) -> bool:
    """Whether the text has the runs in order, with little other text."""
    offset = 0
    for run in runs:
        offset = text.find(run, offset)
        if offset < 0:
            return False
        offset += len(run)
    added = max(_MAX_ROLE_TEXT, _ROLE_TEXT_A_RUN * len(runs))
    return bool(runs) and len(text) <= sum(map(len, runs)) + added
