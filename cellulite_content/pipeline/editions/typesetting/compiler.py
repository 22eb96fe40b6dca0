"""Typst, the typesetter: from a template and data to a PDF or to pictures.

A text reaches a template as data and is never read as Typst's markup. Templates read files of their
own folder only, import no packages, and use the fonts of `fonts` alone.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from ...errors import ProjectError
from . import fonts
from .heap import prepare_heap

_MISSING_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed', re.DOTALL)
_CODE_POINT = re.compile(r"\\u\{([0-9a-f]+)\}")
_EMOJI = re.compile("[\u20e3\ufe0f\u231a-\u2bff\U0001f000-\U0001faff]")
_EPOCH = date(1980, 1, 1)


class MissingGlyphError(ProjectError):
    """No font has the character `letter`, which a text needs."""

    def __init__(self, letter: str) -> None:
        name = unicodedata.name(letter, "without a name")
        super().__init__(
            f"no font has {letter!r} (U+{ord(letter):04X} {name}); "
            "change the text, or add a font to editions/typesetting/fonts.py"
        )
        self.letter = letter


class TypesettingError(ProjectError):
    """Typst refuses a document, such as one that would not be accessible."""


def set_pdf(folder: Path, template: str, data: Mapping[str, Any], day: date | None = None) -> bytes:
    """The PDF that a template of the folder makes of the data; equal inputs give equal bytes.

    It says that it was made on `day`, and is accessible as PDF/UA-1 demands, or else Typst refuses
    it: raises `TypesettingError`, and `MissingGlyphError` when no font has a character.
    """
    pdf: bytes = _Document(folder, template, data).compiled(**_accessible(day))
    return pdf


def set_pictures(folder: Path, template: str, data: Mapping[str, Any]) -> list[bytes]:
    """The pages that a template makes of the data, as PNG files with a pixel for each point.

    Raises as `set_pdf`: for pictures alone, Typst would draw a missing character as a hole.
    """
    document = _Document(folder, template, data)
    document.compiled(**_accessible(None))
    pages = document.compiled(format="png", ppi=72)
    return pages if isinstance(pages, list) else [pages]


def _accessible(day: date | None) -> dict[str, Any]:
    moment = datetime.combine(day or _EPOCH, time(), UTC)
    return {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": moment}


class _Document:
    """A template with its data; what Typst lays out once serves several formats."""

    def __init__(self, folder: Path, template: str, data: Mapping[str, Any]) -> None:
        self._root = folder
        self._template = folder / template
        text = msgspec.json.encode(data, enc_hook=str).decode()
        self._inputs = {"data": text} | ({"emoji": ""} if _EMOJI.search(text) else {})

    def compiled(self, **options: Any) -> Any:
        compiler = _compiler()
        from typst import TypstError  # noqa: PLC0415

        try:
            return compiler.compile(
                input=str(self._template),
                root=str(self._root),
                sys_inputs=self._inputs,
                **options,
            )
        except TypstError as error:
            raise _problem(error.message) from error


@cache
def _compiler() -> Any:
    """The compiler of all documents of this process: it parses a template again only if it has
    changed, which saves 2 % of the time of a language's PDF editions."""
    available = fonts.fonts()
    # In a build, each core has a process already, and Typst has little to share between
    # threads: with one it takes 3 % less time of the processors.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    prepare_heap()
    # The hook of the wheel imports the builders and has no Typst.
    from typst import Compiler  # noqa: PLC0415

    root = Path(__file__).parent  # each document has its own
    return Compiler(root=str(root), font_paths=available, ignore_system_fonts=True)


def _problem(message: str) -> ProjectError:
    missing = _MISSING_GLYPH.search(message)
    if missing is None:
        return TypesettingError(
            f"Typst refuses it: {' '.join(message.split())}; "
            "change the text or the picture, or report it"
        )
    # Typst quotes texts as Rust does: marks and invisible characters as `\u{7a8}`.
    text = _CODE_POINT.sub(lambda match: chr(int(match[1], 16)), missing[1])
    return MissingGlyphError(text.removeprefix("\\")[0])
