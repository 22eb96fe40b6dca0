"""Formulas: MathML as values for the template `formula.typ`."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from .nodes import Node


def formula(element: Element) -> Node:
    """A `math` element, with its TeX as alternative text."""
    return {
        "kind": "math",
        "parts": [_part(child) for child in element],
        "words": element.get("alttext", ""),
        "display": element.get("display") == "block",
    }


def _part(element: Element) -> dict[str, Any]:
    values: dict[str, Any] = {"name": element.tag}
    if len(element):
        values["parts"] = [_part(child) for child in element]
    else:
        values["text"] = (element.text or "").strip()
    if element.get("mathvariant"):
        values["variant"] = element.get("mathvariant")
    return values
