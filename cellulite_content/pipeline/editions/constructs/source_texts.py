"""Texts in the language of the source: those without a translation, and those beside one."""

from __future__ import annotations

from docutils import nodes


def is_in_source(node: nodes.Node | None) -> bool:
    """Whether a node, or a text around it, is in the source's language."""
    while isinstance(node, nodes.Element):
        if node.get("in-source") or node.get("fallback"):
            return True
        node = node.parent
    return False
