"""Checks of white space around a message, and of the punctuation at its end."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from ...model.finding import Problem, Severity
from ...model.locale import Locale
from ...model.unit import PLAIN_KINDS, Unit
from ..prose import OMITTED, Prose

_QUESTION = frozenset("?？؟⁇⁈⁉፧⸮꘏\u037e")
_COLON = frozenset(":：፡፦፥៖")
_PAUSE = frozenset(";；؛")
"""The marks that may end an item of a list, such as the French ` ;`."""

_STOP = frozenset(".。．｡।॥۔።։။།᱾꯫។៕᠃!！՜…⋯‼")
"""The marks of all scripts; an exclamation mark or an ellipsis may replace a full stop."""

_SPACE = string.whitespace + "\u00a0\u2009\u200b\u200c\u200d\u200e\u200f\u202f\u3000"
_COLON_END = _SPACE + "".join(sorted(_COLON))
_QUOTES = "\"'“”‘’„«»‹›「」『』《》〈〉"
_BRACKETS = ")]}）］｝】〕"

_OPTIONAL_MARKS = {
    "hy": frozenset({"question mark", "colon", "full stop"}),  # within the sentence: ՞
    "ja": frozenset({"question mark", "colon"}),  # 「…か。」「次のとおりです。」
    "ko": frozenset({"colon"}),  # 「다음과 같습니다.」
    "lo": frozenset({"question mark", "full stop"}),
    "th": frozenset({"question mark", "full stop"}),
}
"""Marks that a language may omit or replace at the end of a correct sentence."""

_FRAGMENTS = frozenset(
    {"list item", "table cell", "table heading", "caption", "term", "substitution", *PLAIN_KINDS}
)
"""Kinds of text that many languages write without a full stop, or with a semicolon between items;
Japanese, Chinese and Korean do so in any text of one sentence."""

_NOUN_PHRASES = frozenset({"ja", "ko", "zh", "yue"})

_ABBREVIATED = re.compile(r"\b(?:etc|al|e\.g|i\.e)\.\W*$")


def check_edge_space(unit: Unit, target: str) -> Iterator[Problem]:
    """Slip: missing or double spaces where a page joins texts.

    Bad: `Contents` → `Inhalt ` (a space at its end)
    Good: `by ` → `von `
    """
    for edge, index in (("start", 0), ("end", -1)):
        source_edge, target_edge = (
            unit.text[index : index + 1 or None],
            target[index : index + 1 or None],
        )
        if source_edge.isspace() != target_edge.isspace():
            yield Problem(
                "edge-space",
                f"the {edge} of the translation has white space and the source's has none"
                if target_edge.isspace()
                else f"the {edge} of the translation lacks the white space that the source has",
                _edge_hint(unit, is_new=target_edge.isspace()),
                Severity.WARNING,
            )


def _edge_hint(unit: Unit, *, is_new: bool) -> str:
    if not is_new:
        return "add it"
    return "delete it; pages and books leave it out" if unit.markup else "delete it"


def check_end_punctuation(
    unit: Unit, source: Prose, target: Prose, locale: Locale, source_language: str = "en"
) -> Iterator[Problem]:
    """Slip: a truncated sentence, a question that became a statement, a list without its colon.

    Bad: `Can running help?` → `Laufen kann helfen.`
    Good: `Can running help?` → `هل يساعد الجري؟`; `Squats and lunges` → `Kniebeugen.`; an item of a
    list that ends in ` ;`
    """
    language = locale.babel.language
    if unit.heading:
        return
    source_mark = end_mark(source.plain, source_language)
    marks = (
        end_mark(text, language, _QUOTES + _BRACKETS) for text in (target.plain, target.visible)
    )
    target_marks = set(marks) - {"", OMITTED}
    allowed_marks = {"", OMITTED, *_OPTIONAL_MARKS.get(language, ()), *target_marks}
    if "full stop" in target_marks and end_mark(source.plain.rstrip(_COLON_END)) == "full stop":
        allowed_marks.add("colon")  # `We add it.::`
    if not target_marks and _may_lack_stop(unit, target.visible, language):
        allowed_marks.add("full stop")
    if source_mark in allowed_marks or _ABBREVIATED.search(source.plain[-8:]):
        return
    yield Problem(
        "end-punctuation",
        f"the source ends in a {source_mark}, and the translation in "
        f"{' and '.join(sorted(target_marks)) or 'none'}",
        "check whether the end is missing; keep it if this is intended",
        Severity.WARNING,
    )


def _may_lack_stop(unit: Unit, text: str, language: str) -> bool:
    """Whether a text without a mark at its end is complete all the same."""
    is_fragment = unit.kind in _FRAGMENTS
    if text.rstrip(_SPACE + _QUOTES + _BRACKETS)[-1:] in _PAUSE:
        return is_fragment or language == "fr"
    return is_fragment or (language in _NOUN_PHRASES and not _STOP & set(text))


def end_mark(text: str, language: str = "en", ignored: str = _QUOTES) -> str:
    """The end of a text: `question mark`, `colon`, `full stop`, nothing, or `OMITTED`.

    White space and the characters of `ignored` do not count, nor does a colon in quotation marks.
    """
    stripped = text.rstrip(_SPACE)
    unquoted = stripped.rstrip(ignored + _SPACE)
    last = unquoted[-1:]
    if last == OMITTED:
        return OMITTED
    if last in _QUESTION or (last == ";" and language == "el"):
        return "question mark"
    if last in _COLON:
        return "colon" if unquoted == stripped else ""
    return "full stop" if last in _STOP else ""
