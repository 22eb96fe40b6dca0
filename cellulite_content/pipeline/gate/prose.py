"""Prose: the words of a message that a reader sees, separated from its markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..model.unit import Unit
from ..source.message_markup import read_message

OMITTED = "\ufffc"
"""Replaces text that is left out, so that the texts before and after it stay separate."""

_NOTES = frozenset({"footnote_reference", "citation_reference"})
_PLAIN = frozenset({"paragraph", "strong"})
_RUNNING = _PLAIN | {"emphasis"}
"""The elements, as docutils names them, that count as plain and as running text; see `Prose`."""

_PLACEHOLDER = re.compile(r"%\(\w{1,40}\)[a-z]")  # a limit, so that hostile text is read fast


class Prose(NamedTuple):
    """The text of a message, in full and in parts.

    `OMITTED` replaces each piece that is left out. Nothing replaces references to footnotes and
    citations: the text before and after them is read as one.

    - `text`: the message as written, with its markup
    - `visible`: all text that a reader sees, without references to notes. Texts without markup may
      have placeholders (`%(name)s`); `visible` has `OMITTED` for them.
    - `running`: the visible text outside links, roles and literals
    - `plain`: the running text outside emphasis, which marks titles and foreign words
    """

    text: str
    visible: str
    running: str
    plain: str


def read_prose(unit: Unit, text: str) -> Prose:
    """The prose of `text`, the source of `unit` or a translation of it. Never raises.

    Plain text, such as an alternative text, has no parts: only placeholders are left out.
    """
    if not unit.markup:
        bare = _PLACEHOLDER.sub(OMITTED, text)
        return Prose(text, bare, bare, bare)
    markup = read_message(unit, text)
    if markup.pieces == (("paragraph", text),):
        return Prose(text, text, text, text)
    pieces = [piece for piece in markup.pieces if piece[0] not in _NOTES]
    return Prose(
        text,
        "".join([words for _, words in pieces]),
        _only(pieces, _RUNNING),
        _only(pieces, _PLAIN),
    )


def _only(pieces: Iterable[tuple[str, str]], elements: frozenset[str]) -> str:
    """The text of these elements, and `OMITTED` for each other piece."""
    return "".join([words if element in elements else OMITTED for element, words in pieces])
