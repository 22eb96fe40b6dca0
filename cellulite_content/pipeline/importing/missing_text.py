"""Texts of an office document that are not in pandoc's tree, so that nothing is lost silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET  # `ET`: its usual name

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_PARTS = {
    "docx": ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"),
    "odt": ("content.xml",),
}
_PARAGRAPHS = frozenset({f"{_W}p", f"{_TEXT}p", f"{_TEXT}h"})
_NO_TEXT = frozenset(
    {f"{_W}moveFrom", f"{_W}pPr", f"{_MC}Fallback", f"{_W}instrText", f"{_W}delText"}
    | {f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "automatic-styles")}
    | {f"{_TEXT}{name}" for name in ("note-citation", "table-of-content", "tracked-changes")}
)
"""Elements whose text is none of the document: comments, deleted text, lists of contents."""

_OBJECT = "\ufffc"
_OBJECTS = frozenset(
    {
        f"{_W}ruby",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara",
        "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}frame",
    }
)
"""Formulas, pictures and ruby texts in a paragraph: their words may be written in another way."""

_CONTENTS = re.compile("TOC", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")
_SHOWN = 60
"""Letters of a text that a line shows."""


def missing_texts(kind: str, parts: Mapping[str, bytes], tree: Any) -> Iterator[str]:
    """A line on paragraphs of a document that pandoc's tree does not have, and one on comments.

    Only letters and digits are compared, since pandoc changes signs and spaces.
    """
    parsed = (_parsed(parts.get(name, b"")) for name in _PARTS.get(kind, ()))
    roots = [root for root in parsed if root is not None]
    known = _squeezed("".join(_words_of_tree(tree)))
    texts = (text for root in roots for text in _paragraphs(root))
    missing: list[str] = []
    place = 0
    for part in (part for text in texts for part in text.split(_OBJECT)):
        squeezed = _squeezed(part)
        # Nearly all are in the order of the file: searched from the start, they take much longer.
        if (found := known.find(squeezed, place)) >= 0:
            place = found + len(squeezed)
        elif squeezed not in known:
            missing.append(part)
    if missing:
        first = " ".join(missing[0].split())
        shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
        yield f"text in places that cannot be read: {len(missing)} ×, such as: {shown}"
    comments = sum(1 for root in roots for _ in root.iter(f"{_OFFICE}annotation"))
    notes = _parsed(parts.get("word/comments.xml", b"")) if kind == "docx" else None
    comments += len(notes) if notes is not None else 0
    if comments:
        yield f"comments: {comments} ×"


def _paragraphs(root: ET.Element) -> Iterator[str]:
    """The text of each paragraph, with `_OBJECT` for each of `_OBJECTS`, and without that of
    paragraphs in it."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in _PARAGRAPHS and not _is_of_contents(element):
            yield "".join(_runs(element))
        waiting += (each for each in element if each.tag not in _NO_TEXT)


def _is_of_contents(paragraph: ET.Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style is not None and bool(_CONTENTS.match(style.get(f"{_W}val", "")))


def _runs(element: ET.Element) -> Iterator[str]:
    has_text = element.tag == f"{_W}t" or element.tag.startswith(_TEXT)
    if has_text:
        yield element.text or ""
    for child in element:
        if child.tag in _OBJECTS:
            yield _OBJECT
        elif child.tag not in _NO_TEXT and child.tag not in _PARAGRAPHS:
            yield from _runs(child)
        if has_text:
            yield child.tail or ""


def _words_of_tree(value: Any) -> Iterator[str]:
    """The texts of pandoc's tree, those of notes behind all others."""
    notes = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, list) and not _are_attributes(each):
            waiting += reversed(each)
        elif isinstance(each, dict) and each.get("t") == "Note":
            notes.append(each["c"])
        elif isinstance(each, dict) and each.get("t") in ("Link", "Image"):
            waiting.append(each["c"][1])
        elif isinstance(each, dict):
            waiting += reversed([each.get("c")] if "t" in each else [*each.values()])
    for note in notes:
        yield from _words_of_tree(note)


def _are_attributes(value: list[Any]) -> bool:
    """Whether a list is pandoc's attributes: an anchor, classes, and pairs."""
    return [type(each) for each in value] == [str, list, list]


def _squeezed(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _parsed(data: bytes) -> ET.Element | None:
    """The XML of a part, which has no DTD (`office_file.unpack_document`); None if broken."""
    try:
        return ET.fromstring(data) if data else None  # noqa: S314 - see above
    except ET.ParseError:
        return None
