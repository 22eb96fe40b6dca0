"""Blocks of office documents and books in places where pandoc reads none, put where it does.

Without this, pandoc leaves out without a word: text boxes, shapes and ruby texts of both formats;
of Word files simple fields, the content of `customXml`, and columns that a table does not list; of
ODT files most fields, tables in lists, lists and tables in notes, and formulas whose folder is not
named like `./Object 1`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET  # `ET`: its usual name

from .book_pages import prepare_pages, without_tags
from .odt_blocks import Restore, change_odt
from .word_blocks import change_docx

_WORD = "http://schemas.openxmlformats.org"
_PREFIXES = {
    "a": f"{_WORD}/drawingml/2006/main",
    "m": f"{_WORD}/officeDocument/2006/math",
    "mc": f"{_WORD}/markup-compatibility/2006",
    "o": "urn:schemas-microsoft-com:office:office",
    "pic": f"{_WORD}/drawingml/2006/picture",
    "r": f"{_WORD}/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "w": f"{_WORD}/wordprocessingml/2006/main",
    "wp": f"{_WORD}/drawingml/2006/wordprocessingDrawing",
}
"""Word's own prefixes of namespaces."""


class ReadableFile(NamedTuple):
    """An archive for pandoc; without bytes, that of the user. `losses` are what it does not have
    any more, one line each."""

    data: bytes = b""
    restore: Restore = list
    losses: tuple[str, ...] = ()


def with_readable_blocks(kind: str, parts: Mapping[str, bytes]) -> ReadableFile:
    """An archive with changed blocks, and the function that puts blocks back in pandoc's tree.
    XML of `parts` has no DTD."""
    if kind == "epub":
        pages, losses = prepare_pages(parts)
        return ReadableFile(_packed({**parts, **pages}), without_tags, losses)
    name, change = {
        "docx": ("word/document.xml", _change_docx),
        "odt": ("content.xml", change_odt),
    }[kind]
    try:
        root = _parse(parts.get(name, b""))
    except ET.ParseError:
        return ReadableFile()
    changed, restore = change(root)
    if not changed:
        return ReadableFile()
    return ReadableFile(_packed({**parts, name: ET.tostring(root, "utf-8")}), restore)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return archive.getvalue()


def _parse(data: bytes) -> ET.Element:
    """The tree of a part; its prefixes are registered, since pandoc knows Word's by their names.

    A file may bind several prefixes to a namespace, so the usual ones come last: they are written.
    """
    for _, (prefix, uri) in ET.iterparse(io.BytesIO(data), ("start-ns",)):  # noqa: S314 - no DTD
        if prefix and not prefix.startswith(("ns", "xml")):
            ET.register_namespace(prefix, uri)
    for prefix, uri in _PREFIXES.items():
        ET.register_namespace(prefix, uri)
    return ET.fromstring(data)  # noqa: S314


def _change_docx(root: ET.Element) -> tuple[bool, Restore]:
    return change_docx(root), list
