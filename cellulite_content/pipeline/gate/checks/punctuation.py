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

_ETHIOPIC_STOPS = ("::", "፡፡")
"""How keyboards without the Ethiopic full stop (።) write it."""

_VISARGA = {"as": "ঃ", "bn": "ঃ", "hi": "ः", "mr": "ः", "ne": "ः"}
"""The letter that looks like a colon and is written for it."""

_SPACE = string.whitespace + "\u00a0\u2009\u200b\u200c\u200d\u200e\u200f\u202f\u3000"
_COLON_END = _SPACE + "".join(sorted(_COLON))
_QUOTES = "\"'“”‘’„«»‹›「」『』《》〈〉"
_PARTNERS = {")": "(", "]": "[", "）": "（", "］": "［", "】": "【"}
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

_IGNORED = _QUOTES + _BRACKETS + "*`_"
"""Signs after the mark of a translation. Another check reports markup that readers see."""

_ADDRESS = re.compile(r"https?://\S+$")
"""An address at the end of a sentence, after which many omit the full stop."""

_HIDDEN_COLON = re.compile(r"\s::\s*$")
_ABBREVIATED = re.compile(r"\b(?:etc|al|[A-Za-z]\.[A-Za-z])\.\W*$")


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
                Severity.NOTE if unit.markup else Severity.WARNING,
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
    source_mark = "" if unit.heading else end_mark(source.plain, source_language)
    if not source_mark or source_mark == OMITTED:
        return
    language = locale.babel.language
    target_marks = _marks_of(target.plain, target.visible, language=language)
    if (
        source_mark in target_marks
        or source_mark in _OPTIONAL_MARKS.get(language, ())
        or _has_mark_within(source_mark, source, target, language)
        or (
            source_mark == "full stop"
            and not target_marks
            and _may_lack_stop(unit, target, language)
        )
        or _ABBREVIATED.search(source.plain[-8:])
    ):
        return
    if source_mark == "colon" and _HIDDEN_COLON.search(target.text):
        yield Problem(
            "end-punctuation",
            "readers see no colon, because a space is before the two colons",
            "delete the space before ::",
            Severity.WARNING,
        )
        return
    yield Problem(
        "end-punctuation",
        f"the source ends in a {source_mark}, and the translation in "
        f"{' and '.join(sorted(target_marks)) or 'none'}",
        "check whether the end is missing; keep it if this is intended",
        Severity.WARNING,
    )


def _marks_of(*texts: str, language: str) -> set[str]:
    return {end_mark(text, language, _IGNORED) for text in texts} - {"", OMITTED}


def _has_mark_within(mark: str, source: Prose, target: Prose, language: str) -> bool:
    """Whether a translation has the mark, and another end after it."""
    if mark == "colon":  # `We add it.::`
        has_stop = "full stop" in _marks_of(target.plain, target.visible, language=language)
        return has_stop and end_mark(source.plain.rstrip(_COLON_END)) == "full stop"
    ends = map(_without_afterthought, (target.plain, target.visible))
    return mark in _marks_of(*ends, language=language)


def _without_afterthought(text: str) -> str:
    """The text without brackets, links and roles at its end: `We add it. (See the manual)`."""
    text = text.rstrip(_SPACE + OMITTED)
    while opening := _PARTNERS.get(text[-1:]):
        text = text.rpartition(opening)[0].rstrip(_SPACE + OMITTED)
    return text


def _may_lack_stop(unit: Unit, target: Prose, language: str) -> bool:
    """Whether a text without a mark at its end is complete all the same."""
    text = target.visible.rstrip(_SPACE + _QUOTES + _BRACKETS + ">")
    if _ADDRESS.search(text):
        return True
    is_fragment = unit.kind in _FRAGMENTS
    if text[-1:] in _PAUSE:
        return is_fragment or language == "fr"
    return is_fragment or (language in _NOUN_PHRASES and not _STOP & set(target.visible))


def end_mark(text: str, language: str = "en", ignored: str = _QUOTES) -> str:
    """The end of a text: `question mark`, `colon`, `full stop`, nothing, or `OMITTED`.

    White space and the characters of `ignored` do not count, nor does a colon in quotation marks.
    """
    if text[-1:] == ".":
        return "full stop"
    stripped = text.rstrip(_SPACE)
    unquoted = stripped.rstrip(ignored + _SPACE)
    last = unquoted[-1:]
    if last == OMITTED:
        return OMITTED
    if last in _QUESTION or (last == ";" and language == "el"):
        return "question mark"
    if unquoted.endswith(_ETHIOPIC_STOPS) and language in ("am", "ti"):
        return "full stop"
    if last == _VISARGA.get(language):
        return "colon"
    if last in _COLON:
        return "colon" if unquoted == stripped else ""
    return "full stop" if last in _STOP else ""
