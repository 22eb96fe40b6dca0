"""The directions of words in a text from right to left, or the other way round: a title in another
script keeps its signs on their sides, and keys that are pressed together keep their order."""

from __future__ import annotations

import unicodedata
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...model.locale import Locale
from ...source.sphinx_private import application_of
from .node_details import KEYS
from .source_texts import is_in_source

_SEPARATORS = ("-", "+", "^", " ")
"""What is between two keys of a role."""

_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def own_direction(link: nodes.reference, locale: Locale, source: Locale) -> str:
    """The direction of a link to another site if its words run against those around it, or empty.

    These are in the language of the edition, or in that of the source.

    It is that of the first letter, as browsers find it (UAX 9, P2). Without it, the question mark
    of an English title would be on the left of an Arabic line.
    """
    if "refuri" not in link or link.get("internal"):
        return ""
    kinds = map(unicodedata.bidirectional, link.astext())
    direction = next((_DIRECTIONS[kind] for kind in kinds if kind in _DIRECTIONS), "")
    around = source if is_in_source(link) else locale
    return "" if direction == around.direction else direction


class JoinKeys(SphinxPostTransform):
    """Puts the keys of one role, `Ctrl+C`, into one element where a line runs from right to left.

    Sphinx makes an element of each key: a browser would show the first one on the right.
    """

    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Join the keys of the document, for people who read it."""
        builder: Any = application_of(self.env).builder
        if not getattr(builder, "is_for_readers", False):
            return
        if builder.edition.locale.direction == "rtl":
            for key in list(self.document.findall(nodes.literal)):
                if _is_key(key):
                    _join(key)


def _is_key(node: Any) -> bool:
    return isinstance(node, nodes.literal) and "kbd" in node["classes"]


def _join(key: nodes.literal) -> None:
    """Put a key into an element with all that follow it, unless it already is in one."""
    parent = key.parent
    if KEYS in parent["classes"]:
        return
    start = end = parent.index(key)
    siblings = parent.children
    while [*map(_is_key, siblings[end + 1 : end + 3])] == [False, True] and (
        siblings[end + 1].astext() in _SEPARATORS
    ):
        end += 2
    if end > start:
        keys = siblings[start : end + 1]
        parent[start : end + 1] = [nodes.inline("", "", *keys, classes=[KEYS])]
