"""An SVG picture in another language: the same bytes but for its labels and their languages.

Words go into the text of the file and nowhere else, and are escaped: a translation cannot add an
element, an attribute or an address.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from ...model.locale import Locale
from ...source.pictures.svg_picture import Label, Span, SVGPicture, read_picture
from .label_layout import lines_of, scale

_ATTRIBUTE = re.compile(rb"""\s+([^\s=>/"']+)\s*=\s*("[^"]*"|'[^']*')""")
_NAME = re.compile(rb"<([^\s/>]+)")
_FIRST_NUMBER = re.compile(rb"[^\s,]+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:px)?")
_POSITIONS = frozenset({b"x", b"y", b"dx", b"dy"})
_OF_LETTERS = frozenset({b"textLength", b"lengthAdjust", b"rotate"})
"""Attributes that fit the letters of the source alone."""

_OTHER_SIDE = {"start": "end", "end": "start"}
_ISOLATES = {"ltr": "\N{LEFT-TO-RIGHT ISOLATE}", "rtl": "\N{RIGHT-TO-LEFT ISOLATE}"}
_END_OF_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"


def localized_svg(
    data: bytes, translations: Mapping[str, str], locale: Locale, source: Locale
) -> bytes:
    """The picture in the language of `locale`. `translations` are those of its labels, by text.

    A label without a translation stays as it is and is marked with the source's language. A picture
    without labels, or one that cannot be read, stays as it is.
    """
    picture = read_picture(data)
    if not any(label.text for label in picture.labels):
        return data
    parts: list[bytes] = []
    end = 0
    for (start, stop), part in sorted(_replacements(data, picture, translations, locale, source)):
        parts += [data[end:start], part]
        end = stop
    return b"".join([*parts, data[end:]])


def _replacements(
    data: bytes,
    picture: SVGPicture,
    translations: Mapping[str, str],
    locale: Locale,
    source: Locale,
) -> Iterator[tuple[Span, bytes]]:
    yield picture.root, _with(data, picture.root, {"xml:lang": locale.tag})
    for span in picture.names:
        yield span, _with(data, span, {"xml:lang": source.tag})
    for label in picture.labels:
        if label.text in translations:
            yield from _translated(data, picture, label, translations[label.text], locale)
        elif label.text:
            yield label.tag, _with(data, label.tag, {"xml:lang": source.tag})


def _translated(
    data: bytes, picture: SVGPicture, label: Label, words: str, locale: Locale
) -> Iterator[tuple[Span, bytes]]:
    lines = lines_of(words, label)
    attributes = {"xml:lang": locale.tag}
    style, direction = label.style, locale.direction
    turns = style.direction != direction
    if turns and not _is_fixed(label):
        attributes["direction"] = direction
        attributes["text-anchor"] = _OTHER_SIDE.get(style.anchor, style.anchor)
    factor = scale(lines, label, picture.edges)
    if factor < 1 and (transform := _shrinking(data, label, factor)):
        attributes["transform"] = transform
    is_isolated = turns and _is_fixed(label)
    yield label.tag, _without_letters(_with(data, label.tag, attributes))
    content = b""
    for text, line in zip(lines, label.lines, strict=True):
        shown = f"{_ISOLATES[direction]}{text}{_END_OF_ISOLATE}" if is_isolated and text else text
        escaped = html.escape(shown, quote=False).encode()
        if line.tag is None:
            content += escaped
        elif text:
            tag = _without_letters(data[slice(*line.tag)])
            content += tag + escaped + b"</" + _name(tag) + b">"
    yield label.content, content


def _is_fixed(label: Label) -> bool:
    return label.style.is_fixed or any(line.style.is_fixed for line in label.lines)


def _shrinking(data: bytes, label: Label, factor: float) -> str:
    """A transform that makes a label smaller around its first line's place; empty if the place is
    written in other units, which no transform has."""
    values = _attributes(data[slice(*label.tag)])
    before = values.get(b"transform", b"").decode()
    line = label.lines[0]
    child = _attributes(data[slice(*line.tag)]) if line.tag else {}
    heights = [_FIRST_NUMBER.match(each.get(b"y", b"").strip()) for each in (child, values)]
    y = next((height[0].decode() for height in heights if height), "0")
    if not _NUMBER.fullmatch(y):
        return ""
    y = y.removesuffix("px")
    rest = f"translate({line.x:g} {y}) scale({factor:.3g}) translate({-line.x:g} {_negative(y)})"
    return f"{before} {rest}".strip()


def _negative(number: str) -> str:
    return number[1:] if number.startswith("-") else f"-{number.removeprefix('+')}"


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {name: value[1:-1] for name, value in _ATTRIBUTE.findall(tag)}


def _with(data: bytes, span: Span, attributes: Mapping[str, str]) -> bytes:
    """A start tag with other values of these attributes, which follow its name."""
    tag = data[slice(*span)]
    start = b"<" + _name(tag)
    names = {name.encode() for name in attributes}
    rest = _ATTRIBUTE.sub(lambda each: b"" if each[1] in names else each[0], tag[len(start) :])
    added = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return start + added.encode() + rest


def _name(tag: bytes) -> bytes:
    """The name of a start tag, with its prefix."""
    return _NAME.findall(tag)[0]  # type: ignore[no-any-return]


def _without_letters(tag: bytes) -> bytes:
    """A start tag without what it says of single letters: it places the first one."""

    def kept(attribute: re.Match[bytes]) -> bytes:
        name, value = attribute[1], attribute[2]
        if name in _OF_LETTERS:
            return b""
        first = _FIRST_NUMBER.search(value[1:-1])
        if name in _POSITIONS and first:
            return b" " + name + b"=" + value[:1] + first[0] + value[:1]
        return attribute[0]

    return _ATTRIBUTE.sub(kept, tag)
