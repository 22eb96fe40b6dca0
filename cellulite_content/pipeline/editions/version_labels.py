"""Labels of notes on versions, such as `Added in version 2`, in the edition's language."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ..model.project import INTERFACE
from ..source.sphinx_private import application_of
from .edition import Edition


class VersionLabels(SphinxTransform):
    """Writes the labels from the interface's catalogs, as other labels are.

    Sphinx's own catalogs lack them in some languages, and it does not mark what it could not
    translate. A stored tree has them in the source's language.
    """

    default_priority = 21

    def apply(self, **kwargs: Any) -> None:
        """Write the labels of the document's notes."""
        edition: Edition = application_of(self.env).edition
        _ = edition.interface_text
        labels = {
            "versionadded": _("Added in version %(version)s"),
            "versionchanged": _("Changed in version %(version)s"),
            "deprecated": _("Deprecated since version %(version)s"),
            "versionremoved": _("Removed in version %(version)s"),
        }
        for note in self.document.findall(addnodes.versionmodified):
            nodes_of_labels = (
                node for node in note.findall(nodes.inline) if "versionmodified" in node["classes"]
            )
            label = next(nodes_of_labels, None)
            if label is not None and note["type"] in labels:
                end = ": " if label.astext().endswith(": ") else ""
                text, is_translated = labels[note["type"]]
                label.children = []
                label.append(nodes.Text(text % {"version": note["version"]} + end))
                if not is_translated:
                    label["fallback"] = INTERFACE
