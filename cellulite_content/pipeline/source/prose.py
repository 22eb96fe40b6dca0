"""Prose: the words of a message as a reader meets them, apart from what its markup holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..model.unit import Unit
from .message_markup import read_markup

HELD = "\ufffc"
"""Stands for text that is left out, so that what is before it and behind it stay apart."""

_NOTES = frozenset({"footnote_reference", "citation_reference"})
_OWN = frozenset({"paragraph", "strong"})
_SAID = _OWN | {"emphasis"}

_GAP = re.compile(r"%\(\w{1,40}\)[a-z]")


@dataclass(frozen=True)
class Prose:
    """The text of a message, in part and as a whole.

    `text` is the message as it stands, `shown` all that a reader sees, `said` what stands outside
    of links, roles and literals, `own` what stands outside of emphasis too, where titles and
    foreign words are. `HELD` stands in the place of each piece that is left out.
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
    pieces = [piece for piece in read_markup(text).pieces if piece[0] not in _NOTES]
    return Prose(
        text,
        "".join(words for _, words in pieces),
        _only(pieces, _SAID),
        _only(pieces, _OWN),
    )


def _only(pieces: Iterable[tuple[str, str]], elements: frozenset[str]) -> str:
    return "".join(words if element in elements else HELD for element, words in pieces)
