"""Marks on nodes: the id of their unit, and whether they fell back to the source's text."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..source.roles import default_role_of
from ..source.sphinx_private import application_of
from ..source.unit_marks import mark_units, message_of_node
from .pictures.own_pictures import label_finder


class MarkUnits(SphinxTransform):
    """Sets the unit id of each translatable node, before Sphinx's `Locale` transform (20)."""

    default_priority = 18

    def apply(self, **kwargs: Any) -> None:
        """Mark the document's nodes."""
        is_root = self.env.current_document.docname == self.config.root_doc
        labels_of = label_finder(self.env)
        role = default_role_of(self.env)
        mark_units(self.document, role, is_root=is_root, labels_of=labels_of)


class MarkFallback(SphinxTransform):
    """Marks the nodes whose message did not pass the gate.

    Sphinx's own `translated` attribute is wrong on images, and stays false on a message that equals
    its source; so the compiled messages decide.
    """

    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Mark the document's nodes."""
        edition = application_of(self.env).edition
        if edition.original:
            return
        accepted = edition.messages(self.env.current_document.docname)
        for node in self.document.findall(nodes.Element):
            if "unit" in node and message_of_node(node, accepted) not in accepted:
                node["fallback"] = True
                if isinstance(node, nodes.inline):  # Sphinx would put its text in its place
                    node.attributes.pop("translatable", None)
