"""The texts of an article that the search shows: a script beside the page, read when it is found.

It is a script, so that it also loads from a disk, where a page may not read another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from ..edition import Edition
from ..summary import words_of

_LEFT_OUT = (nodes.Inline, nodes.Invisible, nodes.raw, nodes.label, nodes.math_block)


def passages_path(folder: Path, docname: str) -> Path:
    """The script of a page in the folder of an edition."""
    return folder / f"{docname}.js"


def passages_script(docname: str, tree: nodes.document, edition: Edition) -> str:
    """The texts of a page by sections: anchor, heading and texts; the article's own have no anchor.

    A text in the source's language is a list of itself and 1.
    """
    sections: dict[str, list[str | list[str | int]]] = {}
    for node in _blocks(tree):
        text = " ".join(words_of(node).split())
        if text:
            section = sections.setdefault(_anchor(node), [])
            section.append([text, 1] if node.get("fallback") else text)
    marks = {"lang": edition.source.tag, "dir": edition.source.direction}
    values = (docname, marks, [[anchor, *texts] for anchor, texts in sections.items()])
    parts = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in values)
    return f"setPassages({','.join(parts)});\n"


def _blocks(tree: nodes.document) -> Iterator[nodes.TextElement]:
    """The innermost blocks of text. The first of each section is its heading."""
    for node in tree.findall(nodes.TextElement):
        is_outer = any(
            isinstance(child, nodes.TextElement) and not isinstance(child, nodes.Inline)
            for child in node.children
        )
        if not is_outer and not isinstance(node, _LEFT_OUT):
            yield node


def _anchor(node: nodes.Node) -> str:
    """The anchor of the section around a node; empty for the article itself."""
    while not isinstance(node, nodes.section):
        if node.parent is None:
            return ""
        node = node.parent
    return str(node["ids"][0]) if isinstance(node.parent, nodes.section) else ""
