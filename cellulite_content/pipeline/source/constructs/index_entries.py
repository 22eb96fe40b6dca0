"""Index entries: their texts are messages where `gettext_additional_targets` asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import traverse_translatable_index

from ...model.unit import INDEX_ENTRY, Unit
from ..unit_marks import anchor_of, headings_above


def index_units(tree: nodes.document, domain: str) -> Iterator[Unit]:
    """A unit for each text of the index entries of a tree, as Sphinx's builder `gettext` has."""
    texts = {
        text: node
        for node, entries in traverse_translatable_index(tree)
        for kind, value, *_ in entries
        for text in split_index_msg(kind, value)
    }
    for number, (text, node) in enumerate(texts.items(), 1):
        name = f"{anchor_of(node)}/index-entry-{number}"
        yield Unit(name, domain, INDEX_ENTRY, text, headings_above(node), embedded=True)
