"""Blocks of ODT files where pandoc reads none, put where it does: see `readable_blocks`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET  # `ET`: its usual name

from ..writing.reading import Node

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"

_BLOCKS = frozenset({f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}list", f"{_TABLE}table"})
_ANCHORS = frozenset({f"{_TEXT}p", f"{_TEXT}h", f"{_DRAW}frame", f"{_DRAW}g"})
_SPANS = frozenset({f"{_TEXT}ruby", f"{_TEXT}ruby-base", f"{_TEXT}ruby-text"})
_NAMES = "a bibliography-mark bookmark-ref h note-citation p reference-ref sequence span"
_KNOWN = frozenset(f"{_TEXT}{name}" for name in _NAMES.split())
"""Elements of ODT paragraphs whose text pandoc reads."""

_UNREAD = (
    (f"{_TEXT}list-item", (f"{_TABLE}table",)),
    (f"{_TEXT}note-body", (f"{_TEXT}list", f"{_TABLE}table")),
)
"""Elements of ODT files, and what of their content pandoc does not read."""

Restore = Callable[[list[Node]], list[Node]]
"""Puts blocks back to their places in pandoc's tree."""


def change_odt(root: ET.Element) -> tuple[bool, Restore]:
    """Put the blocks of text boxes behind their paragraphs, and others to the end of the text."""
    changed = _move_box_blocks(root) | _name_spans(root)
    for each in root.iter(f"{_DRAW}object"):
        address = each.get(_HREF, "")
        if address and not address.startswith("./"):
            each.set(_HREF, f"./{address.strip('/')}")
            changed = True
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    mark = uuid4().hex
    moved: list[ET.Element] = []
    for tag, unread in _UNREAD:
        for parent in list(root.iter(tag)):
            for number, block in enumerate(list(parent)):
                if block.tag in unread:
                    parent[number] = _paragraph(f"{mark}-{len(moved)}")
                    moved.append(block)
    if body is None or not moved:
        return changed, list
    for number, block in enumerate(moved):
        body.extend([_paragraph(f"{mark}-from-{number}"), block])
    return True, lambda blocks: _put_back(blocks, mark)


def _move_box_blocks(root: ET.Element) -> bool:
    """Put the blocks of boxes and shapes behind the paragraphs, or in the places of the frames,
    that have them; pandoc reads a box that is a picture with its caption."""
    changed = False
    for parent in list(root.iter()):
        if parent.tag.startswith(_DRAW):
            continue
        for child in [child for child in parent if child.tag in _ANCHORS]:
            blocks: list[ET.Element] = []
            for box in [box for box in child.iter() if box.tag.startswith(_DRAW)]:
                own = [block for block in box if block.tag in _BLOCKS]
                if not _is_caption(box, own):
                    blocks += own
                    for block in own:
                        box.remove(block)
            _insert_after(parent, child, blocks)
            changed |= bool(blocks)
    return changed


def _is_caption(box: ET.Element, blocks: list[ET.Element]) -> bool:
    """Whether a box has nothing but one paragraph that begins with a picture."""
    first = blocks[0][0] if len(blocks) == 1 and len(blocks[0]) else None
    return (
        first is not None
        and box.tag == f"{_DRAW}text-box"
        and first.tag == f"{_DRAW}frame"
        and first.find(f"{_DRAW}image") is not None
        and not (blocks[0].text or "").strip()
    )


def _name_spans(root: ET.Element) -> bool:
    """Make spans of the fields in paragraphs that pandoc does not know, such as a date, and write
    the reading of a ruby text in brackets behind it."""
    changed = False
    for paragraph in [each for each in root.iter() if each.tag in (f"{_TEXT}p", f"{_TEXT}h")]:
        for element in paragraph.iter():
            if element.tag == f"{_TEXT}ruby-text":
                element.text, element.tail = "", f"({''.join(element.itertext())})"
                del element[:]
            if element.tag in _SPANS or (element.tag.startswith(_TEXT) and _is_field(element)):
                element.tag = f"{_TEXT}span"
                changed = True
    return changed


def _is_field(element: ET.Element) -> bool:
    """Whether it is nothing but text that is shown, and no element that pandoc knows."""
    is_hidden = (
        element.tag == f"{_TEXT}script"
        or element.get(f"{_TEXT}display") == "none"
        or (element.tag == f"{_TEXT}hidden-text" and element.get(f"{_TEXT}is-hidden") != "false")
    )
    return not is_hidden and bool(element.text) and not len(element) and element.tag not in _KNOWN


def _insert_after(parent: ET.Element, child: ET.Element, blocks: list[ET.Element]) -> None:
    if blocks:
        place = list(parent).index(child) + 1
        parent[place:place] = blocks


def _paragraph(text: str) -> ET.Element:
    paragraph = ET.Element(f"{_TEXT}p")
    paragraph.text = text
    return paragraph


def _put_back(blocks: list[Node], mark: str) -> list[Node]:
    """The blocks with those at the end of the text at the paragraphs that stand for them."""
    kept: list[Node] = []
    moved: dict[str, list[Node]] = {}
    current = kept
    for block in blocks:
        text = _only_word(block)
        if text.startswith(f"{mark}-from-"):
            current = moved.setdefault(text.replace("-from-", "-"), [])
        else:
            current.append(block)
    result: list[Node] = _replaced(kept, moved)
    return result


def _replaced(value: Any, moved: Mapping[str, list[Node]]) -> Any:
    if isinstance(value, list):
        result: list[Any] = []
        for each in value:
            if (word := _only_word(each)) in moved:
                result += _replaced(moved[word], moved)
            else:
                result.append(_replaced(each, moved))
        return result
    if isinstance(value, dict) and "c" in value:
        return {**value, "c": _replaced(value["c"], moved)}
    return value


def _only_word(block: Any) -> str:
    """The word of a paragraph that has only one; else an empty text."""
    if isinstance(block, dict) and block.get("t") in ("Para", "Plain") and len(block["c"]) == 1:
        (inline,) = block["c"]
        return str(inline["c"]) if inline["t"] == "Str" else ""
    return ""
