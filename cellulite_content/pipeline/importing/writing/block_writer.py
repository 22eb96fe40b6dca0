"""Writes the blocks of a document in reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from docutils.utils import column_width

from ...source.constructs.formulas import FormulaError, mathml
from .code_block import write_code
from .inline_writer import write_paragraph, write_spans
from .reading import Node, Reading, anchors_of, inline_anchors
from .span import BREAK, PictureSpan, Span
from .span_reader import read_spans
from .table_writer import write_table

ADMONITIONS = frozenset("attention caution danger error hint important note tip warning".split())
UNDERLINES = "=-~^\"'+#:"
"""The signs under headings, by depth; the first is the title's."""

_PARAGRAPHS = ("Para", "Plain")
_ENUMERATORS = {"LowerAlpha": "a", "UpperAlpha": "A"}

Lines = list[str]


class BlockWriter:
    """Writes blocks as lines. `reading` collects what they have in common.

    Headings inside other blocks are rubrics, which are not in lists of contents.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._levels: list[int] = []
        self._writers: dict[str, Callable[[Any], Iterator[tuple[str, Lines]]]] = {
            "DefinitionList": self._definitions,
            "Div": self._division,
            "Figure": self._figure,
            "Para": self._paragraph,
            "Plain": self._paragraph,
        }
        self._line_writers: dict[str, Callable[[Any], Lines]] = {
            "BlockQuote": lambda content: _indented(self._quoted(content), "   "),
            "BulletList": lambda content: self._list(content, ["*"] * len(content)),
            "CodeBlock": write_code,
            "HorizontalRule": lambda content: ["-" * 5],
            "LineBlock": lambda content: self._line_block(
                [self._spans(line, []) for line in content]
            ),
            "OrderedList": lambda content: self._list(content[1], _enumerators(content)),
            "Table": self._table,
        }

    def write(self, blocks: Iterable[Node], *, nested: bool = True) -> Lines:
        """The lines of blocks, with a blank line between two."""
        lines: Lines = []
        before = ""
        blocks = list(blocks)
        for number, block in enumerate(blocks):
            kind = block["t"]
            if kind == "HorizontalRule" and not _divides(blocks, number, nested):
                continue
            for part_kind, part in self._parts(block, nested):
                if not part:
                    continue
                if _needs_separator(part_kind, before):
                    lines += ["", ".."] if lines else [".."]
                lines += ["", *part] if lines else part
                before = part_kind
        return lines

    def _parts(self, block: Node, nested: bool) -> Iterator[tuple[str, Lines]]:
        """The blocks that a block becomes, each with its kind."""
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind not in _PARAGRAPHS:
            yield "Label", self._labels(anchors_of(block))
        if kind == "Header":
            yield from self._heading(content, nested)
        elif kind in self._writers:
            yield from self._writers[kind](content)
        elif kind in self._line_writers:
            yield kind, self._line_writers[kind](content)
        elif kind != "Anchor":
            self._reading.lose(f"raw {content[0].upper()}" if kind == "RawBlock" else kind)

    def _labels(self, anchors: Iterable[str]) -> Lines:
        labels = filter(None, map(self._reading.new_label, anchors))
        return [line for label in labels for line in (f".. _{label}:", "")][:-1]

    def _spans(self, inlines: list[Node], pictures: list[PictureSpan]) -> list[Span]:
        return read_spans(inlines, self._reading, pictures)

    def _table(self, content: list[Any]) -> Lines:
        caption = [self._spans(each["c"], []) for each in content[1][1] if each["t"] in _PARAGRAPHS]
        return write_table(content, self.write, " ".join(map(write_spans, caption)))

    def _paragraph(self, inlines: list[Node]) -> Iterator[tuple[str, Lines]]:
        """A paragraph, or a block of lines if it has line breaks; its pictures follow."""
        yield "Label", self._labels(inline_anchors(inlines))
        formula = _only_formula(inlines)
        if formula:
            yield "Math", ["", ".. math::", "", *_indented(formula.split("\n"), "   ")][1:]
            return
        pictures: list[PictureSpan] = []
        spans = self._spans(inlines, pictures)
        if any(span.text == BREAK for span in spans):
            yield "LineBlock", self._line_block([spans])
        elif any(span.text.strip() for span in spans):  # not a no-break space alone
            yield "Para", [write_paragraph(spans)]
        for picture in pictures:
            yield "Image", _image("image", picture)

    def _line_block(self, lines: Iterable[Sequence[Span]]) -> Lines:
        return [f"| {write_spans(part)}" for line in lines for part in _split(line) if part]

    def _heading(self, content: list[Any], nested: bool) -> Iterator[tuple[str, Lines]]:
        level, _, inlines = content
        pictures: list[PictureSpan] = []
        spans = [
            Span(" ") if span.text == BREAK else span for span in self._spans(inlines, pictures)
        ]
        text = write_paragraph(spans) if spans else ""
        if nested and text:
            yield "Rubric", [f".. rubric:: {write_spans(spans)}"]
        elif text:
            sign = UNDERLINES[min(self._depth(level), len(UNDERLINES) - 1)]
            yield "Header", [text, sign * max(4, column_width(text))]
        for picture in pictures:
            yield "Image", _image("image", picture)

    def _depth(self, level: int) -> int:
        """The depth of a heading: one more than that of the last one of a higher level."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return len(self._levels)

    def _quoted(self, blocks: list[Node]) -> Lines:
        lines = self.write(blocks)
        # docutils takes a last paragraph that begins with a dash for the name of the author.
        return [re.sub(r"^(---?(?!-)|—) ?(?=\S)", r"\\\g<0>", line) for line in lines]

    def _list(self, items: list[list[Node]], marks: list[str]) -> Lines:
        lines: Lines = []
        is_loose = any(len(item) > 1 for item in items)
        for mark, item in zip(marks, items, strict=True):
            written = self.write(item)
            if written and written[0].startswith(" "):
                written = ["..", "", *written]
            first, *rest = written or [""]
            if lines and is_loose:
                lines.append("")
            lines += [f"{mark} {first}".rstrip(), *_indented(rest, " " * (len(mark) + 1))]
        return lines

    def _definitions(self, content: list[Any]) -> Iterator[tuple[str, Lines]]:
        lines: Lines = []
        for term, definitions in content:
            spans = [Span(" ") if s.text == BREAK else s for s in self._spans(term, [])]
            body = self.write([block for blocks in definitions for block in blocks])
            # Words after ` : ` would classify the term.
            text = write_paragraph(spans).replace(" : ", " \\: ") if spans else ""
            if not text or not body:
                if lines:
                    yield "DefinitionList", lines
                    lines = []
                yield "Para", [text] if text else body
                continue
            if body[0].startswith(" "):
                body = ["..", "", *body]
            lines += (
                ["", text, *_indented(body, "   ")] if lines else [text, *_indented(body, "   ")]
            )
        yield "DefinitionList", lines

    def _figure(self, content: list[Any]) -> Iterator[tuple[str, Lines]]:
        _, (_, caption), blocks = content
        pictures: list[PictureSpan] = []
        only_pictures = all(block["t"] in _PARAGRAPHS for block in blocks)
        spans = [
            span for block in blocks if only_pictures for span in self._spans(block["c"], pictures)
        ]
        legend = self.write(caption)
        if spans or len(pictures) != 1 or not pictures[0].path:
            yield "Figure", self.write(blocks)
            yield "Para", legend
            return
        picture = _image("figure" if legend else "image", pictures[0])
        yield "Figure", [*picture, "", *_indented(legend, "   ")] if legend else picture

    def _division(self, content: list[Any]) -> Iterator[tuple[str, Lines]]:
        (_, classes, _), blocks = content
        name = next((name.lower() for name in classes if name.lower() in ADMONITIONS), "")
        if not name:
            yield "Div", self.write(blocks)
            return
        is_title = [block["t"] == "Div" and "title" in block["c"][0][1] for block in blocks]
        body = [block for block, title in zip(blocks, is_title, strict=True) if not title]
        lines = self.write(body)
        yield "Admonition", [f".. {name}::", "", *_indented(lines, "   ")] if lines else []


def _needs_separator(kind: str, before: str) -> bool:
    """Whether docutils would take the block for a part of the one before it."""
    if kind == "BlockQuote":
        return before not in ("Para", "Header", "LineBlock")
    joins = ("BulletList", "OrderedList", "DefinitionList")
    return (kind in joins and before == kind) or (kind == "Div" and before in joins)


def _divides(blocks: Sequence[Node], number: int, nested: bool) -> bool:
    """Whether a line is between two blocks that may have one between them."""
    around = [each["t"] for each in blocks[max(0, number - 1) : number + 2]]
    no_block = {"Header", "Anchor", "RawBlock", "Div"}
    return (
        not nested
        and len(around) == 3
        and around.count("HorizontalRule") == 1
        and not no_block & set(around)
    )


def _only_formula(inlines: Sequence[Node]) -> str:
    """The formula of a paragraph that is nothing else, and can be shown; else an empty text."""
    if len(inlines) != 1 or inlines[0]["t"] != "Math" or inlines[0]["c"][0]["t"] != "DisplayMath":
        return ""
    formula = "\n".join(line.strip() for line in inlines[0]["c"][1].split("\n") if line.strip())
    try:
        mathml(formula, as_block=True)
    except FormulaError:
        return ""
    return formula


def _image(directive: str, picture: PictureSpan) -> Lines:
    if not picture.path:
        return [write_paragraph([Span(picture.alternative)])]
    lines = [f".. {directive}:: {picture.path}"]
    if picture.alternative:
        lines.append(f"   :alt: {picture.alternative}")
    return lines


def _split(spans: Sequence[Span]) -> Iterator[list[Span]]:
    part: list[Span] = []
    for span in spans:
        if span.text == BREAK:
            yield part
            part = []
        else:
            part.append(span)
    yield part


def _indented(lines: Iterable[str], indent: str) -> Lines:
    return [f"{indent}{line}" if line else "" for line in lines]


def _enumerators(content: list[Any]) -> list[str]:
    (start, style, _), items = content
    first = _ENUMERATORS.get(style["t"])
    if first and start == 1 and 1 < len(items) <= 26:
        return [f"{chr(ord(first) + number)}." for number in range(len(items))]
    return [f"{number}." for number in range(start, start + len(items))]
