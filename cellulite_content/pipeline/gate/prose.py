"""Prose: the words of a message that a reader sees, separated from its markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..model.unit import Unit
from ..source.message_markup import read_message

HELD = "\ufffc"
"""Replaces text that is left out, so that the texts before and after it stay separate."""

_NOTES = frozenset({"footnote_reference", "citation_reference"})
_OWN = frozenset({"paragraph", "strong"})
_SAID = _OWN | {"emphasis"}

_GAP = re.compile(r"%\(\w{1,40}\)[a-z]")


@dataclass(frozen=True)
class Prose:
    """The text of a message, in full and in part.

    `text` is the message as written, `shown` all text that a reader sees, `said` the text outside
    of links, roles and literals, `own` the text that is also outside of emphasis, which marks
    titles and foreign words. `HELD` replaces each piece that is left out.
    """

    text: str
    shown: str
    said: str
    own: str


def read_prose(unit: Unit, text: str) -> Prose:
    """The prose of a source or a translation of `unit`. Never raises."""
    if not unit.markup:
        bare = _GAP.sub(HELD, text)
        return Prose(text, bare, bare, bare)
    pieces = [piece for piece in read_message(unit, text).pieces if piece[0] not in _NOTES]
    return Prose(
        text,
        "".join(words for _, words in pieces),
        _only(pieces, _SAID),
        _only(pieces, _OWN),
    )


def _only(pieces: Iterable[tuple[str, str]], elements: frozenset[str]) -> str:
    return "".join(words if element in elements else HELD for element, words in pieces)
