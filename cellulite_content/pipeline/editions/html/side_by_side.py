"""Side by side: a translation's page has the source of each text, hidden until readers show it.

The sources are those of the bilingual book. Elements with the attribute `in-source` are hidden, and
the page's switch shows them without a script.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...source.sphinx_private import application_of
from ..books.bilingual import pair


class HoldSources(SphinxPostTransform):
    """Inserts the sources into the tree of a page, before its references are resolved (10)."""

    default_priority = 0
    builders = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Insert the sources, unless the builder's pages have none."""
        builder: Any = application_of(self.env).builder
        if getattr(builder, "holds_sources", False):
            pair(self.document, builder, as_book=False)


class UnlinkSources(SphinxPostTransform):
    """Makes the links of the sources plain words: those of the translations are beside them."""

    default_priority = 990
    builders = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace the links by their words, once these are known."""
        for source in self.document.findall(nodes.TextElement):
            if source.get("in-source"):
                for reference in list(source.findall(nodes.reference)):
                    reference.replace_self(reference.children)
