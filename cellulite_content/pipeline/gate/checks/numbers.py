"""Checks for numbers that are lost, new or changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...model.finding import Problem, Severity
from ..prose import Prose

_DIGITS_AND_SIGNS = (
    # not part of a name (`B12`) or a number, not a subscript or superscript
    r"(?<![A-Za-z_\d])(?<!\d[.,:])"
    r"\d+(?:[.,:٫٬'’]\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*"
)
_NUMBER = re.compile(_DIGITS_AND_SIGNS)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?<![A-Za-z\d_])[IVXLC]{1,8}(?![A-Za-z\d_])")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_UNITS = "百千万萬億亿兆백천만억"
_SCALED = re.compile(
    rf"(?P<after>(?<=[{_UNITS}]))?(?P<number>{_DIGITS_AND_SIGNS})(?(after)|(?:"
    rf"\s?(?:hundred|thousand|million|billion|trillion|dozen|[ap]\.?m\b|[{_UNITS}])"
    r"|(?<=\d{3}0)s\b))",
    re.IGNORECASE,
)
"""Numbers that other languages write differently: `20,000` is `2万`, `14,567` is `1万4567`, `5 pm`
is `17 Uhr`, `1990s` is `20 世纪 90 年代`."""

_PER_SCALED = 2
"""So many numbers may differ for one of these: `10 to 20 thousand` is `10.000 bis 20.000`."""


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
    """
    if not (_DIGIT.search(source.plain) or _DIGIT.search(target.plain)):
        return
    lost = _missing(numbers(source.plain), _all_numbers(target))
    new = _missing(numbers(target.plain), _all_numbers(source) | _spelled_numbers(source.text))
    if lost or new:
        source_scaled, target_scaled = _scaled_numbers(source.text), _scaled_numbers(target.text)
        lost = _not_scaled(lost, source_scaled, target_scaled)
        new = _not_scaled(new, target_scaled, source_scaled)
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
    return {_parse_number(match["number"]) for match in _SCALED.finditer(text)}


def _not_scaled(differing: list[Number], own: set[Number], others: set[Number]) -> list[Number]:
    """The numbers that no scaled one of their own text, or of the other alone, explains."""
    rest = [number for number in differing if number not in own]
    return rest if len(rest) > _PER_SCALED * len(others - own) else []


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
