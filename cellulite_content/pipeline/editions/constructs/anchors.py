"""Anchors: the names of nodes in links, one a node, and links inside an article that arrive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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
    _inline_ids: set[str] = field(default_factory=set)

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
        self._inline_ids |= {
            id
            for node in tree.findall(nodes.Element)
            if isinstance(node, nodes.Inline) and isinstance(node.parent, nodes.TextElement)
            for id in node["ids"]
        }
        for reference in list(tree.findall(nodes.reference)):
            if "refid" not in reference:
                continue
            if anchor := self._arrival(reference["refid"]):
                reference["refid"] = anchor
            else:
                reference.replace_self(list(reference.children))

    def corrected(self, details: Mapping[str, str]) -> Mapping[str, str]:
        """The details of a picture with the anchor to which it leads, if any; after `correct`."""
        link = details.get("link", "")
        if not link.startswith("#"):
            return details
        anchor = self._arrival(link[1:])
        others = {name: value for name, value in details.items() if name != "link"}
        return others | ({"link": f"#{anchor}"} if anchor else {})

    def _arrival(self, id: str) -> str:
        """The anchor to which a link to an id leads; empty if it leads nowhere."""
        return self.aliases.get(id, "") or (id if id in self._inline_ids else "")
