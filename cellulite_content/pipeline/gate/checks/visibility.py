"""Checks of what a reader does not see: text without a visible character, and hidden characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, starmap

from ...files.printable import UNDRAWN
from ...model.finding import Problem, Severity
from ...model.unit import Unit
from ...source.markup_facts import Markup
from ...source.message_markup import read_as_paragraph

_VISIBLE_CATEGORIES = frozenset("LNPS")
"""Letters, numbers, punctuation and symbols. A mark needs a letter below it, and a private
character is nothing, or a box, on another machine."""

_NOTES = frozenset({"footnote_reference", "citation_reference"})

_WITHOUT_SPACES = frozenset(
    "THAI LAO KHMER MYANMAR TIBETAN CJK HIRAGANA KATAKANA BOPOMOFO JAVANESE BALINESE TAI NEW "
    "SUNDANESE BUGINESE CHAM YI".split()
)
"""The scripts, by the first word of their letters' names, that may mark a place for a line break
inside a text with U+200B."""

_WITHOUT_JOINERS = frozenset("LATIN GREEK CYRILLIC ARMENIAN GEORGIAN HEBREW HANGUL".split())
_FEW_MARKS = frozenset("LATIN GREEK CYRILLIC ARMENIAN GEORGIAN CJK HIRAGANA KATAKANA DIGIT".split())
_VARIED = frozenset({"CJK", "MYANMAR", "PHAGS", "MANICHAEAN"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_USELESS = re.compile(
    "[\u17b4\u17b5\u2061-\u2065\u206a-\u206f\u3164\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
)
"""Hidden characters without a use in any text on a page."""

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_SUSPECT = re.compile(
    f"[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2060\u2800{_SELECTORS}]"
    f"|{_USELESS.pattern}|{_PRIVATE.pattern}"
)
_SUSPECT_IN_BMP = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    "\u2800\u3164\ue000-\uf8ff\ufe00-\ufe0f\uffa0\ufff9-\ufffb]"
)
"""The same up to U+FFFF, in one class, which `re` searches five times as fast."""

_RUN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u2060]{3,}")
"""Three hidden characters in a row spell nothing in any language; they can carry a message."""

_MOST_SELECTORS = 3
_WITH_MARKS = ((0x0300, 0x3400), (0xA000, 0xAC00), (0xF900, 0x10000))
"""Ranges below U+10000 without the letters of Han and Hangul, three quarters of all characters."""

_ASTRAL, _AFTER_MARKS = "\U00010000", "\U0001f000"
_IN_ASTRAL = re.compile(f"[{_ASTRAL}-\U0010ffff]")
_MAY_HAVE_MARKS = re.compile("[^\0-\u02ff\u2000-\u20cf]")
"""No mark is in these ranges, the second of which has quotation marks and dashes: most texts in
Latin script need no pattern of all marks, which takes 12 ms to make."""

_MAY_HIDE = re.compile("[^\0-\u00ac\u00ae-\u02ff]")
"""Most texts in Latin script have none of these characters either, and need no slower pattern.
Classes up to U+10FFFF take 6 ms each to compile, and these 0.2 ms."""


def is_visible(character: str) -> bool:
    """Whether a browser draws something for this character alone."""
    return unicodedata.category(character)[0] in _VISIBLE_CATEGORIES and character not in UNDRAWN


def has_visible(text: str) -> bool:
    """Whether a text has a visible character."""
    return any(map(is_visible, text))


def check_visible(unit: Unit, target: str) -> Iterator[Problem]:
    r"""Harm: a heading, a paragraph or a description that disappears without a message.

    Bad: `\ ` (markup without words), a no-break space, zero-width characters, an accent alone
    Good: `…`, `1`, `:kbd:`Ctrl``
    """
    if unit.markup and any(map(has_visible, _read(unit, target).runs)):
        return  # text outside of notes and roles, as nearly all messages have
    if not has_visible(_words(unit, target)) and has_visible(_words(unit, unit.text)):
        yield Problem(
            "no-visible-text",
            "the translation has nothing that readers can see",
            "translate the text, or empty the entry to leave it for later",
        )


def _words(unit: Unit, text: str) -> str:
    """The text that a page shows, without the labels of notes."""
    if not unit.markup:
        return text
    return "".join(words for element, words in _read(unit, text).pieces if element not in _NOTES)


def _read(unit: Unit, text: str) -> Markup:
    return read_as_paragraph(text, markdown=unit.markdown)


def check_hidden(target: str) -> Iterator[Problem]:
    """Slip: hidden characters without a use here, which came along or carry something else.

    Bad: `Ge<U+200B>hen`, a variation selector after a letter, `<U+2063>`, five accents on an `a`
    Good: ZWNJ in Persian, ZWJ in Hindi and in emoji, U+200B in Thai, one soft hyphen in a long word
    """
    spans = hidden_spans(target)
    if spans:
        characters = dict.fromkeys("".join(target[start:end] for start, end in spans))
        names = ", ".join(f"U+{ord(character):04X}" for character in list(characters)[:3])
        more = " and more" if len(characters) > 3 else ""
        yield Problem(
            "hidden-character",
            f"the translation has characters that readers do not see, or see as a box or a pile: "
            f"{names}{more}",
            "delete them, unless your language needs them here",
            Severity.WARNING,
        )


def hidden_spans(text: str) -> list[tuple[int, int]]:
    """The places of hidden characters that have no use there, in order."""
    if not _MAY_HIDE.search(text):
        return []
    suspects = list((_SUSPECT if _IN_ASTRAL.search(text) else _SUSPECT_IN_BMP).finditer(text))
    many_selectors = bool(suspects) and _has_many_selectors(text)
    right_to_left = bool(suspects) and any(
        character.isalpha() and unicodedata.bidirectional(character) in _RIGHT_TO_LEFT
        for character in text
    )
    spans = []
    for match in suspects:
        index, end = match.span()
        around, place = (text[index - 1 : end + 1], 1) if index else (text[: end + 1], 0)
        if (
            not _has_use(around, place)
            or (many_selectors and _is_selector(match[0]))
            or (match[0] == "\u061c" and not right_to_left)
        ):
            spans.append((index, end))
    if suspects:
        spans += [match.span() for match in _RUN.finditer(text)]
    spans += _heaps(text)
    return sorted(set(spans))


# A hostile text has the same few characters in the same places, millions of times.
@lru_cache(maxsize=4096)
def _has_use(text: str, index: int) -> bool:
    """Whether a script, an emoji or a line break needs the hidden character at this index, between
    its neighbours: `text` has no others."""
    before, character, after = text[:index], text[index], text[index + 1 :]
    neighbours = {_script(before), _script(after)}
    if _is_selector(character):
        return _may_vary(before, character)
    if "\u180b" <= character <= "\u180f":
        return "MONGOLIAN" in neighbours
    match character:
        case "\u034f":
            return before.isalpha() or unicodedata.category(before or " ") == "Mn"
        case "\u115f" | "\u1160":
            return "HANGUL" in neighbours
        case "\u200b":
            inside_word = _in_word(before) and _in_word(after)
            return not inside_word or bool(neighbours & _WITHOUT_SPACES)
        case "\u200d":
            return not neighbours <= _WITHOUT_JOINERS
        case "\u2800":
            return "BRAILLE" in neighbours
    return not (_USELESS.match(character) or _PRIVATE.match(character))


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _may_vary(before: str, selector: str) -> bool:
    """Whether Unicode lists, or may list, variants of the character before a selector."""
    category, script = unicodedata.category(before or " "), _script(before)
    if selector > "\U000e00ff":
        return script == "CJK"
    if selector in "\ufe0e\ufe0f":  # text and emoji
        return category[0] == "S" or category in ("Po", "Nd", "Pd") or before == "\u2139"
    return category[0] in "SP" or before == "0" or script in _VARIED


def _has_many_selectors(text: str) -> bool:
    """Whether a text has more selectors than names of people need; those of emoji do not count."""
    selectors = sum(_is_selector(each) and each not in "\ufe0e\ufe0f" for each in text)
    return selectors > _MOST_SELECTORS and 5 * selectors > len(text)


def _in_word(character: str) -> bool:
    return unicodedata.category(character or " ")[0] in "LMN"


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """The first word of a character's name, which for letters is their script."""
    return unicodedata.name(character, "").partition(" ")[0] if character else ""


def _heaps(text: str) -> Iterator[tuple[int, int]]:
    """The places with more marks on a letter than its script needs, or all marks of a text when
    most of it is marks on letters that rarely have one."""
    piles = list(_piles(text))
    mark_count = sum(end - start for start, end in piles)
    is_flood = mark_count > max(6, len(text) // 2)
    for start, end in piles:
        if end - start > 5 or (
            (is_flood or end - start > 3) and _script(text[start - 1 : start]) in _FEW_MARKS
        ):
            yield start, end


def pile_of_marks(text: str, most: int) -> tuple[int, int] | None:
    """The place of the first row of more than `most` marks, or None."""
    return next((pile for pile in _piles(text) if pile[1] - pile[0] > most), None)


def _piles(text: str) -> Iterator[tuple[int, int]]:
    """The rows of marks. A joiner or another hidden character does not end one."""
    if _MAY_HAVE_MARKS.search(text):
        pattern = _row_of_marks(_AFTER_MARKS if _IN_ASTRAL.search(text) else _ASTRAL)
        yield from (match.span() for match in pattern.finditer(text))


@cache
def _row_of_marks(end: str) -> re.Pattern[str]:
    """A pattern for a row of marks below `end`: `unicodedata` takes longer, and so do classes with
    characters above U+FFFF, which `re` tries one after the other.

    Tibetan letters below a letter are marks for Unicode, and count as letters here; selectors draw
    nothing.
    """
    codes = chain(*starmap(range, _WITH_MARKS), range(_WITH_MARKS[-1][1], ord(end)))
    marks = re.escape("".join(filter(_is_mark, map(chr, codes))))
    return re.compile(f"[{marks}](?:[\u00ad\u200b-\u200f\u2060-\u206f]*[{marks}])*")


def _is_mark(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me")
        and not _is_selector(character)
        and not "\u0f8d" <= character <= "\u0fbc"
        and not "\u180b" <= character <= "\u180f"
    )
