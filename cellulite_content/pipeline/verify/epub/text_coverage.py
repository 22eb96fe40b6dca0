"""Text coverage: which expected texts a book shows in order, and which other texts it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .expected_book import BookUnit, Runs
from .passages import text_key, without_joiners

MIN_CHAPTER_UNITS = 3
"""At least this many replaced units in a row are a chapter: a heading and two paragraphs."""

_MAX_ROLE_TEXT = 200
"""The most characters, without white space, that roles may add to a message."""


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


def compare_texts(texts: Sequence[ExpectedText], page_keys: Sequence[str]) -> TextCoverage:
    """Compare the expected texts with the keys of the pages' passages, in order."""
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
    """The keys on the pages in the place of each missing expected key, by its index.

    Second, the count of the pages' keys that no expected text matched.
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
    """The key under which the page shows a text; the text's own key if it is not shown.

    Roles may add text. Joiners may be lost, which another check reports.
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
    """Whether the text has the runs in order, with little other text."""
    offset = 0
    for run in runs:
        offset = text.find(run, offset)
        if offset < 0:
            return False
        offset += len(run)
    return bool(runs) and len(text) <= sum(map(len, runs)) + _MAX_ROLE_TEXT
