"""Checks of characters that deceive readers or programs, and of length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model.finding import Problem
from ...model.unit import Unit
from .visibility import pile_of_marks

LONGEST = 5000
"""The length that any translation may have in full; beyond it, twice that of the source."""

MOST_MARKS = 8
"""The most marks on one letter: Hebrew with vowels and accents has five. More of them cover the
lines above and below."""

# The flags of England, Scotland and Wales (Unicode TR51, annex C) have tag characters.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_HARMFUL = re.compile(
    f"({_FLAG})|"
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but the newline
    "\u2028\u2029"  # line and paragraph separator: line breaks for parsers, but not for editors
    "\u202a-\u202e\u2066-\u2069"  # bidi controls: text is displayed in another order
    "\ufeff"  # a byte order mark inside text
    "\U000e0000-\U000e007f"  # tag characters: invisible text
    "\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def harmful_character(text: str) -> re.Match[str] | None:
    """The first character that breaks lines, reverses text or hides it."""
    # None of them is printable: `isprintable` is thirty times faster than the pattern.
    matches = () if text.isprintable() else _HARMFUL.finditer(text)
    return next((match for match in matches if not match[1]), None)


def without_harmful_characters(text: str) -> str:
    """The text without these characters."""
    return _HARMFUL.sub(lambda match: match[1] or "", text)


def check_characters(target: str) -> Iterator[Problem]:
    """Harm: invisible characters that break lines, reverse text or hide it, and piles of marks.

    Bad: `Laufen<U+202E>reduziert`
    Good: `دویدن می<U+200C>تواند` (joiners and LRM, RLM belong to many scripts)
    """
    match = harmful_character(target)
    if match:
        yield Problem(
            "harmful-character",
            f"the translation contains the invisible character U+{ord(match[0]):04X} "
            f"(character {match.start() + 1})",
            "delete it, or type the passage again",
        )
        return
    pile = None if target.isascii() else pile_of_marks(target, MOST_MARKS)
    if pile:
        yield Problem(
            "harmful-character",
            f"{pile[1] - pile[0]} marks are on one letter (from character {pile[0] + 1}), and "
            "cover the lines around it",
            "delete them, or type the passage again",
        )


def check_length(unit: Unit, target: str) -> Iterator[Problem]:
    """Harm: text so long that it stalls the build or floods the page.

    Bad: a translation of 60,000 characters
    Good: up to four times the source and 200 characters more; a program of 6,000 characters, as in
    the source
    """
    limit = min(4 * len(unit.text) + 200, max(LONGEST, 2 * len(unit.text)))
    if len(target) > limit:
        yield Problem(
            "too-long",
            f"the translation has {len(target)} characters, more than the {limit} allowed here",
            "shorten it; if it needs more space, ask the maintainers to split the source",
        )
