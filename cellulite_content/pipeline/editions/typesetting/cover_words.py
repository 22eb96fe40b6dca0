"""The words of a cover in pieces that no line breaks, with the face of their script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from ...model.locale import Locale
from . import fonts
from .languages import typst_language

_BREAKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
_MAX_LETTERS = 500
"""More letters of a title cannot be read on a cover."""

_MAX_PIECES = 100
"""More pieces are joined: each takes Typst a measurement."""

_CLOSING = frozenset("、。，．・：；？！ー々ゝゞヽヾ）］｝〕〉》」』】〗〙〟…‥％,.:;?!)]}%؟،؛।॥")
_OPENING = ("Ps", "Pi")

_DIVIDED_BY_TYPST = re.compile(
    # Eight Lao, Tibetan, Burmese or Khmer letters, with their marks and the letters below them.
    "[\u0e80-\u0fff\u1000-\u109f\u1780-\u17ff]{8}(?:[\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e"
    "\u17b4-\u17d3\u17dd\u0f71-\u0fbc]|(?<=[\u1039\u17d2]).)*"
)
"""Scripts without spaces for which Typst knows where words end. Their words are never longer than
this, and are no boxes: lines end where Typst lets them."""


def words_of(text: str, locale: Locale) -> dict[str, Any]:
    """The values for the template `cover.typ`: pieces (boxes if `whole`), language and face.

    Line breaks and tabs count as spaces, and characters after the first 500 are left out.
    """
    face = fonts.face_of(locale)
    return {
        "whole": any(map(_is_unspaced, text)),
        "pieces": _pieces(_BREAKS.sub(" ", text[:_MAX_LETTERS]).strip(" "), locale) or ["\u00a0"],
        **typst_language(locale),
        "face": {
            "fonts": fonts.families(locale),
            "weight": face.title_weight,
            "stroke": face.stroke,
            "rise": face.rise,
            "leading": face.leading,
            "scale": face.scale,
        },
    }


def _pieces(text: str, locale: Locale) -> list[str]:
    """The text in pieces that are never broken; spaces are pieces of their own."""
    pieces: list[str] = []
    for word in re.findall("[^ ]+", text):
        pieces += [" "] if pieces else []
        if any(map(_is_unspaced, word)):
            phrases = _phrases(word, locale)
        else:
            phrases = [*filter(None, re.split(f"({_DIVIDED_BY_TYPST.pattern})", word))]
        pieces += _joined(phrases)
    pieces = _with_neighbours(pieces)
    step = max(1, -(-len(pieces) // _MAX_PIECES))
    return ["".join(pieces[at : at + step]) for at in range(0, len(pieces), step)]


def _is_unspaced(character: str) -> bool:
    """Whether a character is of a script without spaces."""
    return unicodedata.east_asian_width(character) == "W" or "\u0e00" < character < "\u0e80"


def _phrases(text: str, locale: Locale) -> Sequence[str]:
    """The phrases of a text without spaces, split where a reader would pause; Korean words stay
    whole."""
    if locale.babel.language == "ko":
        return [text]
    is_traditional = fonts.script_of(locale) == "Hant"
    return _parser("zh_Hant" if is_traditional else locale.babel.language)(text)


def thai_words(text: str) -> list[str]:
    """The words of a Thai text without spaces."""
    return _parser("th")(text)


@cache
def _parser(language: str) -> Callable[[str], list[str]]:
    """The function that divides texts in a language; its model takes some milliseconds to load."""
    import budoux  # noqa: PLC0415 - it also parses HTML, which is slow to import

    parsers = {
        "ja": budoux.load_default_japanese_parser,
        "th": budoux.load_default_thai_parser,
        "zh_Hant": budoux.load_default_traditional_chinese_parser,
    }
    parser = parsers.get(language, budoux.load_default_simplified_chinese_parser)()
    return parser.parse


def _joined(phrases: Sequence[str]) -> list[str]:
    """The phrases, joined where no line may end or begin (JIS X 4051, 4.3; W3C jlreq, 3.1.7)."""
    joined = [phrases[0]]
    for left, right in pairwise(phrases):
        if right[0] in _CLOSING or unicodedata.category(left[-1]) in _OPENING:
            joined[-1] += right
        else:
            joined.append(right)
    return joined


def _with_neighbours(pieces: Sequence[str]) -> list[str]:
    """The pieces, with a word of one letter joined to the next one, and a lone sign to the word
    before it: Polish and Russian typography allow none at the end or the start of a line."""
    joined: list[str] = []
    for piece in pieces:
        is_sign = not any(map(str.isalnum, piece)) and piece != " "
        last = joined[-2:]
        hangs = len(last) == 2 and last[1] == " " and len(last[0].split()[-1]) == 1
        if (
            len(last) == 2
            and last[1] == " "
            and (
                (is_sign and unicodedata.category(piece[0]) not in _OPENING)
                or (hangs and last[0].split()[-1].isalnum())
            )
        ):
            joined[-2:] = [f"{last[0]}\u00a0{piece}"]
        else:
            joined.append(piece)
    return joined
