"""An estimate of how long docutils parses a text, and a limit for each catalog."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import lru_cache

from docutils.utils.urischemes import schemes

from ...model.finding import Problem
from ...model.unit import Unit
from ...source.inline.paragraph import is_paragraph

MAX_EFFORT = 10_000
"""The effort that all translations of a catalog may need beyond that of their sources."""

_SIGNS = "`|@"
"""Signs of roles, references, literals, substitutions and addresses, and cells of tables."""

_STAR = re.compile(r"(?<!\w)\*")
"""Emphasis; `Leser*innen` costs nothing."""

_REFERENCE_END = re.compile(r"_(?!\w)")
_SPACES = re.compile(r"\s{4}")
"""docutils searches for an address in < > after every space of them."""

_ALPHANUMERIC = string.ascii_letters + string.digits
_MIN_LONG_WORD = 50
_LONG_WORD = re.compile(rf"[!-~]{{{_MIN_LONG_WORD},}}")
"""Docutils looks for an address from nearly every character of a word to its end."""

_LONG_WORD_EFFORT = 1 / 4000
_BLOCK_EFFORT = 6
"""Docutils first makes all its states for a text that may be more than one paragraph."""

_LINE_EFFORT = 2
_INDENT_EFFORT = 6
_MARKER_EFFORT = 6
_INDENT = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)
_MARKERS = re.compile(
    r"^[ \t]*(?:(?:[-+*>|\u2022\u2023\u2043]|\(?[^\W_]{1,7}[.)]|\(?#[.)]|:[^\s:]+:|\.\.|\S+::"
    r"|\[\S+\]|--?\w+|/\w)(?:[ \t]+|$))+",
    re.MULTILINE,
)
"""Marks of lists and other blocks at the start of a line; each opens a block in the one before."""


@lru_cache(maxsize=4096)  # the sources of all locales are the same
def parsing_effort(text: str) -> int:
    """An estimate of docutils' work for a text, in units of about 0.1 ms; linear in its length."""
    effort = sum(map(text.count, _SIGNS))
    if "*" in text:
        effort += len(_STAR.findall(text))
    if "_" in text:
        effort += len(_REFERENCE_END.findall(text))
    if "    " in text or not text.isprintable():  # of all white space, only a space is printable
        effort += len(_SPACES.findall(text))
    if ":" in text:
        effort += sum(word.lower() in schemes for word in _words_before_colons(text))
    if _may_have_long_word(text):
        words = _LONG_WORD.findall(text)
        effort += sum(int(len(word) ** 2 * _LONG_WORD_EFFORT) for word in words)
    if not is_paragraph(text):
        lines = text.count("\n")
        markers = sum(len(match[0].split()) for match in _MARKERS.finditer(text))
        effort += _BLOCK_EFFORT + _LINE_EFFORT * lines + _MARKER_EFFORT * markers
        effort += _INDENT_EFFORT * len(_INDENT.findall(text))
    return effort


@lru_cache(maxsize=4096)
def _markdown_effort(text: str) -> int:
    """The same for Markdown, whose parser searches the rest of the text at each bracket: 1,600
    notes take 0.7 s."""
    brackets = text.count("[")
    signs = sum(map(text.count, "`*_<&$\n"))
    return (brackets + signs) // 6 + brackets**2 // 350


def _words_before_colons(text: str) -> Iterator[str]:
    """The words of letters and digits that a colon and no white space follow: perhaps schemes."""
    place = 0
    for part in text.split(":")[:-1]:
        place += len(part) + 1
        word = part[len(part.rstrip(_ALPHANUMERIC)) :]
        if word and text[place : place + 1].strip():
            yield word


def _may_have_long_word(text: str) -> bool:
    """Whether so many characters are in a row without a space."""
    place, last = 0, len(text) - _MIN_LONG_WORD
    while place <= last:
        space = text.rfind(" ", place, place + _MIN_LONG_WORD)
        if space < 0:
            return True
        place = space + 1
    return False


class EffortLimit:
    """Counts the effort that the translations of one catalog need beyond that of their sources."""

    def __init__(self) -> None:
        self._left = MAX_EFFORT

    def check(self, unit: Unit, target: str) -> Iterator[Problem]:
        """Harm: a catalog of legal messages that stalls the gate for minutes.

        Bad: 10,000 messages with 50 stars each, for sources without markup
        Good: translations with the markup of their sources; a few with more
        """
        estimate = _markdown_effort if unit.markdown else parsing_effort
        effort = estimate(target)
        excess = effort - estimate(unit.text) if effort else 0
        if excess <= 0:
            return
        if excess <= self._left:
            self._left -= excess
            return
        yield Problem(
            "too-much-markup",
            "the translation has more markup or lines than its source, and so have too many "
            "above it in this catalog",
            "write it on one line, with the markup of the source; `\\*` is not markup",
        )
