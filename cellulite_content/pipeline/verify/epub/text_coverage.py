"""Showing: which of the expected texts a book shows, in their order, and what it shows instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .expected_book import BookUnit, Runs
from .passages import key, without_joiners

CHAPTER = 3
"""So many units in a row that other text stands for are a chapter: a heading and two paragraphs."""

_MOST_ROLE_TEXT = 200
"""The largest number of characters, without white space, that roles may add to a message."""


@dataclass(frozen=True)
class ExpectedText:
    """A text that must be shown for a unit."""

    entry: BookUnit
    runs: Runs

    @property
    def key(self) -> str:
        """The text without white space."""
        return key("".join(self.runs))


@dataclass(frozen=True)
class Chapter:
    """Units in a row that are replaced by other texts, given by their keys."""

    lost: tuple[BookUnit, ...]
    keys: frozenset[str]


@dataclass(frozen=True)
class TextCoverage:
    """Which of the expected texts a sequence of passages lacks.

    `lost` units are shown nowhere, `moved` ones in another place, `chapters` in other words.
    """

    lost: tuple[BookUnit, ...] = ()
    moved: tuple[BookUnit, ...] = ()
    chapters: tuple[Chapter, ...] = ()


def compare_texts(wanted: Sequence[ExpectedText], keys: Sequence[str]) -> TextCoverage:
    """Compare the expected texts with the passages of the pages, given by their keys, in order."""
    expected = [key_on_page(each, keys) for each in wanted]
    known = set(expected)
    if [each for each in keys if each in known] == expected:
        return TextCoverage()
    missing, spare = _missing(expected, keys)
    moved: list[int] = []
    lost: list[int] = []
    for index in missing:
        elsewhere = spare[expected[index]] > 0
        spare[expected[index]] -= elsewhere
        (moved if elsewhere else lost).append(index)
    chapters = _in_a_row([index for index in lost if missing[index]])
    taken = {index for row in chapters for index in row}
    return TextCoverage(
        tuple(wanted[index].entry for index in lost if index not in taken),
        tuple(wanted[index].entry for index in moved),
        tuple(
            Chapter(
                tuple(wanted[index].entry for index in row),
                frozenset(each for index in row for each in missing[index]),
            )
            for row in chapters
        ),
    )


def _missing(
    expected: Sequence[str], keys: Sequence[str]
) -> tuple[dict[int, Sequence[str]], Counter[str]]:
    """The expected keys that are not in their place, by index, each with the keys found there.

    Also counts the keys that no expected text matched.
    """
    missing: dict[int, Sequence[str]] = {}
    left = Counter(keys)
    changes = SequenceMatcher(None, keys, expected, autojunk=False).get_opcodes()
    for what, start, end, first, last in changes:
        if what == "equal":
            left.subtract(expected[first:last])
        else:
            missing |= dict.fromkeys(range(first, last), keys[start:end])
    return missing, left


def _in_a_row(indexes: Sequence[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for index in indexes:
        if rows and index == rows[-1][-1] + 1:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [row for row in rows if len(row) >= CHAPTER]


def key_on_page(wanted: ExpectedText, keys: Sequence[str]) -> str:
    """The key of a text on the page; its own key where the page does not have the text.

    Roles may add text; joiners may be lost, which another check reports.
    """
    if wanted.key in keys:
        return wanted.key
    bare = without_joiners(wanted.key)
    runs = tuple(without_joiners(key(run)) for run in wanted.runs)
    for each in keys:
        text = without_joiners(each)
        if text == bare or (wanted.entry.loose and _fits(text, runs)):
            return each
    return wanted.key


def _fits(text: str, runs: Runs) -> bool:
    """Whether the text has the runs in their order, with little other text."""
    place = 0
    for run in runs:
        place = text.find(run, place)
        if place < 0:
            return False
        place += len(run)
    return bool(runs) and len(text) <= sum(map(len, runs)) + _MOST_ROLE_TEXT
