"""The numbers of a text, and which of two texts say the same in another scale or clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

Number = tuple[str, ...]
"""A whole number, or its parts if it has a decimal sign, a colon or several points."""

_NUMBER = re.compile(
    # not part of a name (`B12`) or a number, not a subscript or superscript
    r"(?<![A-Za-z_\d])(?<!\d[.,:])"
    r"\d+(?:[.,:٫٬'’]\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*"
)

_EXPONENTS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12} | {
    unit: exponent
    for exponent, units in ((2, "百백"), (3, "千천"), (4, "万萬만"), (8, "億亿억"), (12, "兆조"))
    for unit in units
}
_UNITS = "".join(word for word in _EXPONENTS if len(word) == 1)
_POWER_WORD = rf"(?:hundred|thousand|million|billion|trillion|[{_UNITS}])"
_POWER_WORDS = re.compile(_POWER_WORD, re.IGNORECASE)
_SCALE = re.compile(
    rf"[\s)\]）*_-]{{0,3}}(?:(?P<power>{_POWER_WORD}(?:\s?{_POWER_WORD})*)|(?P<dozen>dozen)"
    r"|(?P<clock>[ap]\.?m\b))|(?<=\d{3}0)(?P<decade>s\b)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[^\w%٪‰°]{0,3}(?:(?!(?:of|in|at|for)\b)[^\W\d_]{1,4}[^\w%٪‰°]{0,3})?")
"""Between the numbers of a list or a range, in any language: a sign, a short word, or both."""

_COMPOUND = re.compile(rf"\s?[{_UNITS}]+\s?")
_LARGE = 1000
"""From here on, languages may write a number with a word of scale: `20,000` is `20 тыс.`."""

_MAX_DIGITS = 15
"""Longer numbers are identifiers."""

_MIN_DIVISIBLE = 3
"""So many digits may be divided anywhere among units: `1.25 million` is `1 triệu 250 nghìn`.
Fewer are divided at the decimal sign: `1.5 million` is `1 triệu 500 nghìn`."""


class Figure(NamedTuple):
    """A number with what follows it.

    `scale` is `power` (`2 million`, `2万`), `dozen`, `clock` (`5 pm`), `decade` (`1990s`) or "".
    `exponent` is the power of ten if it is certain. `compound` is a part of `1万4567`.
    """

    number: Number
    scale: str = ""
    exponent: int | None = None
    compound: bool = False

    @property
    def value(self) -> Decimal:
        """The number without its scale; of a date or a time, its first two parts."""
        return Decimal(".".join(self.number[:2]))

    @property
    def digits(self) -> str:
        """The digits that stay the same in each scale."""
        return "".join(self.number).strip("0") or "0"

    @property
    def is_round(self) -> bool:
        """Whether languages may write it as words, such as `half a million`."""
        whole, *fraction = self.number
        return self.scale != "" or (not fraction and len(whole) > 3 and whole.endswith("00"))


def numbers(text: str) -> list[Number]:
    """The numbers of a text in order, in ASCII digits, without thousands separators."""
    return [_parse_number(match[0]) for match in _NUMBER.finditer(text)]


def figures(text: str) -> list[Figure]:
    """The numbers of a text in order, with their scales.

    English words and East Asian signs are known. A number takes the scale of the next one if
    they are a list or a range: `1:30 to 2:30 pm`, `2〜3万`.
    """
    result: list[Figure] = []
    after: Figure | None = None
    start_after = 0
    for match in reversed(list(_NUMBER.finditer(text))):
        figure = _scaled(text, match)
        gap = text[match.end() : start_after] if after else ""
        if after and _COMPOUND.fullmatch(gap):
            figure = figure._replace(compound=True)
            result[-1] = after._replace(scale="power", compound=True)
        elif after and not figure.scale and _JOINT.fullmatch(gap):
            figure = figure._replace(scale=after.scale)
        result.append(figure)
        after, start_after = figure, match.start()
    return result[::-1]


def has_scale_as_words(text: str) -> bool:
    """Whether an English text has a scale without digits, such as `half a million`."""
    return bool(_POWER_WORDS.search(re.sub(rf"\d{_SCALE.pattern}", "", text, flags=re.IGNORECASE)))


def is_said_by(figure: Figure, others: Iterable[Figure], any_power: bool) -> bool:
    """Whether one of another text's figures may say the same in another scale or clock.

    With `any_power` (one of both texts has a power), large numbers may have words of scale that
    are not known here.
    """
    return any(_is_same(figure, other, any_power) for other in others)


def _scaled(text: str, match: re.Match[str]) -> Figure:
    number = _parse_number(match[0])
    scale = _SCALE.match(text, match.end())
    if not scale:
        return Figure(number)
    words = _POWER_WORDS.findall((scale["power"] or "").lower())
    exponent = sum(_EXPONENTS[word] for word in words) if words and "兆" not in words else None
    return Figure(number, scale.lastgroup or "", exponent)


def _is_same(one: Figure, other: Figure, any_power: bool) -> bool:
    if max(map(len, (*one.number, *other.number))) > _MAX_DIGITS:
        return False
    scales = {one.scale, other.scale}
    if "clock" in scales and _is_same_time(one.number, other.number):
        return True
    if "decade" in scales and (_may_be_decade(one.number) and _may_be_decade(other.number)):
        return True
    if "dozen" in scales and (one.value * 12 == other.value or one.value == other.value * 12):
        return True
    return any_power and _is_same_power(one, other)


def _is_same_power(one: Figure, other: Figure) -> bool:
    if one.value == 0 or other.value == 0:
        return one.value == other.value
    is_compound = one.compound or other.compound
    if one.digits != other.digits:
        part, whole = sorted((one, other), key=lambda figure: len(figure.digits))
        if is_compound or (
            "power" in (one.scale, other.scale) and len(whole.digits) >= _MIN_DIVISIBLE
        ):
            return part.digits in whole.digits
        return whole.scale == "power" and part.digits in [x.strip("0") for x in whole.number[1:]]
    ratio = one.value / other.value
    if "power" not in (one.scale, other.scale):
        return max(ratio, 1 / ratio) >= _LARGE
    if is_compound or one.exponent is None or other.exponent is None:
        return True
    exponent = ratio.adjusted() + one.exponent - other.exponent
    return exponent in (0, 3, -3)  # `1.234` is read as thousands


def _is_same_time(one: Number, other: Number) -> bool:
    """`5:30 pm` is `17:30`, `17` before `30`, `half 6`, `30 to 6`; Thai counts six hours."""
    if any(len(number) > 2 or len(number[-1]) > 2 for number in (one, other)):
        return False
    (hour, minutes), (other_hour, other_minutes) = _time(one), _time(other)
    if 60 in (hour + other_minutes, other_hour + minutes):
        return True
    if max(hour, other_hour) > 24 or max(minutes, other_minutes) > 59:
        return False
    if minutes and other_minutes:
        return minutes == other_minutes and (hour - other_hour) % 6 == 0
    half_later = (hour + bool(minutes)) - (other_hour + bool(other_minutes))
    return (
        (hour - other_hour) % 6 == 0
        or half_later % 12 == 0
        or (0, 0) in (_time(one), _time(other))  # `17 h 00`
    )


def _time(number: Number) -> tuple[int, int]:
    return int(number[0]), int(number[1]) if len(number) > 1 else 0


def _may_be_decade(number: Number) -> bool:
    """`1990`, `90`, the 20th century, or the decade of another calendar."""
    return len(number) == 1 and (
        (len(number[0]) in (2, 4) and number[0].endswith("0")) or int(number[0]) in range(15, 22)
    )


def _parse_number(token: str) -> Number:
    """`6,880` and `6.880` are ("6880",), `0.52` and `٠٫٥٢` are ("0", "52")."""
    parts = re.split(r"\D", ascii_digits(token))
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


def ascii_digits(token: str) -> str:
    """The text with the decimal digits of all scripts as ASCII digits."""
    if token.isascii():
        return token
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in token
    )
