"""Stylesheets for a language that they do not name: as for one in the same or a like script.

They name a language for each script that needs room for marks or faces of its own, or has no
italics. Selectors such as `:lang(hi, mr)` would be shorter, but few reading programs know them.
"""

from __future__ import annotations

import re
from functools import partial

from ...model.locale import Locale
from ..typesetting.fonts import script_of

_LIKE = {
    **{"Arab": ("ar", ""), "Thaa": ("ar", ""), "Hebr": ("he", ""), "Beng": ("bn", "")},
    **{"Deva": ("hi", ""), "Hans": ("zh", ""), "Hant": ("zh", ""), "Thai": ("th", "")},
    **{"Gujr": ("hi", "Gujarati"), "Guru": ("hi", "Gurmukhi"), "Knda": ("hi", "Kannada")},
    **{"Mlym": ("hi", "Malayalam"), "Orya": ("hi", "Oriya"), "Sinh": ("hi", "Sinhala")},
    **{"Taml": ("hi", "Tamil"), "Telu": ("hi", "Telugu"), "Tibt": ("th", "Tibetan")},
    **{"Khmr": ("th", "Khmer"), "Laoo": ("th", "Lao"), "Mymr": ("th", "Myanmar")},
}
"""For each script: the language whose rules it gets, and its own name in fonts, if any."""

_FONT_NAMES = {"hi": "Devanagari", "th": "Thai"}
_NAMED = re.compile(r":lang\((\w+)")
_RULE = re.compile(r"([^{}]*)(\{[^{}]*\})")


def with_languages(styles: bytes, *locales: Locale) -> bytes:
    """A stylesheet of the theme that also has rules for these languages, if it names none."""
    text = styles.decode()
    named = set(_NAMED.findall(text))
    for locale in dict.fromkeys(locales):
        language = locale.babel.language
        if language not in named and script_of(locale) in _LIKE:
            like, script = _LIKE[script_of(locale)]
            copied = partial(_with_copy, like=like, language=language, script=script)
            text = _RULE.sub(copied, text)
            named.add(language)
    return text.encode()


def _with_copy(rule: re.Match[str], like: str, language: str, script: str) -> str:
    """A rule, followed by one for a language if it is for the other one."""
    head, body = rule[1].rpartition("*/")[2].strip(), rule[2]
    selectors = [head] if ":is(" in head else head.split(",")
    wanted = f":lang({like})"
    found = ", ".join(each.strip() for each in selectors if wanted in each)
    if not found:
        return rule[0]
    if script:
        body = body.replace(_FONT_NAMES[like], script)
    return f"{rule[0]}\n{found.replace(wanted, f':lang({language})')} {body}"
