"""The facts of a finished PDF, from its objects as Typst writes them.

Objects are plain text, and only their streams are compressed, so that no PDF library is needed. A
file in which the objects cannot be seen is a fault.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from .page_facts import MarkupError, PageFacts

_TEXT = rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)"
_ADDRESS = re.compile(rb"/URI\s*(?:(" + _TEXT + rb")|<([0-9A-Fa-f\s]*)>)", re.DOTALL)
_ANY_TEXT = re.compile(_TEXT, re.DOTALL)
_CATALOG = re.compile(rb"<</Type/Catalog.*?>>\s*endobj", re.DOTALL)
_LANGUAGE = re.compile(rb"/Lang\(([A-Za-z-]+)\)")
_PROGRAM = re.compile(
    rb"/(AA|AcroForm|EmbeddedFiles?|GoToE|GoToR|ImportData|JavaScript|JS|Launch|Movie|OpenAction|"
    rb"RichMedia|Sound|SubmitForm|XFA)(?![A-Za-z])"
)
"""What makes a PDF do something, or has a file in it (ISO 32000-1, 12.6 and 7.11)."""

_FIGURE = re.compile(rb"/S\s*/Figure\b")
_ALTERNATIVE = re.compile(rb"/Alt\s*[(<]")
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)


@dataclass
class PdfFacts(PageFacts):
    """The facts of a PDF; `language` is that of the document, as a BCP 47 tag."""

    language: str = ""


def parse_pdf(data: bytes) -> PdfFacts:
    """The facts of a PDF. Raises `MarkupError` for one without tags, language or title bar, and one
    with a picture without words."""
    objects = _without_streams(data)
    catalog = _CATALOG.search(objects)
    if not data.startswith(b"%PDF-") or catalog is None:
        raise MarkupError("its objects cannot be seen")
    language = _LANGUAGE.search(catalog[0])
    if language is None:
        raise MarkupError("it names no language")
    for part in (b"/StructTreeRoot", b"/Marked true", b"/DisplayDocTitle true"):
        if part not in catalog[0]:
            raise MarkupError(f"it has no {part.decode().lstrip('/')}")
    figures = len(_FIGURE.findall(objects))
    if figures > len(_ALTERNATIVE.findall(objects)):
        raise MarkupError("a picture has no alternative text")
    programs = _PROGRAM.findall(_ANY_TEXT.sub(b"()", objects))
    return PdfFacts(
        addresses=Counter(_decoded(*found.groups()) for found in _ADDRESS.finditer(objects)),
        programs=Counter(program.decode() for program in programs),
        images=Counter({"pictures": figures}) if figures else Counter(),
        language=language[1].decode(),
    )


def _without_streams(data: bytes) -> bytes:
    """The objects of a PDF without the content of streams; an expression takes 15 times as long."""
    *parts, rest = data.split(b"endstream")
    return b"stream".join([*(part.partition(b"stream\n")[0] for part in parts), rest])


def _decoded(text: bytes | None, digits: bytes | None) -> str:
    """An address from its two forms, a text with escapes and hexadecimal digits."""
    data = _ESCAPE.sub(rb"\1", text[1:-1]) if text is not None else bytes.fromhex(digits.decode())  # type: ignore[union-attr]
    return data.decode(errors="replace")
