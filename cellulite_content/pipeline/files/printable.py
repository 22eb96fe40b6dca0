"""Printable text: names and texts from outside, as a terminal or a log may show them.

A control character in a file's name can clear the screen, a line break can write a line of its own
into a log (which may be a command to the host of a build), and a bidi control reverses the words
after it. All of them become visible escapes.
"""

from __future__ import annotations

import re
import unicodedata

UNDRAWN = frozenset(
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters for Unicode, nothing on a page
    "\u2800"  # Braille without a dot
    "\u17b4\u17b5"  # Khmer vowels that are never written
    "\U0001d159"  # a note without a head
    "\U00013441\U00013442"  # blanks of hieroglyphs
)
"""Characters that browsers draw as nothing, though their categories are those of signs."""

_SHOWN_FORMATS = frozenset(
    "\u00ad\u200c\u200d"  # soft hyphen and joiners, which belong to words
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Format characters that are kept; the second row is drawn as signs."""

_ESCAPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JSON_ESCAPED = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""The text on one line, with escapes such as `\n`, `\x1b` and `\u202e` for what is not shown.

    A byte of a file's name that is not UTF-8 becomes `\xff`.
    """
    if text.isprintable():
        return text
    return "".join(_escape(character) if is_hidden(character) else character for character in text)


def is_hidden(character: str) -> bool:
    """Whether a character controls the display, or is not drawn, and so needs an escape."""
    return (
        not character.isprintable()
        and character not in _SHOWN_FORMATS
        and (unicodedata.category(character) in _ESCAPED_CATEGORIES or _is_noncharacter(character))
    )


def _is_noncharacter(character: str) -> bool:
    return "\ufdd0" <= character <= "\ufdef" or ord(character) & 0xFFFE == 0xFFFE


def _escape(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # how Python holds a byte that it cannot decode
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def printable_json(text: str) -> str:
    r"""JSON text with escapes for characters that control the display; its value stays the same.

    `json.dumps(…, ensure_ascii=False)` escapes only U+0000 to U+001F.
    """
    return _JSON_ESCAPED.sub(_json_escape, text)


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[index : index + 4]}" for index in range(0, len(units), 4))


def beginning(text: str, length: int = 60) -> str:
    """The first words of a text on one line, followed by `...` when there are more."""
    line = " ".join(text[: 4 * length].split())
    if len(line) > length:
        cut = line[: length - 2].rpartition(" ")[0]
        line = f"{cut if len(cut) > length // 2 else line[: length - 3]}..."
    elif len(text) > 4 * length:
        line += "..."
    return printable(line)
