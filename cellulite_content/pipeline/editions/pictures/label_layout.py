"""The layout of a translated label: its words in lines, and smaller letters where there is no room.

No font is measured: the faces of readers are not known. The estimates are wide, so that no label is
cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ...source.pictures.svg_picture import Label, LabelLine

_WIDE, _CAPITAL, _USUAL = 1.0, 0.72, 0.58
"""Widths of letters in shares of their size: of East Asian ones, of capitals, and of others. Noto
Sans, a wide face, has 0.64 and 0.54 on average."""

_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_NOT_FIRST = frozenset("、。，．・：；？！」』）】〉》ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々")
"""Characters that begin no line (JIS X 4051, 2.1)."""

_SMALLEST = 0.4


def width(text: str) -> float:
    """The estimated width of a text, in shares of the size of its letters."""
    return sum(map(_letter_width, text))


@lru_cache(maxsize=4096)  # one layout asks a hundred times for each letter
def _letter_width(letter: str) -> float:
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _CAPITAL if letter.isupper() else _USUAL


def lines_of(words: str, label: Label) -> list[str]:
    """The words in as many lines as the label has, or in fewer if these are no longer than the
    source's. Lines that are not needed are empty."""
    most = len(label.lines)
    widest = max(map(width, _in_lines(label.text, most)), default=0.0)
    for count in range(1, most + 1):
        lines = _in_lines(words, count)
        if count == most or max(map(width, lines)) <= widest:
            return [*lines, *[""] * (most - len(lines))]
    return []


def _in_lines(words: str, count: int) -> list[str]:
    """The words in at most `count` lines of about equal width."""
    parts = _parts(words)
    low, high = max(map(width, parts)), width(words)
    for _ in range(12):  # to a thousandth of the width
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(parts, middle)) <= count else (middle, high)
    return _filled(parts, high)


def _parts(words: str) -> list[str]:
    """What no line break divides, with the space behind it. Chinese and Japanese are divided
    between letters."""
    parts = [f"{word} " for word in words.split(" ")]
    parts[-1] = parts[-1][:-1]
    if len(parts) > 1:
        return parts
    divided: list[str] = []
    for letter in words:
        is_free = unicodedata.east_asian_width(letter) in "WF" and letter not in _NOT_FIRST
        if is_free or not divided:
            divided.append(letter)
        else:
            divided[-1] += letter
    return divided


def _filled(parts: Sequence[str], limit: float) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and width((lines[-1] + part).rstrip()) > limit + 1e-9:
            lines.append("")
        lines[-1] += part
    return [line.rstrip() for line in lines]


def scale(lines: Sequence[str], label: Label, edges: tuple[float, float] | None) -> float:
    """By how much the label must be smaller, so that no line leaves the picture: 1 if it fits.

    A label that is rotated is not measured, nor is one in a picture without a size.
    """
    factors = [
        _room(line, edges) / width(text)
        for text, line in zip(lines, label.lines, strict=True)
        if text and edges and _is_level(line)
    ]
    return max(_SMALLEST, min([1.0, *factors]))


def _is_level(line: LabelLine) -> bool:
    a, b, c, d, _, _ = line.style.matrix
    return a > 0 and d > 0 and abs(b) < 1e-6 and abs(c) < 1e-6 and line.style.size > 0


def _room(line: LabelLine, edges: tuple[float, float]) -> float:
    """The room of a line up to the picture's edges, in sizes of its letters."""
    a, _, _, _, e, _ = line.style.matrix
    x = a * line.x + e
    to_left, to_right = x - edges[0], edges[1] - x
    if line.style.direction == "rtl":
        to_left, to_right = to_right, to_left
    rooms = {"start": to_right, "end": to_left}
    room = rooms.get(line.style.anchor, 2 * min(to_left, to_right))
    return max(0.0, room) / (a * line.style.size)
