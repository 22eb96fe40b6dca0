"""Words that Sphinx writes into a tree while it parses, in the language of the run.

A tree that was read in the source's language has them in that language. Those of version notes are
translated here; documents with others, such as the fields of a function, are not stored.
"""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.changeset import versionlabels

from ..sphinx_private import message_of

TRANSLATED_WORDS = frozenset(map(message_of, versionlabels.values()))
"""The words that `translate_generated_words` translates, as Sphinx's catalogs have them."""


def translate_generated_words(document: nodes.document) -> None:
    """Write the labels of version notes in the language of this process."""
    for note in document.findall(addnodes.versionmodified):
        labels = (node for node in note.findall(nodes.inline) if _is_label(node))
        label = next(labels, None)
        if label is not None and note.get("type") in versionlabels:
            end = ": " if label.astext().endswith(": ") else "."
            label.children = []
            label.append(nodes.Text(str(versionlabels[note["type"]]) % note["version"] + end))


def _is_label(node: nodes.inline) -> bool:
    return "versionmodified" in node["classes"]
