"""Blocks of office documents in places where pandoc reads none, put where it does.

Without this, pandoc leaves out without a word: text boxes, shapes and ruby texts of both formats;
of Word files simple fields, the content of `customXml`, and columns that a table does not list; of
ODT files most fields, tables in lists, lists and tables in notes, and formulas whose folder is not
named like `./Object 1`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET  # `ET`: its usual name

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


def with_readable_blocks(kind: str, parts: Mapping[str, bytes]) -> tuple[bytes, Restore]:
    """An archive with changed blocks, and the function that puts blocks back in pandoc's tree;
    no bytes where nothing has to be changed. `parts` have no DTD."""
    name, change = {
        "docx": ("word/document.xml", _change_docx),
        "odt": ("content.xml", change_odt),
    }.get(kind, ("", None))
    if not change or name not in parts:
        return b"", list
    try:
        root = _parse(parts[name])
    except ET.ParseError:
        return b"", list
    changed, restore = change(root)
    if not changed:
        return b"", list
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for each, data in parts.items():
            file.writestr(each, ET.tostring(root, "utf-8") if each == name else data)
    return archive.getvalue(), restore


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
