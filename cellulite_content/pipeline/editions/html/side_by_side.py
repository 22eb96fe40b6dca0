"""Side by side: a translation's page holds the source of each text, hidden until the reader asks.

The sources are those of the bilingual book. Elements with the attribute `in-source` are hidden, and
the page's switch shows them without a script.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...source.sphinx_private import application_of
from ..epub.bilingual import pair


class HoldSources(SphinxPostTransform):
    """Inserts the sources into the tree of a page, before its references are resolved (10)."""

    default_priority = 0
    builders = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Insert the sources, unless the builder's pages have none."""
        builder: Any = application_of(self.env).builder
        if getattr(builder, "holds_sources", False):
            pair(self.document, as_book=False)


@contextmanager
def without_sources(tree: nodes.document) -> Iterator[None]:
    """Take the sources out of a tree meanwhile: the search is in the page's language."""
    sources = [node for node in tree.findall(nodes.TextElement) if node.get("in-source")]
    places = [(node, node.parent, node.parent.index(node)) for node in sources]
    for node in sources:
        node.parent.remove(node)
    try:
        yield
    finally:
        for node, parent, index in places:
            parent.insert(index, node)
