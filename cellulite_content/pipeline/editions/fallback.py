"""Marks on nodes: the id of their unit, and whether they fell back to the source's text."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ..source.roles import default_role_of
from ..source.sphinx_private import application_of
from ..source.unit_marks import mark_units
from .edition import Edition


class MarkUnits(SphinxTransform):
    """Sets the unit id of each translatable node, before Sphinx's `Locale` transform (20)."""

    default_priority = 18

    def apply(self, **kwargs: Any) -> None:
        """Mark the document's nodes."""
        mark_units(self.document, default_role_of(self.env))


class MarkFallback(SphinxTransform):
    """Marks the nodes whose message did not pass the gate.

    Sphinx's own `translated` attribute is wrong on images, and stays false on a message that equals
    its source; so the compiled messages decide.
    """

    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Mark the document's nodes."""
        edition: Edition = application_of(self.env).edition
        for note in self.document.findall(addnodes.versionmodified):
            _write_label(note, edition)
        if edition.original:
            return
        accepted = edition.messages(self.env.current_document.docname)
        for node in self.document.findall(nodes.Element):
            if "unit" in node and node["unit-text"] not in accepted:
                node["fallback"] = True
                if isinstance(node, nodes.inline):  # Sphinx would put its text in its place
                    node.attributes.pop("translatable", None)


def _write_label(note: nodes.Element, edition: Edition) -> None:
    """Write the label of a note on a version in the edition's language, as other labels are.

    Sphinx's own catalogs lack it in some languages, and it does not mark what it could not
    translate.
    """
    _ = edition.interface_text
    labels = {
        "versionadded": _("Added in version %(version)s"),
        "versionchanged": _("Changed in version %(version)s"),
        "deprecated": _("Deprecated since version %(version)s"),
        "versionremoved": _("Removed in version %(version)s"),
    }
    for node in note.findall(nodes.inline):
        if "versionmodified" in node["classes"] and note["type"] in labels:
            end = ": " if node.astext().endswith(": ") else ""
            text, is_translated = labels[note["type"]]
            node.children = []
            node.append(nodes.Text(text % {"version": note["version"]} + end))
            if not is_translated:
                node["fallback"] = True
            return
