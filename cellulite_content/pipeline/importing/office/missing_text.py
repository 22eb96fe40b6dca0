"""Texts of an office document that are not in pandoc's tree, so that nothing is lost silently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET  # `ET`: its usual name

from .office_file import parsed_part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

_PARTS = {
    "docx": ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"),
    "odt": ("content.xml",),
}
_UNSEEN = "hidden-text note-citation script table-of-content tracked-changes"
_PARAGRAPHS = frozenset({f"{_W}p", f"{_TEXT}p", f"{_TEXT}h"})
_NO_TEXT = frozenset(
    {f"{_W}moveFrom", f"{_W}pPr", f"{_MC}Fallback", f"{_W}instrText", f"{_W}delText"}
    | {f"{_OFFICE}{name}" for name in ("annotation", "annotation-end", "automatic-styles")}
    | {f"{_TEXT}{name}" for name in _UNSEEN.split()}
)
"""Elements whose text is none of the document: comments, deleted text, lists of contents."""

_NOTES = frozenset({f"{_W}footnote", f"{_W}endnote", f"{_TEXT}note-body"})

_OBJECT = "\ufffc"
_OBJECTS = frozenset(
    {
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara",
        "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}frame",
    }
)
"""Formulas and pictures in a paragraph: their words may be written in another way."""

_CONTENTS = re.compile("TOC", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")
_SHOWN = 60
"""Letters of a text that a line shows."""

_SHORT = 20
"""Letters of a text that may be at several places of a document."""

_NEAR = 1000
"""Letters between two texts with what may be left out between them."""


class _Text(NamedTuple):
    """A text of a document, and whether it is in a note."""

    text: str
    is_note: bool


class TextSearch:
    """Looks for texts in a long one. Nearly all are in order, so each is looked for behind the one
    before it first: searched from the start, they take much longer."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def has(self, text: str) -> bool:
        """Whether the text is there. A short one that is far away is no place to go on from."""
        place = self._text.find(text, self._place)
        if place < 0:
            place = self._text.find(text, 0, self._place + len(text))
        is_near = 0 <= place - self._place <= _NEAR
        if place >= 0 and (is_near or len(text) > _SHORT):
            self._place = place + len(text)
        return place >= 0


def missing_texts(kind: str, parts: Mapping[str, bytes], tree: Any) -> Iterator[str]:
    """A line on paragraphs of a document that pandoc's tree does not have, and one on comments.

    Only letters and digits are compared, since pandoc changes signs and spaces.
    """
    parsed = (parsed_part(parts.get(name, b"")) for name in _PARTS.get(kind, ()))
    roots = [root for root in parsed if root is not None]
    body, notes = (TextSearch(_squeezed("".join(words))) for words in _words_of_tree(tree))
    missing: list[str] = []
    for text, is_note in (text for root in roots for text in _paragraphs(root)):
        own, other = (notes, body) if is_note else (body, notes)
        for part in text.split(_OBJECT):
            squeezed = _squeezed(part)
            if squeezed and not own.has(squeezed) and not other.has(squeezed):
                missing.append(part)
    if missing:
        first = " ".join(missing[0].split())
        shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
        yield f"texts not imported: {len(missing)}, such as: {shown}; copy them by hand"
    comments = sum(1 for root in roots for _ in root.iter(f"{_OFFICE}annotation"))
    remarks = parsed_part(parts.get("word/comments.xml", b"")) if kind == "docx" else None
    comments += len(remarks) if remarks is not None else 0
    if comments:
        yield f"comments not imported: {comments}; copy by hand what is needed"


def _paragraphs(root: ET.Element) -> Iterator[_Text]:
    """The text of each paragraph, with `_OBJECT` for each of `_OBJECTS`, and without that of
    paragraphs in it."""
    waiting = [(root, False)]
    while waiting:
        element, is_note = waiting.pop()
        is_note |= element.tag in _NOTES
        if element.tag in _PARAGRAPHS and not _is_of_contents(element):
            yield _Text("".join(_runs(element)), is_note)
        children = (child for child in reversed(element) if child.tag not in _NO_TEXT)
        waiting += ((child, is_note) for child in children)


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
        elif child.tag == f"{_W}ruby":
            yield from _ruby(child)
        elif child.tag not in _NO_TEXT and child.tag not in _PARAGRAPHS:
            yield from _runs(child)
        if has_text:
            yield child.tail or ""


def _ruby(element: ET.Element) -> Iterator[str]:
    """The base of a ruby text and its reading, apart from each other and from what is around."""
    for name in ("rubyBase", "rt"):
        yield _OBJECT
        for part in element.findall(f"{_W}{name}"):
            yield from _runs(part)
    yield _OBJECT


def _words_of_tree(tree: Any) -> tuple[list[str], list[str]]:
    """The texts of pandoc's tree, and those of its notes."""
    body: list[str] = []
    notes: list[str] = []
    waiting = [(tree, body)]
    while waiting:
        value, words = waiting.pop()
        parts: list[Any] = []
        if isinstance(value, str):
            words.append(value)
        elif isinstance(value, list) and not _are_attributes(value):
            parts = value
        elif isinstance(value, dict) and value.get("t") == "Note":
            parts, words = value["c"], notes
        elif isinstance(value, dict) and value.get("t") in ("Link", "Image"):
            parts = value["c"][1]
        elif isinstance(value, dict):
            parts = [value.get("c")] if "t" in value else [*value.values()]
        waiting += ((part, words) for part in reversed(parts))
    return body, notes


def _are_attributes(value: list[Any]) -> bool:
    """Whether a list is pandoc's attributes: an anchor, classes, and pairs."""
    return [type(each) for each in value] == [str, list, list]


def _squeezed(text: str) -> str:
    return _SIGNS.sub("", text).casefold()
