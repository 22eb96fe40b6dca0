"""Pictures with words (SVG): Typst sets the words, as all others, on the picture without them.

Typst's own SVG library joins words in Devanagari, sets lines of Arabic labels on each other, and
cannot write them so that programs read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .nodes import Node, Nodes, classes

_SVG = "{http://www.w3.org/2000/svg}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_INHERITED = ("color", "direction", "fill", "font-size", "text-anchor", _LANGUAGE)
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(px|em)?")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")


@dataclass(frozen=True)
class LabelledPicture:
    """An SVG without its words, and the words: each with its place and its size as parts of the
    picture's width, where it is aligned there, its colour, and its language."""

    picture: bytes
    labels: list[dict[str, Any]]


def labelled_picture(data: bytes) -> LabelledPicture | None:
    """A picture whose words can be set apart. None for a picture without words, or with words in a
    form that is not supported here; it is shown as it is."""
    if b"<text" not in data:
        return None
    ElementTree.register_namespace("", _SVG[1:-1])
    root = ElementTree.fromstring(data)  # noqa: S314 - the sources' own file, checked before
    box = [float(number) for number in root.get("viewBox", "").replace(",", " ").split()]
    if len(box) != 4 or not box[2]:
        return None
    try:
        lines = [*_lines(root, {})]
    except (ValueError, KeyError):
        return None
    labels = [
        {
            "x": (line["x"] - box[0]) / box[2],
            "y": (line["y"] - box[1]) / box[2],
            "size": line["size"] / box[2],
            "anchor": line["anchor"],
            "colour": line["colour"],
            "tag": line["tag"],
            "words": line["words"],
        }
        for line in lines
    ]
    for parent in root.iter():
        for child in [*parent]:
            if child.tag == f"{_SVG}text":
                parent.remove(child)
    return LabelledPicture(ElementTree.tostring(root), labels)


def _lines(element: Element, inherited: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The lines of all labels below an element. Raises `ValueError` or `KeyError` for labels in
    unsupported forms."""
    values = {
        **inherited,
        **{name: element.attrib[name] for name in _INHERITED if name in element.attrib},
    }
    if element.tag == f"{_SVG}text":
        if element.get("transform") or element.get("style"):
            raise ValueError
        yield from _lines_of_label(element, values)
        return
    has_labels = element.find(f".//{_SVG}text") is not None
    if element.get("transform") and has_labels:
        raise ValueError
    for child in element:
        yield from _lines(child, values)


def _lines_of_label(text: Element, values: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    size = _length(values["font-size"], 1)
    place = {"x": text.get("x", ""), "y": text.get("y", "")}
    down = 0.0
    for line in [*text] or [text]:
        if len(line) or (line.tail or "").strip():
            raise ValueError
        place |= {name: line.attrib[name] for name in ("x", "y") if name in line.attrib}
        down += _length(line.get("dy", "0"), size)
        yield {
            "x": _length(place["x"], size),
            "y": _length(place["y"], size) + down,
            "size": size,
            "anchor": _anchor(values),
            "colour": _colour(values),
            "tag": values.get(_LANGUAGE, ""),
            "words": " ".join((line.text or "").split()),
        }


def _anchor(values: Mapping[str, str]) -> str:
    """Which part of a line is at its place: its left end (`start`), its center, or its right end.

    In SVG, a line from right to left starts at its right end.
    """
    anchor = values.get("text-anchor", "start")
    if anchor == "middle":
        return "center"
    is_rtl = values.get("direction") == "rtl"
    return "end" if (anchor == "end") != is_rtl else "start"


def _length(text: str, em: float) -> float:
    number = _NUMBER.fullmatch(text)
    if number is None:
        raise ValueError
    return float(number[1]) * (em if number[2] == "em" else 1)


def _colour(values: Mapping[str, str]) -> str:
    """The colour of a text, black by default. Raises `ValueError` if it is not hexadecimal."""
    fill = values.get("fill", "#000000")
    colour = values.get("color", "#000000") if fill == "currentColor" else fill
    if not _COLOUR.fullmatch(colour):
        raise ValueError
    return colour


def picture(element: Element) -> Node:
    """The values of a picture on a page: its file, its words, its size, and `inline`, which
    `in_line` sets."""
    file = unquote(element.get("src", ""))
    image = {"kind": "image", "file": file, "words": element.get("alt", ""), "inline": False}
    image |= {name: element.attrib[name] for name in ("width", "height") if name in element.attrib}
    if share := next((name for name in classes(element) if name.startswith("width-")), ""):
        image["share"] = share.removeprefix("width-")
    return image


def in_line(nodes: Nodes) -> Nodes:
    """The nodes of a line of text, whose pictures are parts of the line."""
    result: Nodes = []
    for node in nodes:
        if isinstance(node, dict) and node["kind"] == "image":
            result.append(node | {"inline": True})
        elif isinstance(node, dict) and "body" in node:
            result.append(node | {"body": in_line(node["body"])})
        else:
            result.append(node)
    return result
