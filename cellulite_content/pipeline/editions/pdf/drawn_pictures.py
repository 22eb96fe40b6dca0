"""SVG pictures for PDF editions in scripts whose words Typst cannot make accessible in a picture.

PDF/UA-1 demands the characters of all letters. For a letter of several signs in an SVG picture, as
in Hindi or Thai, Typst 0.15 has none, and refuses the document. Such a picture is drawn as pixels:
its alternative text and its caption are read out all the same.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from ...source.pictures.svg_picture import read_picture
from ..typesetting.compiler import draw_picture

_DOTS = 300
"""Dots of an inch, as printers have."""

_WIDTH = 330
"""The width of the text of an A5 page, in points."""

_TEMPLATE = '#set page(width: {width}pt, height: auto, margin: 0pt)\n#image("picture.svg")\n'


def has_words(picture: bytes) -> bool:
    """Whether an SVG picture has labels."""
    return bool(read_picture(picture).labels)


def without_text(picture: bytes) -> bytes:
    """An SVG picture of the same size that holds the picture's pixels."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "picture.svg").write_bytes(picture)
        (folder / "drawing.typ").write_text(_TEMPLATE.format(width=_WIDTH), encoding="utf-8")
        pixels = draw_picture(folder, "drawing.typ", _DOTS)
    width, height = (int.from_bytes(pixels[at : at + 4]) for at in (16, 20))  # PNG 3, 11.2.1
    address = f"data:image/png;base64,{base64.b64encode(pixels).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width * 72 / _DOTS:g}pt" height="{height * 72 / _DOTS:g}pt">'
        f'<image width="{width}" height="{height}" href="{address}"/></svg>'
    ).encode()
