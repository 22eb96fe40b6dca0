"""Checks for numbers that are lost, new or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model.finding import Problem, Severity
from ..prose import Prose
from .figures import Figure, Number, ascii_digits, figures, has_scale_as_words, is_said_by, numbers

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?<![A-Za-z\d_])[IVXLC]{1,8}(?![A-Za-z\d_])")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

_SPELLED = """\
zero
one a an another each every per daily weekly first once single jan
two second twice both double pair half feb binary
three third triple mar
four fourth quarter apr
five fifth may
six sixth jun
seven seventh jul
eight eighth aug octal
nine ninth sep
ten tenth oct decimal
eleven eleventh nov
twelve twelfth dozen dec"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety hundred"
_DAYS = "mon monday|tue tuesday|wed wednesday|thu thursday|fri friday|sat saturday"
_WHOLE_WORDS = {"hexadecimal": "16", "noon": "12", "midnight": "0"} | {
    word: str(number) for number, words in enumerate(_DAYS.split("|"), 2) for word in words.split()
}
"""Words that other languages write as numbers; the days of the week as Vietnamese counts them."""

_WORDS = {
    word: str(number) for number, line in enumerate(_SPELLED.split("\n")) for word in line.split()
} | {word: str(10 * number) for number, word in enumerate(_TENS.split(), 2)}
"""English number words, and the beginnings of month names, which dates write as numbers."""

_WORD = re.compile(r"[a-z]+")

_MAX_SPELLED = 12
"""Up to this number, languages may write a word, or nothing (`1 adult`)."""

_MAX_COMPARED = 100
"""Texts with a scaled number and more numbers than this are not compared."""


def check_numbers(source: Prose, target: Prose, source_language: str = "en") -> Iterator[Problem]:
    """Slip: another figure, such as a dose, a share or a year.

    Bad: `about 0.52 kg` → `etwa 5,2 kg`
    Good: `6,880 adults in 7 trials` → `In sieben Studien mit 6 880 Erwachsenen`
    """
    if not (_DIGIT.search(source.plain) or _DIGIT.search(target.plain)):
        return
    lost = _missing(numbers(source.plain), _all_numbers(target))
    new = _missing(numbers(target.plain), _all_numbers(source) | _spelled_numbers(source.text))
    if lost or new:
        lost, new = _unexplained(lost, new, source.text, target.text, source_language)
    if source_language != "en":
        new = [number for number in new if not _is_small(number)]  # its words are not known here
    if not new and all(_is_small(number) for number in lost):
        return
    if lost or new:
        parts = (("lost", lost), ("new", new))
        difference = "; ".join(
            f"{label}: {', '.join(map(_format_number, group))}" for label, group in parts if group
        )
        yield Problem(
            "number-differs",
            f"the numbers differ from the source's: {difference}",
            "compare them digit by digit; keep them if this is intended",
            Severity.WARNING,
        )


def _all_numbers(prose: Prose) -> set[Number]:
    """All numbers anywhere in a message, whole and in parts, Roman numerals too."""
    result: set[Number] = set(numbers(prose.text))
    result |= {(part,) for number in result for part in number}
    for digits in _DIGITS.findall(prose.text):
        plain = ascii_digits(digits)
        result |= {(plain,), (plain.lstrip("0") or "0",)}
    return result | {(str(_roman(numeral)),) for numeral in _ROMAN.findall(prose.text)}


def _roman(numeral: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in numeral]
    return sum(
        -value if value < max(values[index:]) else value for index, value in enumerate(values)
    )


def _spelled_numbers(text: str) -> set[Number]:
    """The numbers and months that an English text has as words."""
    words = [word.removesuffix("fold") for word in _WORD.findall(text.lower())]
    spelled = {(_WORDS[form],) for word in words for form in (word, word[:3]) if form in _WORDS}
    return spelled | {(_WHOLE_WORDS[word],) for word in words if word in _WHOLE_WORDS}


def _unexplained(
    lost: list[Number], new: list[Number], source: str, target: str, source_language: str
) -> tuple[list[Number], list[Number]]:
    """Those of them that no other scale or clock explains; both lists if any is left.

    What only one text has may be words in the other: `half a million` is `50万`.
    """
    own, others = set(figures(source)), set(figures(target))
    scales = {figure.scale for figure in own | others} - {""}
    if not scales:
        return lost, new
    if max(len(own), len(others)) > _MAX_COMPARED:
        return [], []
    any_power = "power" in scales
    lost_left = _not_said(lost, own, others, any_power)
    new_left = _not_said(new, others, own, any_power)
    lost_digits = [figure for figure in lost_left if not _may_be_words(figure)]
    if not lost_digits and (source_language != "en" or has_scale_as_words(source)):
        new_left = []
    if not new_left:
        lost_left = lost_digits
    if not (lost_left or new_left):
        return [], []
    return [f.number for f in lost_left] or lost, [f.number for f in new_left] or new


def _not_said(
    differing: list[Number], own: set[Figure], others: set[Figure], any_power: bool
) -> list[Figure]:
    """The figures of these numbers, of which no occurrence is explained by the other text's."""
    result = []
    for number in differing:
        places = [figure for figure in own if figure.number == number] or [Figure(number)]
        if not any(is_said_by(figure, others, any_power) for figure in places):
            result.append(max(places, key=lambda figure: figure.is_round))
    return result


def _may_be_words(figure: Figure) -> bool:
    return figure.is_round or _is_small(figure.number)


def _missing(expected: list[Number], available: set[Number]) -> list[Number]:
    return [
        number
        for number in dict.fromkeys(expected)
        if number not in available and not all((part,) in available for part in number)
    ]


def _is_small(number: Number) -> bool:
    return len(number) == 1 and len(number[0]) <= 2 and int(number[0]) <= _MAX_SPELLED


def _format_number(number: Number) -> str:
    return ".".join(number)
