"""Formulas: MathML as values for the template `formula.typ`."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from .nodes import Node

_MARKS = (
    *("accent", "class", "columnalign", "displaystyle", "linethickness", "mathvariant"),
    *("movablelimits", "scriptlevel", "stretchy"),
)
"""The attributes that the template follows."""

_FENCES = frozenset("()[]{}⟨⟩|‖⌈⌉⌊⌋⟦⟧⟮⟯⎰⎱/\\↑↓↕⇑⇓⇕")
"""Operators that grow with what they enclose (MathML Core, appendix B: `fence` and `stretchy`)."""


def formula(element: Element) -> Node:
    """A `math` element, with its TeX as alternative text."""
    return {
        "kind": "math",
        "formula": _part(element),
        "words": element.get("alttext", ""),
        "display": element.get("display") == "block",
    }


def _part(element: Element) -> dict[str, Any]:
    marks = {name: value for name in _MARKS if (value := element.get(name))}
    values: dict[str, Any] = {"name": element.tag, "marks": marks}
    if len(element) or element.tag not in ("mi", "mn", "mo", "mtext", "ms"):
        values["parts"] = [_part(child) for child in element]
        values["fenced"] = any(map(_is_fence, (element[:1], element[-1:])))
    elif element.tag == "mtext":
        values["text"] = element.text or ""
    else:
        values["text"] = (element.text or "").strip()
    if width := element.get("width"):
        values["width"] = _in_em(width)
    if size := element.get("minsize"):
        values["size"] = _in_em(size)
    return values


def _is_fence(ends: list[Element]) -> bool:
    """Whether an operator at an end of a row grows with the row."""
    return any(
        each.tag == "mo"
        and (each.text or "").strip() in _FENCES
        and each.get("stretchy") != "false"
        and not each.get("minsize")
        for each in ends
    )


def _in_em(length: str) -> float:
    """A length of TeX or MathML in em; 0 for one in units of the page, which formulas lack."""
    try:
        return float(length.removesuffix("em"))
    except ValueError:
        return 0.0
