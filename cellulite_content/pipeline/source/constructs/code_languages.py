"""Code whose language nobody can colour, reported when the source is read, not by each edition."""

from __future__ import annotations

from docutils import nodes
from sphinx.config import Config
from sphinx.highlighting import PygmentsBridge


def colour_code(tree: nodes.document, config: Config) -> None:
    """Colour the code of a tree as pages do, so that Sphinx warns of a language that it does not
    know, and of code that is not in its language."""
    bridge = PygmentsBridge("html")
    for block in tree.findall(nodes.literal_block):
        if block.rawsource != block.astext():  # with markup, as in `parsed-literal`
            continue
        language = block.get("language", "default")
        options = config.highlight_options.get(language, {})
        bridge.highlight_block(
            block.rawsource,
            language,
            opts=options,
            force=block.get("force", False),
            location=block,
        )
