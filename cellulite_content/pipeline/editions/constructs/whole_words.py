"""Words that browsers and reading systems may break in the middle.

Thai loan words, which dictionaries lack, and what UAX 14 takes for two words: a Korean particle
after a quotation mark (LB19a), a Hebrew preposition before a number or a Latin word, and a Bengali
ending behind a number (LB21: a line may end after a hyphen). In titles, also short words with a
hyphen, such as *réduit-elle*.
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


_LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1fff]"
_HYPHENATED = re.compile(rf"(?<!\w){_LETTER}+(?:-{_LETTER}+)+(?!\w)")
"""In Latin, Greek and Cyrillic letters, none of which is written in several characters."""

_MAX_HYPHENATED = 16
"""A longer word may not fit on a line of a title on a phone."""


def with_whole_words(text: str, *, in_title: bool = False) -> str:
    """The HTML of a text with each such word in an element that no line breaks."""
    if _SILENT in text:
        return _RUN.sub(_marked, text)
    if any(sign in text for sign in _SIGNS):
        text = _JOINED.sub(lambda word: _element(word[0]), text)
    if in_title and "-" in text:
        return _HYPHENATED.sub(_marked_if_short, text)
    return text


def unbroken(text: object, *, in_title: bool = False) -> Markup:
    """The same for a text that is no HTML, as a filter of the templates."""
    return Markup(with_whole_words(str(escape(text)), in_title=in_title))


def _marked(run: re.Match[str]) -> str:
    # It brings the models of words, which few languages need.
    from ..typesetting.cover_words import thai_words  # noqa: PLC0415

    words = thai_words(run[0]) if _SILENT in run[0] else [run[0]]
    return "".join(
        _element(word) if _SILENT in word and len(word) <= _MAX_LETTERS else word for word in words
    )


def _marked_if_short(word: re.Match[str]) -> str:
    return _element(word[0]) if len(word[0]) <= _MAX_HYPHENATED else word[0]


def _element(word: str) -> str:
    return f'<span class="whole">{word}</span>'
