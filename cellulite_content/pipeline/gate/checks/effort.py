"""An estimate of how long docutils parses a text, and a limit for each catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils.utils.urischemes import schemes

from ...model.finding import Problem
from ...model.unit import Unit
from ...source.paragraph import is_paragraph

MAX_EFFORT = 10_000
"""The effort that all translations of a catalog may need beyond that of their sources."""

_MARKS = (
    "`",  # roles, references, literals
    "|",  # substitutions, cells of tables
    "@",  # addresses of mail
)
_STAR = re.compile(r"(?<!\w)\*")
"""Emphasis; `Leser*innen` costs nothing."""

_REFERENCE_END = re.compile(r"_(?!\w)")
_GAP = re.compile(r"\s{4}")
"""Docutils searches for an address in < > after every space of them."""

_SCHEME = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?=:\S)")
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


def parsing_effort(text: str) -> int:
    """An estimate of docutils' work for a text, in units of about 0.1 ms; linear in its length."""
    effort = sum(map(text.count, _MARKS)) + len(_GAP.findall(text))
    if "*" in text:
        effort += len(_STAR.findall(text))
    if "_" in text:
        effort += len(_REFERENCE_END.findall(text))
    if ":" in text:
        effort += sum(scheme.lower() in schemes for scheme in _SCHEME.findall(text))
    if len(text) >= _MIN_LONG_WORD:
        words = _LONG_WORD.findall(text)
        effort += sum(int(len(word) ** 2 * _LONG_WORD_EFFORT) for word in words)
    if not is_paragraph(text):
        lines = text.count("\n")
        markers = sum(len(match[0].split()) for match in _MARKERS.finditer(text))
        effort += _BLOCK_EFFORT + _LINE_EFFORT * lines + _MARKER_EFFORT * markers
        effort += _INDENT_EFFORT * len(_INDENT.findall(text))
    return effort


class EffortLimit:
    """Counts the effort that the translations of one catalog need beyond that of their sources."""

    def __init__(self) -> None:
        self._left = MAX_EFFORT

    def check(self, unit: Unit, target: str) -> Iterator[Problem]:
        """Harm: a catalog of legal messages that stalls the gate for minutes.

        Bad: 10,000 messages with 50 stars each, for sources without markup
        Good: translations with the markup of their sources; a few with more
        """
        effort = parsing_effort(target)
        excess = effort - parsing_effort(unit.text) if effort else 0
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
