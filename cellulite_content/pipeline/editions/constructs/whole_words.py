"""Thai words that programs may break in the middle: loan words, which their dictionaries lack."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_SILENT = "\N{THAI CHARACTER THANTHAKHAT}"
"""The sign of a silent letter, which few words have that are not loans."""

_RUN = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
"""Thai letters and signs without a space, a digit or punctuation."""

_MAX_LETTERS = 24
"""A longer word may not fit on a line."""


def with_whole_words(text: str) -> str:
    """The HTML of a text with each Thai loan word in an element that no line breaks."""
    return _RUN.sub(_marked, text) if _SILENT in text else text


def unbroken(text: str) -> Markup:
    """The same for a text that is no HTML, as a filter of the templates."""
    return Markup(with_whole_words(str(escape(text))))


def _marked(run: re.Match[str]) -> str:
    # It brings the models of words, which few languages need.
    from ..typesetting.cover_words import thai_words  # noqa: PLC0415

    words = thai_words(run[0]) if _SILENT in run[0] else [run[0]]
    return "".join(
        f'<span class="whole">{word}</span>'
        if _SILENT in word and len(word) <= _MAX_LETTERS
        else word
        for word in words
    )
