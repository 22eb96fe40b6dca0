"""Words that browsers and reading systems may break in the middle.

Thai loan words, which dictionaries lack, and what UAX 14 takes for two words: a Korean particle
after a quotation mark (LB19a), a Hebrew preposition before a number or a Latin word, and a Bengali
ending behind a number (LB21: a line may end after a hyphen).
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_SILENT = "\N{THAI CHARACTER THANTHAKHAT}"
"""The sign of a silent letter, which few words have that are not loans."""

_RUN = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
"""Thai letters and signs without a space, a digit or punctuation."""

_MAX_LETTERS = 24
"""A longer word may not fit on a line."""

_SIGNS = "”’־-"
_JOINED = re.compile(
    "[\uac00-\ud7a3]{1,12}[”’][\uac00-\ud7a3]{1,12}"
    "|[\u05d0-\u05ea]{1,3}־[0-9A-Za-z.,%]{1,16}"
    "|[\u09e6-\u09ef]{1,12}%?-[\u0980-\u09e3]{1,12}"
)
"""Words with one of these signs, in Korean, Hebrew and Bengali."""


def with_whole_words(text: str) -> str:
    """The HTML of a text with each such word in an element that no line breaks."""
    if _SILENT in text:
        return _RUN.sub(_marked, text)
    if any(sign in text for sign in _SIGNS):
        return _JOINED.sub(lambda word: _element(word[0]), text)
    return text


def unbroken(text: str) -> Markup:
    """The same for a text that is no HTML, as a filter of the templates."""
    return Markup(with_whole_words(str(escape(text))))


def _marked(run: re.Match[str]) -> str:
    # It brings the models of words, which few languages need.
    from ..typesetting.cover_words import thai_words  # noqa: PLC0415

    words = thai_words(run[0]) if _SILENT in run[0] else [run[0]]
    return "".join(
        _element(word) if _SILENT in word and len(word) <= _MAX_LETTERS else word for word in words
    )


def _element(word: str) -> str:
    return f'<span class="whole">{word}</span>'
