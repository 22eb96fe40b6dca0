"""The direction of a link's words: a title in another script keeps its signs on their sides."""

from __future__ import annotations

import unicodedata

from docutils import nodes

from ...model.locale import Locale
from .source_texts import is_in_source

_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def own_direction(link: nodes.reference, locale: Locale, source: Locale) -> str:
    """The direction of a link to another site if its words run against those around it, or empty.

    These are in the language of the edition, or in that of the source.

    It is that of the first letter, as browsers find it (UAX 9, P2). Without it, the question mark
    of an English title would be on the left of an Arabic line.
    """
    if "refuri" not in link or link.get("internal"):
        return ""
    kinds = map(unicodedata.bidirectional, link.astext())
    direction = next((_DIRECTIONS[kind] for kind in kinds if kind in _DIRECTIONS), "")
    around = source if is_in_source(link) else locale
    return "" if direction == around.direction else direction
