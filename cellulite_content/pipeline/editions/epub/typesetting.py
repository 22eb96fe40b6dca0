"""Sets a text in a box: where its lines may break, and how large it can be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from .fonts import Face, face_for

# The build hook of the wheel imports the builders and has no Pillow: who draws imports it.
if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_CLOSING = frozenset("、。，．・：；？！ー々ゝゞヽヾ）］｝〕〉》」』】〗〙〟…‥％,.:;?!)]}%؟،؛।॥")
_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
"""No line begins with one of these (JIS X 4051, 4.3 and W3C jlreq, 3.1.7)."""

_LETTERS = re.compile(r"[^ \u2e80-\uffef]+ *|[^ ] *")
"""A letter of a script without spaces, or a word of another one, with the spaces behind it."""

_OPENING = ("Ps", "Pi")
_MOST_LINES = 9
_LINE_MORE = 0.93
"""A line more must let the text grow by this at least, so that lines hold phrases and not words."""

_TINY = 100
"""Below this size (pixels) a line may break inside a phrase, where the script has no spaces."""


@dataclass(frozen=True)
class Block:
    """Lines of text in one size (pixels) of a face."""

    face: Face
    size: int
    lines: tuple[str, ...]

    @property
    def font(self) -> FreeTypeFont:
        """The face in the block's size."""
        return self.face.font(self.size)

    @property
    def leading(self) -> float:
        """From one baseline to the next, in pixels."""
        return self.size * self.face.leading

    @property
    def height(self) -> float:
        """The height of all lines, in pixels."""
        return self.leading * len(self.lines)

    @property
    def rise(self) -> float:
        """From the top to the first baseline, in pixels."""
        return self.size * self.face.rise


def set_text(text: str, tag: str, width: int, height: int, largest: int) -> Block:
    """The text as large as a box of this width and height (pixels) allows, in balanced lines.

    Raises `FaceError` when no face has all characters of the text.
    """
    face = face_for(text, tag)
    largest = round(largest * face.scale)
    block = _largest_block(_pieces(text, tag), face, width, height, largest)
    if block.size < min(_TINY, largest) and any(map(_is_wide, text)):
        letters = _largest_block(
            _kept_together(_LETTERS.findall(text)), face, width, height, largest
        )
        return letters if letters.size > block.size else block
    return block


def direction(text: str) -> str:
    """`rtl` for a text with letters that run from right to left, else `ltr`."""
    found = any(unicodedata.bidirectional(each) in ("R", "AL") for each in text)
    return "rtl" if found else "ltr"


# Where lines may break


def _pieces(text: str, tag: str) -> list[str]:
    """The text in pieces that no line tears; spaces stand at the ends of pieces."""
    pieces: list[str] = []
    for word, spaces in re.findall(r"([^ ]+)( *)", text):
        phrases = _phrases(word, tag) if any(map(_is_wide, word)) else [word]
        pieces += [*phrases[:-1], phrases[-1] + spaces]
    return _kept_together(pieces)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "W"


def _phrases(text: str, tag: str) -> list[str]:
    """Phrases of a script without spaces, as a reader would pause."""
    import budoux  # noqa: PLC0415 - it parses HTML too, which takes its time to import

    japanese = tag.partition("-")[0] == "ja"
    load = (
        budoux.load_default_japanese_parser
        if japanese
        else budoux.load_default_simplified_chinese_parser
    )
    return list(cache(load)().parse(text))


def _kept_together(pieces: Sequence[str]) -> list[str]:
    """The pieces, joined where a line may not end or begin."""
    joined = [pieces[0]]
    for left, right in pairwise(pieces):
        if _clings(left, right):
            joined[-1] += right
        else:
            joined.append(right)
    return joined


def _clings(left: str, right: str) -> bool:
    """Whether no line may end after `left` and begin with `right`."""
    left_word, right_word = left.strip(), right.strip()
    # A word of one letter hangs badly at the end of a line: a rule of Polish and Russian printers.
    lonely = left.endswith(" ") and len(left_word) == 1 and left_word.isalnum()
    closing = right[0] in _CLOSING | _SMALL or not any(map(str.isalnum, right_word))
    opening = unicodedata.category(left_word[-1]) in _OPENING
    return lonely or opening or (closing and unicodedata.category(right[0]) not in _OPENING)


# How large


def _largest_block(
    pieces: Sequence[str], face: Face, width: int, height: int, largest: int
) -> Block:
    """Of all numbers of lines the one that lets the text be largest, fewer lines preferred."""
    blocks = (
        _fitted(lines, face, width, height, largest)
        for lines in _balanced(pieces, face.font(largest))
    )
    return max(blocks, key=lambda block: block.size * _LINE_MORE ** len(block.lines))


def _fitted(lines: tuple[str, ...], face: Face, width: int, height: int, largest: int) -> Block:
    widest = max(map(face.font(largest).getlength, lines))
    tall = Block(face, largest, lines).height
    size = int(largest * min(1, width / widest, height / tall))
    # Hinting rounds advances, so a smaller size may be a little wider than the rule of three says.
    while size > 1 and max(map(face.font(size).getlength, lines)) > width:
        size -= 1
    return Block(face, max(size, 1), lines)


def _balanced(pieces: Sequence[str], font: FreeTypeFont) -> Iterator[tuple[str, ...]]:
    """For each number of lines the ways to break with the shortest widest line, evenly filled."""
    edges = [0.0, *accumulate(map(font.getlength, pieces))]
    spaces = [font.getlength(each) - font.getlength(each.rstrip(" ")) for each in pieces]

    @cache
    def best(start: int, count: int) -> tuple[float, float, tuple[int, ...]]:
        if count == 1:
            last = edges[-1] - edges[start] - spaces[-1]
            return last, last**2, (len(pieces),)
        ways = []
        for end in range(start + 1, len(pieces) - count + 2):
            line = edges[end] - edges[start] - spaces[end - 1]
            widest, squares, ends = best(end, count - 1)
            ways.append((max(line, widest), squares + line**2, (end, *ends)))
        return min(ways)

    for count in range(1, min(len(pieces), _MOST_LINES) + 1):
        ends = (0, *best(0, count)[2])
        yield tuple("".join(pieces[a:b]).rstrip(" ") for a, b in pairwise(ends))
