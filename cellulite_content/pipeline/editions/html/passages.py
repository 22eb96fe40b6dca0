"""The texts of an article for the search, and the script beside the page that holds them.

The search page shows them when the article is found. A script also loads from a disk, where a page
may not read another page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes

from ..edition import Edition

_LEFT_OUT = (nodes.Inline, nodes.Invisible, nodes.raw, nodes.label, nodes.math_block)
_SPACES = re.compile(r"[ \t\r\n]+")
"""No-break spaces stay: one parts the thousands of a number."""

_NOTES = (nodes.footnote_reference, nodes.citation_reference)


@dataclass(frozen=True)
class Passage:
    """A block of text: the anchor of its section, empty for the article itself, and whether it is
    in the source's language because it fell back. The first passage of a section is its heading."""

    anchor: str
    text: str
    fallback: bool = False


def passages_of(tree: nodes.document) -> tuple[Passage, ...]:
    """The passages of a page, without the numbers of notes and the sources beside translations."""
    texts = ((node, _SPACES.sub(" ", _text(node)).strip()) for node in _blocks(tree))
    return tuple(
        Passage(_anchor(node), text, bool(node.get("fallback"))) for node, text in texts if text
    )


def script_path(folder: Path, docname: str) -> Path:
    """The script of a page in the folder of an edition."""
    return folder / f"{docname}.js"


def script(docname: str, passages: tuple[Passage, ...], edition: Edition) -> str:
    """The script of a page: its name, the source's language, and anchor and texts of each section.

    A text that fell back is a list of itself and 1.
    """
    sections: dict[str, list[str | list[str | int]]] = {}
    for passage in passages:
        section = sections.setdefault(passage.anchor, [])
        section.append([passage.text, 1] if passage.fallback else passage.text)
    marks = {"lang": edition.source.tag, "dir": edition.source.direction}
    values = (docname, marks, [[anchor, *texts] for anchor, texts in sections.items()])
    parts = (json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    return f"setPassages({','.join(parts)});\n"


def _blocks(tree: nodes.document) -> Iterator[nodes.TextElement]:
    """The innermost blocks of text."""
    for node in tree.findall(nodes.TextElement):
        is_outer = any(
            isinstance(child, nodes.TextElement) and not isinstance(child, nodes.Inline)
            for child in node.children
        )
        if not is_outer and not isinstance(node, _LEFT_OUT) and not node.get("in-source"):
            yield node


def _text(node: nodes.Node) -> str:
    """The text of a node; a picture in it is its alternative text."""
    if isinstance(node, nodes.Text | nodes.image):
        return node.astext()
    is_left_out = isinstance(node, _NOTES) or node.get("in-source")  # type: ignore[attr-defined]
    return "" if is_left_out else "".join(map(_text, node.children))


def _anchor(node: nodes.Node) -> str:
    while not isinstance(node, nodes.section):
        if node.parent is None:
            return ""
        node = node.parent
    return str(node["ids"][0]) if isinstance(node.parent, nodes.section) else ""
