"""Names of places in the source's language: a translation's page or book that shows its sources too
needs both, and Sphinx knows only the translated ones."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import toctree

from .document_values import DocumentValues

DOCUMENT = ""
"""Stands for the document itself among the anchors of its places; its name is its title."""


class SourceNames(DocumentValues):
    """Stores the names of each document's places by their anchors, as far as they are translated:
    of sections, figures, tables, listings, rubrics, fields, terms and lists of contents."""

    attribute = "cellulite_source_names"

    def value(self, doctree: nodes.document) -> dict[str, str]:
        """The names of a document."""
        return source_names(doctree)


def source_names(tree: nodes.document) -> dict[str, str]:
    """The names of a document's places, from the copies of its sources (`source-copy`)."""
    names: dict[str, str] = {}
    first_title = next(tree.findall(nodes.title), None)
    for node in tree.findall(nodes.TextElement):
        if "source-copy" in node:
            name = _words(node["source-copy"])
            names |= dict.fromkeys(_anchors(node), name)
            if node is first_title:
                names[DOCUMENT] = name
    for contents in tree.findall(toctree):
        caption = contents.get("rawcaption")
        if caption and caption != contents.get("caption"):
            names |= dict.fromkeys(contents.parent["ids"], caption)
    return names


def _words(source: nodes.Element) -> str:
    """The text of a source without the numbers of notes and the words for pictures."""
    return "".join(
        text.astext()
        for text in source.findall(nodes.Text)
        if not isinstance(text.parent, nodes.footnote_reference | nodes.citation_reference)
    )


def _anchors(node: nodes.TextElement) -> Iterator[str]:
    """The anchors of the place that a text names."""
    place: nodes.Element = node
    if isinstance(node, nodes.title | nodes.caption | nodes.field_name | nodes.term):
        place = node.parent
    elif not isinstance(node, nodes.rubric):
        return
    yield from place["ids"]
    # A list of fields or definitions has the name of its first one.
    is_in_list = isinstance(place, nodes.field | nodes.definition_list_item)
    if is_in_list and place.parent.index(place) == 0:
        yield from place.parent["ids"]
