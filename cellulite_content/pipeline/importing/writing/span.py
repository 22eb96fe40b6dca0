"""Spans: pieces of a paragraph's text, each with one kind of markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

BREAK = "\n"
"""The text of a span that ends a line."""

_WORD_JOINER = "\u2060"


class Style(IntEnum):
    """The kinds of markup, the stronger ones last."""

    PLAIN = 0
    EMPHASIS = 1
    STRONG = 2
    SUBSCRIPT = 3
    SUPERSCRIPT = 4
    MATH = 5
    LITERAL = 6
    LINK = 7
    REFERENCE = 8
    NOTE = 9


@dataclass(frozen=True)
class PictureSpan:
    """A picture in a text, which becomes a block after it: its path, and its alternative text."""

    path: str
    alternative: str


@dataclass(frozen=True)
class Span:
    """A piece of text; `target` is the address of a link, or the label of a place."""

    text: str
    style: Style = Style.PLAIN
    target: str = ""


def tidy(spans: Iterable[Span]) -> list[Span]:
    """The spans with single spaces, which are outside of markup, and with equal ones joined.

    Lines have no spaces at their ends, and none is empty.
    """
    lines: list[list[Span]] = [[]]
    for span in spans:
        if span.text == BREAK:
            lines.append([])
        else:
            lines[-1].append(span)
    tidied = [line for line in map(_tidy_line, lines) if line]
    return [span for line in tidied for span in (Span(BREAK), *line)][1:]


def _tidy_line(spans: Iterable[Span]) -> list[Span]:
    outside = [piece for span in _joined(spans) for piece in _spaces_outside(span)]
    pieces = _joined(outside)
    for place, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if pieces and pieces[place].style == Style.PLAIN:
            pieces[place] = replace(pieces[place], text=strip(pieces[place].text, " "))
    return [piece for piece in pieces if piece.text]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans that are not empty, with single spaces; neighbours of one kind are one span."""
    pieces: list[Span] = []
    for span in spans:
        if pieces and _are_joined(pieces[-1], span):
            pieces[-1] = _with_single_spaces(pieces[-1], pieces[-1].text + span.text)
            continue
        if span.style == Style.NOTE and pieces and pieces[-1].style == Style.PLAIN:
            # It keeps the note at its word in other formats, also in our own Markdown.
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text.removesuffix(_WORD_JOINER))
        if span.text:
            pieces.append(_with_single_spaces(span, span.text))
    return [piece for piece in pieces if piece.text]


def _with_single_spaces(span: Span, text: str) -> Span:
    return replace(span, text=re.sub(r"[ \t\n\r\f\v]+", " ", text))


def _are_joined(first: Span, second: Span) -> bool:
    """Whether two spans are one piece of markup."""
    is_alike = (first.style, first.target) == (second.style, second.target)
    return is_alike and first.style not in (Style.NOTE, Style.LITERAL, Style.MATH)


def _spaces_outside(span: Span) -> Sequence[Span]:
    """The span, with the spaces at its ends as plain text."""
    text = span.text.strip(" \u00a0")
    if span.style in (Style.PLAIN, Style.NOTE) or span.text == text:
        return [span]
    start = span.text.index(text) if text else len(span.text)
    own = [replace(span, text=text)] if text else []
    return [Span(span.text[:start]), *own, Span(span.text[start + len(text) :])]
