"""How texts in a language are set, by the tradition of its script, as the templates get it."""

from __future__ import annotations

from typing import Any

from ...model.locale import Locale
from . import fonts

_EUROPEAN = frozenset({"Latn", "Cyrl", "Grek"})
"""The scripts with slanted letters, and whose words may be broken, in the languages for which Typst
has patterns; others set words apart by weight."""

_RAGGED = {"id", "ko", "th"}
"""Languages whose lines would have wide gaps if they were evenly long: Typst has no hyphenation
patterns for the long words of Indonesian, and widens only spaces, of which Thai has few."""

_COUNTING_SYMBOLS = frozenset("1١۱১१")
"""The digits that Typst counts with; `1` begins the numbers of other scripts."""

_BOLD_STROKE = 0.024
"""The stroke, as a part of the size, with which a family of one weight looks bold."""


def typst_language(locale: Locale) -> dict[str, Any]:
    """A language as Typst names it: its code, its region or None, and whether it is written from
    right to left.

    Chinese has a region: Typst knows no script, and PDF programs choose letters by it.
    """
    script = fonts.script_of(locale)
    region = locale.babel.territory or {"Hans": "CN", "Hant": "TW"}.get(script)
    is_code = region is not None and len(region) == 2  # not 419 for Latin America
    return {
        "lang": locale.babel.language,
        "region": region if is_code else None,
        "rtl": locale.direction == "rtl",
    }


def page_numbers(locale: Locale) -> str:
    """The first digit of the numbers of pages, from which Typst knows the others."""
    first = locale.digits("1")
    return first if first in _COUNTING_SYMBOLS else "1"


def text_values(locale: Locale) -> dict[str, Any]:
    """How texts in a language are set, by the tradition of its script."""
    face, script = fonts.face_of(locale), fonts.script_of(locale)
    return {
        **typst_language(locale),
        "fonts": fonts.families(locale),
        "scale": face.text_scale,
        "leading": face.text_leading,
        "stroke": _BOLD_STROKE if face.stroke else 0,
        "hyphenate": script in _EUROPEAN,
        "justify": locale.babel.language not in _RAGGED,
        "slants": script in _EUROPEAN,
        "whole-words": script == "Kore",
    }
