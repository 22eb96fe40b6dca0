"""Checks for numbers that are lost, new or changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...model.finding import Problem, Severity
from ..prose import Prose

_FIGURE = (
    # not part of a name (`B12`) or a number, not a subscript or superscript
    r"(?<![A-Za-z_\d])(?<!\d[.,:])"
    r"\d+(?:[.,:٫٬'’]\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*"
)
_NUMBER = re.compile(_FIGURE)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?<![A-Za-z\d_])[IVXLC]{1,8}(?![A-Za-z\d_])")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_UNITS = "百千万萬億亿兆백천만억"
_JOINT = rf"\W{{0,3}}(?:(?:and|or|to|until|[^\W\d_a-z{_UNITS}]{{1,2}})\W{{0,3}})?"
_JOINED = re.compile(
    rf"{_FIGURE}(?:{_JOINT}{_FIGURE})*(?P<scale>(?<=\d{{3}}0)s\b|\s?(?:"
    rf"hundred|thousand|million|billion|trillion|dozen|[ap]\.?m\b|(?:[{_UNITS}](?:{_FIGURE})?)+))?",
    re.IGNORECASE,
)
"""A number, or a list or range of them, with the scale of all: `20, 30 and 40 thousand`, `2〜3万`,
`1万4567`. Words of scale are known in English alone."""

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

Number = tuple[str, ...]
"""A whole number, or its parts if it has a decimal sign, a colon or several points."""


def check_numbers(source: Prose, target: Prose, source_language: str = "en") -> Iterator[Problem]:
    """Slip: another figure, such as a dose, a share or a year.

    Bad: `about 0.52 kg` → `etwa 5,2 kg`
    Good: `6,880 adults in 7 trials` → `In sieben Studien mit 6 880 Erwachsenen`

    Other languages scale numbers and count hours in another way: `20,000` is `2万`, `5 pm` is
    `17 Uhr`, `1990s` is `20 世纪 90 年代`. So in a text with such a number, only the loss of
    another one is told: `3 Millionen` for `2 million` is not.
    """
    if not (_DIGIT.search(source.plain) or _DIGIT.search(target.plain)):
        return
    lost = _missing(numbers(source.plain), _all_numbers(target))
    new = _missing(numbers(target.plain), _all_numbers(source) | _spelled_numbers(source.text))
    if source_language != "en":
        new = [number for number in new if not _is_small(number)]  # its words are not known here
    if not (lost or new):
        return
    scaled = _scaled_numbers(source.text)
    has_scaled = bool(scaled or _scaled_numbers(target.text))
    if has_scaled:
        lost = [number for number in lost if number not in scaled and not _is_scalable(number)]
    if (has_scaled or not new) and all(_is_small(number) for number in lost):
        return
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


def numbers(text: str) -> list[Number]:
    """The numbers of a text in order, in ASCII digits, without thousands separators."""
    return [_parse_number(match[0]) for match in _NUMBER.finditer(text)]


def _parse_number(token: str) -> Number:
    """`6,880` and `6.880` are ("6880",), `0.52` and `٠٫٥٢` are ("0", "52")."""
    parts = re.split(r"\D", _ascii(token))
    whole, parts_after = parts[0].lstrip("0") or "0", parts[1:]
    if parts_after and whole != "0" and len(whole) <= 3:
        group_count = 0
        # the last part may be a decimal fraction; Indian numbers have groups of two before it
        while group_count < len(parts_after) and len(parts_after[group_count]) == 3:
            group_count += 1
        if re.fullmatch(r"\d\d?(\D\d\d)+\D\d{3}", token):
            group_count = len(parts_after)
        whole, parts_after = whole + "".join(parts_after[:group_count]), parts_after[group_count:]
    if len(parts_after) > 1:  # a date, `05.11.2024`
        parts_after = [part.lstrip("0") or "0" for part in parts_after]
    return (whole, *parts_after)


def _ascii(token: str) -> str:
    if token.isascii():
        return token
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in token
    )


def _all_numbers(prose: Prose) -> set[Number]:
    """All numbers anywhere in a message, whole and in parts, Roman numerals too."""
    result: set[Number] = set(numbers(prose.text))
    result |= {(part,) for number in result for part in number}
    for digits in _DIGITS.findall(prose.text):
        plain = _ascii(digits)
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


def _scaled_numbers(text: str) -> set[Number]:
    scaled = [match[0] for match in _JOINED.finditer(text) if match["scale"]]
    return {number for group in scaled for number in numbers(group)}


def _is_scalable(number: Number) -> bool:
    """Whether a language may write it with a word of scale: `20,000`, `1,234,567` (`123万4567`)."""
    return number[0].endswith("00") or len(number[0]) > 4


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
