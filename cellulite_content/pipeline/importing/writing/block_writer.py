"""Writes the blocks of a document in reStructuredText."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from docutils.utils import column_width
from pygments import lexers

from ...source.constructs.formulas import FormulaError, mathml
from .inline_writer import write_paragraph, write_spans
from .reading import Node, Reading, anchors_of, inline_anchors
from .spans import BREAK, PictureSpan, Span, read_spans
from .table_writer import write_table

ADMONITIONS = frozenset(
    "attention caution danger error hint important note tip warning".split()  # noqa: SIM905
)
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
        kind, content = block["t"], block.get("c")
        if kind not in _PARAGRAPHS:
            yield "Label", self._labels(anchors_of(block))
        match kind:
            case "Para" | "Plain":
                yield from self._paragraph(content)
            case "Header":
                yield from self._heading(content, nested)
            case "LineBlock":
                yield "LineBlock", self._line_block([self._spans(line, []) for line in content])
            case "CodeBlock":
                yield kind, self._code(content)
            case "BlockQuote":
                yield kind, _indented(self._quoted(content), "   ")
            case "BulletList":
                yield kind, self._list(content, ["*"] * len(content))
            case "OrderedList":
                yield kind, self._list(content[1], _enumerators(content))
            case "DefinitionList":
                yield from self._definitions(content)
            case "HorizontalRule":
                yield kind, ["-" * 5]
            case "Table":
                caption = [spans for each in content[1][1] for spans in self._first_spans(each)]
                yield kind, write_table(content, self.write, write_spans(caption))
            case "Figure":
                yield from self._figure(content)
            case "Div":
                yield from self._division(content)
            case "RawBlock":
                self._reading.lose(f"raw {content[0].upper()}")
            case "Anchor":
                pass
            case _:
                self._reading.lose(kind)

    def _labels(self, anchors: Iterable[str]) -> Lines:
        labels = filter(None, map(self._reading.new_label, anchors))
        return [line for label in labels for line in (f".. _{label}:", "")][:-1]

    def _spans(self, inlines: list[Node], pictures: list[PictureSpan]) -> list[Span]:
        return read_spans(inlines, self._reading, pictures)

    def _first_spans(self, block: Node) -> Iterator[list[Span]]:
        yield self._spans(block["c"], []) if block["t"] in _PARAGRAPHS else []

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
        elif spans:
            yield "Para", [write_paragraph(spans)]
        for picture in pictures:
            yield "Image", _image("image", picture)

    def _line_block(self, lines: Iterable[Sequence[Span]]) -> Lines:
        return [f"| {write_spans(part)}" for line in lines for part in _split(line) if part]

    def _heading(self, content: list, nested: bool) -> Iterator[tuple[str, Lines]]:  # type: ignore[type-arg]
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

    def _code(self, content: list) -> Lines:  # type: ignore[type-arg]
        (_, classes, _), text = content
        code = text.expandtabs(8).strip("\n").split("\n")
        if not "".join(code).strip():
            return []
        language = next((name for name in classes if _is_language(name, "\n".join(code))), "text")
        return [f".. code-block:: {language}", "", *_indented(code, "   ")]

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

    def _definitions(self, content: list) -> Iterator[tuple[str, Lines]]:  # type: ignore[type-arg]
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
            lines += ["", text, *_indented(body, "   ")] if lines else [
                text, *_indented(body, "   ")
            ]
        yield "DefinitionList", lines

    def _figure(self, content: list) -> Iterator[tuple[str, Lines]]:  # type: ignore[type-arg]
        _, (_, caption), blocks = content
        pictures: list[PictureSpan] = []
        only_pictures = all(block["t"] in _PARAGRAPHS for block in blocks)
        spans = [span for block in blocks if only_pictures for span in self._spans(block["c"], pictures)]
        legend = self.write(caption)
        if spans or len(pictures) != 1 or not pictures[0].path:
            yield "Figure", self.write(blocks)
            yield "Para", legend
            return
        picture = _image("figure" if legend else "image", pictures[0])
        yield "Figure", [*picture, "", *_indented(legend, "   ")] if legend else picture

    def _division(self, content: list) -> Iterator[tuple[str, Lines]]:  # type: ignore[type-arg]
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


def _enumerators(content: list) -> list[str]:  # type: ignore[type-arg]
    (start, style, _), items = content
    first = _ENUMERATORS.get(style["t"])
    if first and start == 1 and 1 < len(items) <= 26:
        return [f"{chr(ord(first) + number)}." for number in range(len(items))]
    return [f"{number}." for number in range(start, start + len(items))]


@cache
def _is_language(name: str, code: str) -> bool:
    """Whether Pygments knows the language, and reads the code as one in it."""
    try:
        lexer = lexers.get_lexer_by_name(name)
        lexer.add_filter("raiseonerror")
        list(lexer.get_tokens(code))
    except Exception:  # ClassNotFound, or whatever a lexer raises
        return False
    return re.fullmatch(r"[\w+#.-]+", name) is not None
