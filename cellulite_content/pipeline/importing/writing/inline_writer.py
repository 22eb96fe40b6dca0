"""Writes the spans of a paragraph in reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...source.inline.paragraph import escaped_list_mark, is_paragraph
from ...source.message_markup import parse_markup, read_markup
from .span import BREAK, Span, Style

_ROLES = {
    Style.SUBSCRIPT: "sub",
    Style.SUPERSCRIPT: "sup",
    Style.MATH: "math",
    Style.REFERENCE: "ref",
}
_MARKS = {Style.EMPHASIS: "*", Style.STRONG: "**", Style.LITERAL: "``"}
_BEFORE = frozenset(" ([{-/:\u00a0")
"""Signs after which markup may begin. Others may be too, by rules that depend on what follows."""

_AFTER = frozenset(" )]}-/:.,;!?\u00a0")
_SIGN = re.compile(r"[\\`|]|\*(?!\s)|(?<=\S)\*|_(?![^\W_])")


def write_paragraph(spans: Sequence[Span]) -> str:
    """One line of reStructuredText that is a paragraph with these spans, and no other block.

    Where docutils reads something else, the text is written without markup.
    """
    text = write_spans(spans)
    if is_paragraph(text) and _is_read_as(text, spans):
        return text
    for candidate in (text, _escaped_start(text)):
        if _is_read_as(candidate, spans):
            return candidate
    notes = [span for span in spans if span.style == Style.NOTE]
    plain = [Span("".join(span.text for span in spans if span.style != Style.NOTE)), *notes]
    text = write_spans(plain)
    return text if is_paragraph(text) else _escaped_start(text)


def write_spans(spans: Sequence[Span]) -> str:
    """The spans as text. Their markup has spaces or signs around it, or an escaped space."""
    text = ""
    after_markup = False
    for span in spans:
        piece = " " if span.text == BREAK else _written(span)
        is_markup = span.style != Style.PLAIN
        if span.style == Style.NOTE:
            text += " " if text and not text.endswith(" ") else ""
        else:
            follows = after_markup and piece[0] not in _AFTER
            touches = is_markup and text != "" and text[-1] not in _BEFORE
            text += "\\ " if follows or touches else ""
        text += piece
        after_markup = is_markup
    return text


def escape(text: str) -> str:
    """The text with backslashes before signs that would be markup."""
    return _SIGN.sub(r"\\\g<0>", text)


def _written(span: Span) -> str:
    match span.style:
        case Style.PLAIN:
            return escape(span.text)
        case Style.NOTE:
            return f"[#{span.text}]_"
        case Style.LITERAL:
            return f"``{span.text}``"
        case Style.MATH:
            return f":math:`{span.text}`"
        case Style.LINK:
            target = re.sub("_$", r"\\_", span.target)
            return f"`{_escape_inside(span.text)} <{target}>`__"
        case Style.REFERENCE:
            return f":ref:`{_escape_inside(span.text)} <{span.target}>`"
        case Style.SUBSCRIPT | Style.SUPERSCRIPT:
            return f":{_ROLES[span.style]}:`{_escape_inside(span.text)}`"
        case _:
            mark = _MARKS[span.style]
            return f"{mark}{escape(span.text)}{mark}"


def _escape_inside(text: str) -> str:
    """Escaped for the inside of backquotes, where an angle would begin an address."""
    return re.sub(r"[\\`<]|(?<=\S)\*|\*(?=\S)", r"\\\g<0>", text)


def _escaped_start(text: str) -> str:
    """The text with a backslash that lets it begin no list, comment or other block."""
    if text.endswith("::"):
        text = f"{text[:-1]}\\:"
    if is_paragraph(text):
        return text
    escaped = escaped_list_mark(text)
    if is_paragraph(escaped):
        return escaped
    # A line of four or more backslashes is a transition, also with one more.
    return f"\\ {text}" if text.startswith("\\") else f"\\{text}"


def _is_read_as(text: str, spans: Sequence[Span]) -> bool:
    """Whether docutils reads the text as one paragraph with the words of the spans."""
    markup = read_markup(text)
    if markup.blocks and markup.blocks != ("paragraph",):
        return False
    if markup.complaints:
        return False
    counts = {
        Style.EMPHASIS: markup.emphasis["emphasis"],
        Style.STRONG: markup.emphasis["strong"],
        Style.LITERAL: markup.literals.total(),
    }
    if any(sum(s.style == style for s in spans) != count for style, count in counts.items()):
        return False
    links = sum(span.style == Style.LINK for span in spans)
    notes = sum(span.style == Style.NOTE for span in spans)
    roles = sum(span.style in _ROLES for span in spans)
    references = markup.references.total()
    if markup.links.total() < links or references != notes or markup.roles.total() != roles:
        return False
    return _shown_words(text) == _words(spans)


def _words(spans: Sequence[Span]) -> str:
    shown = (
        # docutils reads the backslashes of a formula as escapes where it only counts its words.
        span.text.replace("\\", "") if span.style == Style.MATH else span.text
        for span in spans
        if span.style != Style.NOTE
    )
    return "".join("".join(shown).split())


def _shown_words(text: str) -> str:
    """The letters that readers see, as docutils reads the text."""
    return "".join("".join(piece for _, piece in parse_markup(text).pieces).split())
