"""Anchors: the names of nodes in links, one a node, and links inside an article that arrive."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from docutils import nodes

_SERIAL = re.compile(r"(?:id|index-)\d+")
"""Ids that docutils and Sphinx number: no author knows them."""


def linked_ids(tree: nodes.document) -> frozenset[str]:
    """The ids to which references of a tree lead."""
    return frozenset(node["refid"] for node in tree.findall(nodes.reference) if "refid" in node)


@dataclass
class Anchors:
    """Gives each node of the bundle its anchor, and makes references use it.

    A node that the bundle does not have, such as a box around others, leaves its ids to the next
    one. `aliases` are the anchors of all ids.
    """

    linked: frozenset[str]
    aliases: dict[str, str] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)

    def wait(self, ids: Iterable[str]) -> None:
        """Keep the ids for the next node."""
        self._waiting += ids

    def take(self, ids: Iterable[str], *, needed: bool = False) -> str:
        """The anchor of a node with these ids, or an empty text.

        A number that docutils gave is one only if a reference leads there, or if it is `needed`.
        """
        own = [*dict.fromkeys([*ids, *self._waiting])]
        self._waiting.clear()
        names = [id for id in own if id not in self.aliases]
        wanted = [id for id in names if needed or id in self.linked or not _SERIAL.fullmatch(id)]
        anchor = wanted[0] if wanted else ""
        self.aliases |= dict.fromkeys(names, anchor)
        return anchor

    def correct(self, tree: nodes.document) -> None:
        """Make references name the anchors; those that lead nowhere become words."""
        inline_ids = {
            id
            for node in tree.findall(nodes.Element)
            if isinstance(node, nodes.Inline) and isinstance(node.parent, nodes.TextElement)
            for id in node["ids"]
        }
        for reference in list(tree.findall(nodes.reference)):
            id = reference.get("refid")
            if id is None or (id in inline_ids and not self.aliases.get(id)):
                continue
            if self.aliases.get(id):
                reference["refid"] = self.aliases[id]
            else:
                reference.replace_self(list(reference.children))
