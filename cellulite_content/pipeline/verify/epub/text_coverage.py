"""Showing: which of the expected texts a book shows, in their order, and what it shows instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .expected_book import BookUnit, Runs
from .passages import text_key, without_joiners

MIN_CHAPTER_UNITS = 3
"""So many units in a row that other text stands for are a chapter: a heading and two paragraphs."""

_MAX_ROLE_TEXT = 200
"""The largest number of characters, without white space, that roles may add to a message."""


@dataclass(frozen=True)
class ExpectedText:
    """A text that must be shown for a unit."""

    book_unit: BookUnit
    runs: Runs

    @property
    def key(self) -> str:
        """The text without white space."""
        return text_key("".join(self.runs))


@dataclass(frozen=True)
class Chapter:
    """Units in a row that are replaced by other texts, given by their keys."""

    units: tuple[BookUnit, ...]
    keys: frozenset[str]


@dataclass(frozen=True)
class TextCoverage:
    """Which of the expected texts a sequence of passages lacks.

    `lost` units are shown nowhere, `moved` ones in another place, `chapters` in other words.
    """

    lost: tuple[BookUnit, ...] = ()
    moved: tuple[BookUnit, ...] = ()
    chapters: tuple[Chapter, ...] = ()


def compare_texts(texts: Sequence[ExpectedText], page_keys: Sequence[str]) -> TextCoverage:
    """Compare the expected texts with the passages of the pages, given by their keys, in order."""
    keys = [matching_key(text, page_keys) for text in texts]
    expected_keys = set(keys)
    if [key for key in page_keys if key in expected_keys] == keys:
        return TextCoverage()
    missing, unmatched = _missing(keys, page_keys)
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
                frozenset(key for index in row for key in missing[index]),
            )
            for row in chapters
        ),
    )


def _missing(
    keys: Sequence[str], page_keys: Sequence[str]
) -> tuple[dict[int, Sequence[str]], Counter[str]]:
    """The expected keys that are not in their place, by index, each with the keys found there.

    Also counts the keys that no expected text matched.
    """
    missing: dict[int, Sequence[str]] = {}
    unmatched = Counter(page_keys)
    opcodes = SequenceMatcher(None, page_keys, keys, autojunk=False).get_opcodes()
    for operation, page_start, page_end, start, end in opcodes:
        if operation == "equal":
            unmatched.subtract(keys[start:end])
        else:
            missing |= dict.fromkeys(range(start, end), page_keys[page_start:page_end])
    return missing, unmatched


def _chapter_rows(indexes: Sequence[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for index in indexes:
        if rows and index == rows[-1][-1] + 1:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [row for row in rows if len(row) >= MIN_CHAPTER_UNITS]


def matching_key(text: ExpectedText, page_keys: Sequence[str]) -> str:
    """The key of a text on the page; its own key where the page does not have the text.

    Roles may add text; joiners may be lost, which another check reports.
    """
    if text.key in page_keys:
        return text.key
    joinerless = without_joiners(text.key)
    runs = tuple(without_joiners(text_key(run)) for run in text.runs)
    for page_key in page_keys:
        candidate = without_joiners(page_key)
        if candidate == joinerless or (text.book_unit.has_roles and _has_runs(candidate, runs)):
            return page_key
    return text.key


def _has_runs(text: str, runs: Runs) -> bool:
    """Whether the text has the runs in their order, with little other text."""
    offset = 0
    for run in runs:
        offset = text.find(run, offset)
        if offset < 0:
            return False
        offset += len(run)
    return bool(runs) and len(text) <= sum(map(len, runs)) + _MAX_ROLE_TEXT
