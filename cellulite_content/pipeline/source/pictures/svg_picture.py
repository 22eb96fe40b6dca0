"""An SVG picture as its bytes: where its labels are, and why it may be refused.

A label is the text of one `<text>` element. Only Expat reads the file, and it opens no other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from .svg_faults import element_faults, style_faults
from .svg_style import TextStyle, read_numbers, read_rules

Span = tuple[int, int]
"""Offsets of a part of the file, in bytes."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_TAG_END = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_IN_LABELS = frozenset("a textPath tspan".split())
"""What may be in a `<text>` element: a translated label has no others."""


@dataclass(frozen=True)
class LabelLine:
    """A line of a label: the span of the start tag of its `tspan`, if it has one, and the
    place of its letters. `x` is in the element's own units."""

    tag: Span | None
    x: float
    style: TextStyle


@dataclass(frozen=True)
class Label:
    """A label: its words in one line, the line of the file, the spans of its start tag and of its
    content, and its lines. One without letters, such as a number, has an empty text."""

    text: str
    line: int
    tag: Span
    content: Span
    lines: tuple[LabelLine, ...]
    style: TextStyle


@dataclass(frozen=True)
class SVGPicture:
    """What was read of a picture. `faults` are lines of the file with a problem and its remedy.

    `root` is the span of the first start tag, `names` are those of the start tags of titles and
    descriptions, and `edges` the left and the right edge.
    """

    labels: tuple[Label, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    root: Span = (0, 0)
    names: tuple[Span, ...] = ()
    edges: tuple[float, float] | None = None


@lru_cache(maxsize=64)  # a picture is read for its units, for its name and for its copy
def read_picture(data: bytes) -> SVGPicture:
    """What is in a picture. Never raises: a file that cannot be read has a fault and no labels."""
    reader = _Reader(data)
    parser = reader.parser
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = f"it cannot be read as XML: {error}; save it again as plain SVG"
        return SVGPicture(faults=(*reader.faults, (error.lineno, problem)))
    # A translation may have any character. UTF-16 needs no declaration.
    encoding = "UTF-16" if b"\0" in data else reader.encoding
    if encoding.lower() != "utf-8" and reader.labels:
        reader.faults.append((1, f"its encoding is {encoding}; save it in UTF-8"))
    return SVGPicture(
        tuple(reader.labels),
        tuple(dict.fromkeys(reader.faults)),
        reader.root,
        tuple(reader.names),
        reader.edges,
    )


@dataclass
class _Piece:
    """A child of a `<text>` element, or the text itself."""

    tag: Span | None
    attributes: Mapping[str, str]
    style: TextStyle
    words: list[str] = field(default_factory=list)


class _Reader:
    """Collects what `SVGPicture` has, in the order of the file."""

    def __init__(self, data: bytes) -> None:
        self.labels: list[Label] = []
        self.faults: list[tuple[int, str]] = []
        self.root: Span = (0, 0)
        self.names: list[Span] = []
        self.edges: tuple[float, float] | None = None
        self.encoding = "utf-8"
        self._data = data
        self._styles: list[TextStyle] = []
        self._rules: dict[str, dict[str, str]] = {}
        self._css: list[str] | None = None
        self._pieces: list[_Piece] = []
        self._depth = 0  # below the `<text>` element
        self._text: tuple[int, Span] = (0, (0, 0))
        self._skipped = 0  # open elements for speakers of one language
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._add
        self.parser.XmlDeclHandler = self._declare
        self.parser.EntityDeclHandler = self._refuse_entity
        self.parser.SkippedEntityHandler = self._refuse_unknown_entity
        self.parser.ProcessingInstructionHandler = self._refuse_stylesheet

    def _fault(self, problem: str) -> None:
        self.faults.append((self.parser.CurrentLineNumber, problem))

    def _declare(self, version: str, encoding: str | None, standalone: int) -> None:
        self.encoding = encoding or "utf-8"

    def _refuse_entity(self, name: str, *_: Any) -> None:
        self._fault(f"it declares the entity {name!r}; save it again as plain SVG")

    def _refuse_unknown_entity(self, name: str, *_: Any) -> None:
        # Expat accepts it where a document type names another file.
        self._fault(f"it has the entity {name!r}, which nothing declares; write the character")

    def _refuse_stylesheet(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            self._fault("it loads a stylesheet; put it into the picture, or remove it")

    def _tag_span(self) -> Span:
        start = self.parser.CurrentByteIndex
        match = _TAG_END.match(self._data, start)
        return start, match.end() if match else start

    def _start(self, qualified: str, values: Mapping[str, str]) -> None:
        namespace, _, name = qualified.rpartition(" ")
        attributes = {key.rpartition(" ")[2]: value for key, value in values.items()}
        is_root = not self._styles
        parent = TextStyle() if is_root else self._styles[-1]
        self._styles.append(parent.of_child(name, attributes, self._rules))
        for problem in element_faults(namespace, name, attributes):
            self._fault(problem)
        if is_root and (namespace, name) != (_NAMESPACE, "svg"):
            self._fault(f'it is no SVG picture; begin it with <svg xmlns="{_NAMESPACE}">')
        if self._skipped or "systemLanguage" in attributes:
            self._skipped += 1
        if namespace != _NAMESPACE:
            return
        if is_root:
            self.root, self.edges = self._tag_span(), _edges(attributes)
        if self._css is not None:
            self._fault(f"its stylesheet has an element (<{name}>); remove it")
        if self._pieces and name not in _IN_LABELS:
            self._fault(f"a label has the element <{name}>; put it outside of the <text>")
        if name == "style":
            self._css = []
        elif self._pieces:
            self._depth += 1
            if self._depth == 1:
                self._pieces.append(_Piece(self._tag_span(), attributes, self._styles[-1]))
        elif name == "text" and not self._skipped:
            self._text = self.parser.CurrentLineNumber, self._tag_span()
            self._pieces = [_Piece(None, attributes, self._styles[-1])]
            self._depth = 0
        elif name in ("title", "desc") and "lang" not in attributes:
            self.names.append(self._tag_span())

    def _add(self, words: str) -> None:
        if self._css is not None:
            self._css.append(words)
        elif self._pieces and self._depth == 0:
            # Words after a child are behind it.
            if len(self._pieces) > 1:
                self._pieces.append(_Piece(None, {}, self._pieces[0].style))
            self._pieces[-1].words.append(words)
        elif self._pieces:
            self._pieces[-1].words.append(words)

    def _end(self, qualified: str) -> None:
        self._styles.pop()
        self._skipped = max(0, self._skipped - 1)
        namespace, _, name = qualified.rpartition(" ")
        if namespace != _NAMESPACE:
            return
        if name == "style" and self._css is not None:
            css, self._css = "".join(self._css), None
            self._rules.update(read_rules(css))
            for problem in style_faults(css):
                self._fault(problem)
        elif self._pieces and self._depth:
            self._depth -= 1
        elif self._pieces:
            self._finish()

    def _finish(self) -> None:
        line, tag = self._text
        own = self._pieces[0]
        content = (tag[1], max(tag[1], self.parser.CurrentByteIndex))
        rows = _rows([each for each in self._pieces if "".join(each.words).strip()])
        self._pieces = []
        text = " ".join(" ".join("".join(_words(row)).split()) for row in rows)
        if not text:
            return
        has_letters = any(character.isalpha() for character in text)
        x = _first(own.attributes, "x", 0.0)
        lines = tuple(
            LabelLine(row[0].tag, _first(row[0].attributes, "x", x), row[0].style) for row in rows
        )
        self.labels.append(Label(text if has_letters else "", line, tag, content, lines, own.style))


def _words(row: list[_Piece]) -> list[str]:
    return ["".join(piece.words) for piece in row]


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    """The pieces of each line: a piece begins one if it is higher or lower than those before."""
    rows: list[list[_Piece]] = []
    height: float | None = None
    for piece in pieces:
        own = _first(piece.attributes, "y", None)
        moved = _first(piece.attributes, "dy", 0.0)
        if not rows or moved or (own is not None and own != height):
            rows.append([])
        height = height if own is None else own
        rows[-1].append(piece)
    return rows


def _first(attributes: Mapping[str, str], name: str, default: Any) -> Any:
    """The first number of an attribute, or the default."""
    numbers = read_numbers(attributes.get(name, ""))
    return numbers[0] if numbers else default


def _edges(attributes: Mapping[str, str]) -> tuple[float, float] | None:
    box = read_numbers(attributes.get("viewBox", ""))
    if len(box) == 4:
        return box[0], box[0] + box[2]
    width = attributes.get("width", "")
    numbers = read_numbers(width)
    return (0.0, numbers[0]) if numbers and "%" not in width else None
