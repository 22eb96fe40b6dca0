"""Sets a text in a box: decides where its lines break and how large it can be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from .fonts import Font, font_for

# The build hook of the wheel imports the builders and has no Pillow: drawing functions import it.
if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_CLOSING = frozenset("、。，．・：；？！ー々ゝゞヽヾ）］｝〕〉》」』】〗〙〟…‥％,.:;?!)]}%؟،؛।॥")
_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
"""No line begins with one of these (JIS X 4051, 4.3 and W3C jlreq, 3.1.7)."""

_LETTERS = re.compile(r"[^ \u2e80-\uffef]+ *|[^ ] *")
"""A letter of a script without spaces, or a word of another script, with the spaces after it."""

_OPENING = ("Ps", "Pi")
_MAX_LINES = 9
_GAIN_PER_LINE = 0.93
"""Factor for each line when sizes are compared: another line must make the text clearly larger, so
that lines hold phrases and not single words."""

_BREAKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_MAX_LETTERS = 500
"""More letters of a title cannot be read on a cover."""

_MAX_PIECES = 100
"""More pieces are joined: the time grows with their square, and 100 take 0.1 s."""

_MIN_PHRASE_SIZE = 100
"""Below this size (pixels) a line may break inside a phrase, in scripts without spaces."""


@dataclass(frozen=True)
class Block:
    """Lines of text in one size (pixels) of a font."""

    font: Font
    size: int
    lines: tuple[str, ...]

    @property
    def sized_font(self) -> FreeTypeFont:
        """The font in the block's size."""
        return self.font.at_size(self.size)

    @property
    def leading(self) -> float:
        """The distance from one baseline to the next, in pixels."""
        return self.size * self.font.leading

    @property
    def height(self) -> float:
        """The height of all lines, in pixels."""
        return self.leading * len(self.lines)

    @property
    def rise(self) -> float:
        """The distance from the top to the first baseline, in pixels."""
        return self.size * self.font.rise


# The two books of an article in a language share most of their texts.
@lru_cache(maxsize=64)
def set_text(text: str, tag: str, width: int, height: int, largest: int) -> Block:
    """The text in balanced lines, as large as a box of this width and height (pixels) allows.

    Line breaks and tabs count as spaces, and characters after the first 500 are left out. A text
    without visible characters is set too. Raises `MissingGlyphError` when no font has
    all characters of the text.
    """
    text = _BREAKS.sub(" ", text[:_MAX_LETTERS]).strip(" ")
    font = font_for(text, tag)
    largest = round(largest * font.scale)
    block = _largest_block(_pieces(text, tag), font, width, height, largest)
    if block.size < min(_MIN_PHRASE_SIZE, largest) and any(map(_is_wide, text)):
        letters = _largest_block(
            _join_unbreakable(_LETTERS.findall(text)), font, width, height, largest
        )
        return letters if letters.size > block.size else block
    return block


def direction(text: str) -> str:
    """`rtl` for a text with right-to-left letters, else `ltr`."""
    right_to_left = any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
    return "rtl" if right_to_left else "ltr"


# Where lines may break


def _pieces(text: str, tag: str) -> list[str]:
    """The text in pieces that are never broken; spaces are at the ends of pieces."""
    pieces: list[str] = []
    for word, spaces in re.findall(r"([^ ]+)( *)", text):
        phrases = _phrases(word, tag) if any(map(_is_wide, word)) else [word]
        pieces += [*phrases[:-1], phrases[-1] + spaces]
    return _join_unbreakable(pieces)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "W"


def _phrases(text: str, tag: str) -> list[str]:
    """The phrases of a text without spaces, split where a reader would pause."""
    import budoux  # noqa: PLC0415 - it also parses HTML, which is slow to import

    japanese = tag.partition("-")[0] == "ja"
    load = (
        budoux.load_default_japanese_parser
        if japanese
        else budoux.load_default_simplified_chinese_parser
    )
    return list(cache(load)().parse(text))


def _join_unbreakable(pieces: Sequence[str]) -> list[str]:
    """The pieces, joined where a line may not end or begin."""
    joined = list(pieces[:1]) or [""]
    for left, right in pairwise(pieces):
        if _is_unbreakable(left, right):
            joined[-1] += right
        else:
            joined.append(right)
    return joined


def _is_unbreakable(left: str, right: str) -> bool:
    """Whether no line may end after `left` and begin with `right`."""
    left_word, right_word = left.strip(), right.strip()
    if not left_word or not right_word:  # other spaces than " "
        return True
    # Polish and Russian typography allows no one-letter word at the end of a line.
    one_letter = left.endswith(" ") and len(left_word) == 1 and left_word.isalnum()
    closing = right[0] in _CLOSING | _SMALL or not any(map(str.isalnum, right_word))
    opening = unicodedata.category(left_word[-1]) in _OPENING
    return one_letter or opening or (closing and unicodedata.category(right[0]) not in _OPENING)


# How large


def _largest_block(
    pieces: Sequence[str], font: Font, width: int, height: int, largest: int
) -> Block:
    """The block with the number of lines that makes the text largest; fewer lines preferred."""
    step = -(-len(pieces) // _MAX_PIECES)
    if step > 1:
        pieces = ["".join(pieces[at : at + step]) for at in range(0, len(pieces), step)]
    candidates = [
        _candidate(lines, font, width, height, largest)
        for lines in _balanced_lines(pieces, font.at_size(largest))
    ]
    best: Block | None = None
    for candidate in sorted(candidates, key=_value, reverse=True):
        # No block is larger than its candidate, and each new size loads the font for 1 ms.
        if best is not None and _value(candidate) < _value(best):
            break
        block = _fitted_block(candidate, width)
        if best is None or (_value(block), -len(block.lines)) > (_value(best), -len(best.lines)):
            best = block
    return best or _candidate(("",), font, width, height, largest)


def _value(block: Block) -> float:
    """What the numbers of lines are compared by."""
    return block.size * _GAIN_PER_LINE ** len(block.lines)


def _candidate(lines: tuple[str, ...], font: Font, width: int, height: int, largest: int) -> Block:
    """The lines in the size that would fit if widths were in proportion to sizes."""
    widest = max(map(font.at_size(largest).getlength, lines))
    tall = Block(font, largest, lines).height
    size = int(largest * min(1, width / max(widest, 1), height / tall))
    return Block(font, max(size, 1), lines)


def _fitted_block(block: Block, width: int) -> Block:
    """The block in a size that fits: hinting rounds advances, so a smaller size may be a little
    wider than in proportion."""
    size = block.size
    while size > 1 and max(map(block.font.at_size(size).getlength, block.lines)) > width:
        size -= 1
    return replace(block, size=size)


def _balanced_lines(pieces: Sequence[str], sized_font: FreeTypeFont) -> Iterator[tuple[str, ...]]:
    """For each number of lines, the breaks with the shortest widest line, evenly filled."""
    edges = [0.0, *accumulate(map(sized_font.getlength, pieces))]
    spaces = [
        sized_font.getlength(piece) - sized_font.getlength(piece.rstrip(" ")) for piece in pieces
    ]

    @cache
    def best_break(start: int, count: int) -> tuple[float, float, tuple[int, ...]]:
        if count == 1:
            last = edges[-1] - edges[start] - spaces[-1]
            return last, last**2, (len(pieces),)
        candidates = []
        for end in range(start + 1, len(pieces) - count + 2):
            width = edges[end] - edges[start] - spaces[end - 1]
            widest, squares, ends = best_break(end, count - 1)
            candidates.append((max(width, widest), squares + width**2, (end, *ends)))
        return min(candidates)

    for count in range(1, min(len(pieces), _MAX_LINES) + 1):
        breaks = (0, *best_break(0, count)[2])
        yield tuple("".join(pieces[a:b]).rstrip(" ") for a, b in pairwise(breaks))
