"""What a node of the bundle has beside its text and its attribute: `Node.details` of the loader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..image_sizes import pixel_sizes

LIST_TYPES = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
"""The kinds of numbers that are not digits, as docutils names them, with their type in HTML."""

KEYS = "keys"
"""The class of an element with several keys."""


def list_details(node: nodes.Element) -> dict[str, str]:
    """Where an ordered list begins, and its kind of letters or Roman numbers."""
    details = {"start": str(node["start"])} if node.get("start", 1) != 1 else {}
    style = node.get("enumtype", "")
    return details | ({"style": style} if style in LIST_TYPES else {})


def literal_details(node: nodes.Element) -> dict[str, str]:
    """The language of code, the number of its first line, and its marked lines."""
    details: dict[str, str] = {}
    language = node.get("language", "")
    is_code = node.rawsource == node.astext()  # text with markup is not coloured
    if is_code and language not in ("", "default", "none", "text"):
        details["language"] = language
    options: dict[str, Any] = node.get("highlight_args", {})
    if node.get("linenos"):
        details["first-line"] = str(options.get("linenostart", 1))
    if marked := options.get("hl_lines"):
        details["emphasized"] = _ranges(sorted(set(marked)))
    return details


def _ranges(numbers: list[int]) -> str:
    """Numbers of lines as ranges: `2,4-5`."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    return ",".join("-".join(map(str, each)) for each in ranges)


def formula_details(node: nodes.Element) -> dict[str, str]:
    """A formula is a literal in the language `math`; one with a label has a number."""
    number = node.get("number")
    return {"language": "math"} | ({"number": str(number)} if number else {})


def image_details(node: nodes.Element) -> dict[str, str]:
    """The sizes of an image, in pixels or as a share, and the address to which it leads."""
    details = dict(pixel_sizes({name: node[name] for name in ("width", "height") if name in node}))
    width = str(node.get("width", ""))
    if width.endswith("%"):
        details["width"] = width.replace(" ", "")
    link = node.parent
    if isinstance(link, nodes.reference) and "original-picture" not in link:
        address = f"#{link['refid']}" if "refid" in link else link.get("refuri", "")
        details |= {"link": address} if address else {}
    return details


def as_field(attribute: str, details: Mapping[str, str]) -> str:
    """An attribute and its details as the last field of a line of the structure."""
    parts = [attribute, *(f"{name}={value}" for name, value in details.items())]
    return escape_field("\t".join(parts))


def escape_field(text: str) -> str:
    """A text as a field of the bundle."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def is_code(node: nodes.Element, tagname: str) -> bool:
    """Whether an element is in a language of programs, which are written from left to right."""
    blocks = (
        nodes.literal_block,
        nodes.doctest_block,
        nodes.option_group,
        addnodes.desc_signature,
    )
    is_keys = KEYS in node["classes"]
    return tagname in ("code", "pre", "kbd") or is_keys or isinstance(node, blocks)


def is_in_title(text: nodes.Text) -> bool:
    """Whether a text is in a title, also in markup there."""
    node: nodes.Node = text.parent
    while isinstance(node, nodes.Inline):
        node = node.parent
    return isinstance(node, nodes.title)
