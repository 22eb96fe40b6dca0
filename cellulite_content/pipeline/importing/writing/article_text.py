"""The text of an article: its fields, its title, its blocks and its notes."""

from __future__ import annotations

from docutils.utils import column_width

from ...files.names import slug
from ..imported import ImportedArticle
from .block_writer import UNDERLINES, BlockWriter
from .inline_writer import escape, write_paragraph
from .reading import LoadPicture, Reading
from .span import BREAK, Span, Style
from .span_reader import plain_text, read_spans
from .structure import Structure


def write_article(
    structure: Structure,
    name: str,
    today: str,
    load_picture: LoadPicture,
    local_address: str = "",
) -> ImportedArticle:
    """The article, as document `name`; without a name, one from the title.

    `today` is its date if it has none. For `local_address` see `Reading`.
    """
    title_text = plain_text(structure.title)
    name = name or f"articles/{slug(title_text) or 'article'}"
    reading = Reading(name, structure.blocks, load_picture, local_address)
    spans = read_spans(structure.title, reading, [])
    title = write_paragraph([Span(" ") if span.text == BREAK else span for span in spans])
    body = BlockWriter(reading)
    body.write([{"t": "Header", "c": [0, ["", [], []], []]}], nested=False)
    lines = [
        *_fields(structure, today),
        title,
        UNDERLINES[0] * max(4, column_width(title)),
        "",
        *body.write(structure.blocks, nested=False),
    ]
    for number, blocks in enumerate(reading.notes, 1):
        # A note may have notes, which are then at the end of the list.
        lines += ["", *_note(f"note-{number}", body.write(blocks))]
    text = "\n".join(lines).rstrip("\n") + "\n"
    losses = (*structure.losses, *reading.losses)
    return ImportedArticle(name, text, tuple(reading.pictures.values()), losses)


def _fields(structure: Structure, today: str) -> list[str]:
    values = structure.values
    lines = [f":date: {values.date or today}"]
    names = [escape(_clean(name).replace(";", ",")) for name in values.authors]
    names = [name for name in names if name]
    if len(names) == 1:
        lines.append(f":author: {names[0]}")
    elif names:
        lines.append(f":authors: {'; '.join(names)}")
    lines.append("")
    description = _clean(values.description)
    if description:
        lines += [".. meta::", f"   :description: {description}", ""]
    return lines


def _clean(text: str) -> str:
    """A text of metadata without harmful characters."""
    spans = read_spans([{"t": "Str", "c": text}], Reading("", [], lambda address: ("", b"")), [])
    return "".join(span.text for span in spans if span.style == Style.PLAIN)


def _note(name: str, lines: list[str]) -> list[str]:
    if not lines or lines[0].startswith((" ", "..")):
        return [f".. [#{name}]", *(f"   {line}" if line else "" for line in lines)]
    first, *rest = lines
    return [f".. [#{name}] {first}", *(f"   {line}" if line else "" for line in rest)]
