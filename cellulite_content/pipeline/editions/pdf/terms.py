"""Lists of terms: the terms with their classifiers, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

from .nodes import Node, Nodes, classes, stripped


def terms(element: Element, read: Callable[[Element], Nodes]) -> Node:
    """A list of terms; `read` reads a term or what it means."""
    entries: list[dict[str, Any]] = []
    for is_term, group in groupby(element, lambda child: child.tag == "dt"):
        if is_term or not entries:
            entries.append({"terms": [], "body": []})
        if is_term:
            lines = [read(line) for term in group for line in _lines(term)]
            entries[-1]["terms"] += [stripped(line) for line in lines]
        else:
            entries[-1]["body"] += [node for each in group for node in stripped(read(each))]
    return {"kind": "terms", "entries": entries, "block": True}


def classifier(body: Nodes) -> Nodes:
    """A classifier, behind the sign that the stylesheets show before it."""
    return [" : ", {"kind": "em", "body": stripped(body)}]


def _lines(term: Element) -> Iterator[Element]:
    """A term with its classifiers, then their sources as a line of its own.

    On the page, each has its source inside. One without a source is the same in both lines, but a
    picture is in the first alone.
    """
    parts = _parts(term)
    pairs = [(part, next(filter(_is_source, part), None)) for part in parts]
    first_source = next((source for _, source in pairs if source is not None), None)
    if first_source is None:
        yield term
        return
    yield _line(term.attrib, [_translation(part) for part in parts])
    yield _line(
        first_source.attrib,
        [
            _repeated(part) if source is None else _like(part, source)
            for part, source in pairs
            if source is not None or part.find(".//img") is None
        ],
    )


def _is_source(element: Element) -> bool:
    return "source" in classes(element)


def _parts(term: Element) -> list[Element]:
    """The term alone, then its classifiers."""
    alone = Element("span")
    alone.text = term.text
    others = [alone]
    for child in term:
        if "classifier" in classes(child):
            others.append(child)
        else:
            alone.append(child)
    return others


def _line(attributes: dict[str, str], parts: list[Element]) -> Element:
    line = Element("dt", attributes)
    line.extend(parts)
    return line


def _translation(part: Element) -> Element:
    """A part without its source."""
    copy = Element(part.tag, part.attrib)
    copy.text = part.text
    copy.extend(child for child in part if not _is_source(child))
    return copy


def _like(part: Element, source: Element) -> Element:
    """The content of a part's source, in an element of the part's kind."""
    copy = Element(part.tag, {"class": part.get("class", "")})
    copy.text = source.text
    copy.extend(source)
    return copy


def _repeated(part: Element) -> Element:
    """A part as it is, without its places, which are in the line above."""
    copy = deepcopy(part)
    for element in copy.iter():
        element.attrib.pop("id", None)
    return copy
