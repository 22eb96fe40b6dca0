"""Reads the text of a paragraph in pandoc's tree as spans.

reStructuredText has no markup inside other markup: the strongest of several is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ...files.names import harmful_character
from ...source.constructs.formulas import FormulaError, mathml
from .reading import Node, Reading
from .span import BREAK, PictureSpan, Span, Style, tidy

_ADDRESS = re.compile(r"(https?://[^\s/]|mailto:[^\s@]+@)", re.IGNORECASE)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z]+)(?:\s[^>]*|/)?>")
_TAGS = {
    **{"b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph"},
    **{"code": "Code", "sub": "Subscript", "sup": "Superscript"},
}
_QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}
_LOST_STYLES = {
    "SmallCaps": "small capitals",
    "Strikeout": "text that is struck through",
    "Underline": "underlined text",
}


_STYLES = {
    "Emph": Style.EMPHASIS,
    "Strong": Style.STRONG,
    "Subscript": Style.SUBSCRIPT,
    "Superscript": Style.SUPERSCRIPT,
}


def read_spans(
    inlines: Iterable[Node], reading: Reading, pictures: list[PictureSpan]
) -> list[Span]:
    """The spans of a paragraph, with single spaces, without those at its ends.

    Pictures are added to `pictures`.
    """
    reader = _SpanReader(reading, pictures)
    return tidy(reader.read(inlines, Span("")))


def plain_text(inlines: Iterable[Node]) -> str:
    """The text of inlines without markup, notes and pictures."""
    reading = Reading("", [], lambda address: ("", b""))
    spans = read_spans([node for node in inlines if node["t"] != "Note"], reading, [])
    return " ".join("".join(span.text for span in spans if span.style != Style.NOTE).split())


class _SpanReader:
    def __init__(self, reading: Reading, pictures: list[PictureSpan]) -> None:
        self._reading = reading
        self._pictures = pictures

    def read(self, inlines: Iterable[Node], around: Span) -> Iterator[Span]:
        """The spans of inlines; `around` is an empty span with the markup around them."""
        for node in _with_tags(list(inlines)):
            kind: str = node["t"]
            content: Any = node.get("c")
            if kind == "Str":
                yield replace(around, text=self._clean(content))
            elif kind in ("Space", "SoftBreak"):
                yield replace(around, text=" ")
            elif kind == "LineBreak":
                yield Span(BREAK)
            elif kind in _STYLES:
                yield from self.read(content, _stronger(around, Span("", _STYLES[kind])))
            else:
                yield from self._other(kind, content, around)

    def _other(self, kind: str, content: Any, around: Span) -> Iterator[Span]:
        match kind:
            case "SmallCaps" | "Strikeout" | "Underline":
                self._reading.lose(_LOST_STYLES[kind])
                yield from self.read(content, around)
            case "Quoted":
                first, last = tuple(_QUOTES[content[0]["t"]])
                yield replace(around, text=first)
                yield from self.read(content[1], around)
                yield replace(around, text=last)
            case "Cite" | "Span":
                yield from self.read(content[1], around)
            case "Code":
                yield self._code(content[1], around)
            case "Math":
                yield self._math(content[1], around)
            case "Link":
                yield from self._link(content[1], content[2][0], around)
            case "Image":
                self._add_picture(content)
            case "Note":
                yield Span(self._reading.note(content), Style.NOTE)
            case _:
                self._reading.lose(f"raw {content[0].upper()}" if kind == "RawInline" else kind)

    def _clean(self, text: str) -> str:
        """The text without characters that reverse or hide text."""
        while harmful_character(text):
            kept = "".join(" " if sign.isspace() else sign for sign in text)
            kept = "".join(sign for sign in kept if not harmful_character(sign))
            if kept == text:
                break
            if kept.split() != text.split():
                self._reading.lose("invisible characters")
            text = kept
        return text

    def _code(self, text: str, around: Span) -> Span:
        text = " ".join(self._clean(text).split())
        usable = text and "`" not in text and not text.endswith("\\")
        return _stronger(around, Span(text, Style.LITERAL if usable else Style.PLAIN))

    def _math(self, text: str, around: Span) -> Span:
        formula = " ".join(self._clean(text).split())
        try:
            if "`" in formula or formula.endswith("\\"):
                raise FormulaError
            mathml(formula)
        except FormulaError:
            self._reading.report(f"the formula {formula} cannot be shown and is code")
            return self._code(text, around)
        return _stronger(around, Span(formula, Style.MATH))

    def _link(self, inlines: list[Node], target: str, around: Span) -> Iterator[Span]:
        link = self._target(target)
        if link.style == Style.PLAIN and target:
            shown = target if len(target) <= 80 else f"{target[:80]}…"
            self._reading.report(f"the link to {self._clean(shown)} is text: no whole address")
        spans = list(self.read(inlines, _stronger(around, link)))
        if link.style == Style.LINK and not any(span.text.strip() for span in spans):
            if not any(node["t"] == "Image" for node in inlines):
                yield _stronger(around, replace(link, text=link.target))
            return
        yield from spans

    def _target(self, target: str) -> Span:
        if self._reading.local_address and not _ADDRESS.match(target):
            return Span("", Style.LINK, self._reading.local_address + quote(target, safe="/#"))
        if target.startswith("#"):
            label = self._reading.label(target[1:])
            return Span("", Style.REFERENCE, label) if label else Span("")
        if _ADDRESS.match(target) and not harmful_character(target):
            # Signs that end an address in reStructuredText, or in a setting.
            return Span("", Style.LINK, quote(target, safe="%/:=&?~#+!$,;'@()*[]._-"))
        return Span("")

    def _add_picture(self, content: list[Any]) -> None:
        alternative = plain_text(content[1]) or " ".join(content[2][1].split())
        path = self._reading.picture(content[2][0], alternative)
        if path:
            self._pictures.append(PictureSpan(path, alternative))
        elif alternative:
            self._pictures.append(PictureSpan("", alternative))


def _with_tags(inlines: list[Node]) -> list[Node]:
    """The inlines with what raw HTML around them means, as in Markdown with `<strong>`."""
    result: list[Node] = []
    opened: list[tuple[str, int]] = []
    for node in inlines:
        tag = _TAG.fullmatch(node["c"][1]) if node["t"] == "RawInline" else None
        name = tag["name"].lower() if tag else ""
        if name == "br":
            result.append({"t": "LineBreak"})
        elif name in _TAGS and tag and not tag["end"]:
            opened.append((name, len(result)))
            result.append(node)
        elif name in _TAGS and opened and opened[-1][0] == name:
            _, start = opened.pop()
            inner = result[start + 1 :]
            content = [["", [], []], plain_text(inner)] if name == "code" else inner
            result[start:] = [{"t": _TAGS[name], "c": content}]
        else:
            result.append(node)
    return result


def _stronger(around: Span, inner: Span) -> Span:
    """The inner span, with the markup of the one around it if that is stronger."""
    if around.style > inner.style or (around.style == inner.style and around.target):
        return replace(around, text=inner.text)
    return inner
