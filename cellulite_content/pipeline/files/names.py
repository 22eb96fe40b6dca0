"""Names of files, and other short texts, that come from outside: which of them are odd."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "valencia": "", "devanagari": "Deva"}
"""The scripts that gettext's modifiers name."""


@cache
def _harmful() -> re.Pattern[str]:
    """Finds a harmful character; compiled at first use, which takes 1 ms."""
    return re.compile(
        "[\x00-\x1f\x7f-\x9f"  # C0 and C1 controls
        "\u2028\u2029"  # line and paragraph separator
        "\u202a-\u202e\u2066-\u2069"  # bidi controls: text is displayed in another order
        "\ufeff"  # a byte order mark
        "\ud800-\udfff"  # what Python puts in the place of bytes that are not UTF-8
        "\U000e0000-\U000e007f"  # tag characters: invisible text
        "\ufdd0-\ufdef"
        + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
        + "]"
    )


def harmful_character(text: str) -> str:
    """The first character that may break lines, reverse or hide text, as a phrase for messages.

    An empty text when there is none. Joiners and the marks LRM and RLM belong to many scripts and
    are allowed.
    """
    # None of them is printable, and most texts are.
    match = None if text.isprintable() else _harmful().search(text)
    if not match:
        return ""
    number = ord(match[0])
    if 0xDC80 <= number <= 0xDCFF:
        return f"the byte 0x{number - 0xDC00:02X}, which is not UTF-8,"
    kind = "line break" if match[0] in "\n\r\x85\u2028\u2029" else "invisible character"
    return f"the {kind} U+{number:04X}"


def slug(text: str, *, max_length: int = 60) -> str:
    """A name for a file, or a part of an address, from a text: its letters and digits in lower
    case, with hyphens between the words. Empty if the text has none.
    """
    words = re.findall(r"[^\W_]+(?:[\u0300-\u036f][^\W_]*)*", normalize("NFC", text.lower()))
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:max_length]
        if len(longer) > max_length:
            break
        name = longer
    return name


def locale_code(language: str) -> str:
    """The locale code for a language as people and folders name it: `pt_BR` for `pt-br`, `sr_Latn`
    for `sr@latin`. What is no code stays no code."""
    name, _, modifier = language.strip().replace("-", "_").partition("@")
    script = _SCRIPTS.get(modifier.lower(), modifier)
    parts = [name.partition("_")[0].lower(), *filter(None, [script])]
    for part in filter(None, name.split("_")[1:]):
        is_script = re.fullmatch("[A-Za-z]{4}", part)
        parts.append(part.capitalize() if is_script else part.upper())
    return "_".join(parts)
