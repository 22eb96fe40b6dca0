"""Parses the translations of a document in Markdown, in the place of Sphinx.

Sphinx would read each translation as a whole document, with all that the project's Markdown can do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx.util.docutils import LoggingReporter
from sphinx.util.nodes import LITERAL_TYPE_NODES

from ..source.message_markup import is_plain
from ..source.reference_cycles import take_first_child

_LITERAL_END = "\n\n   dummy literal"
"""What Sphinx adds to a text that ends in `::`."""

_LITERAL_START = "::\n\n"
_HEADING = re.compile(r"(?P<words>.*)\n(?P<line>=+)", re.DOTALL)


class MarkdownTexts:
    """Parses translations of texts of the tree `source`; `current` gives the node of the next."""

    def __init__(self, source: nodes.document, current: Callable[[], nodes.Element]) -> None:
        self._source = source
        self._current = current

    def parse(self, text: str, path: str, line: int | None, **values: Any) -> nodes.Element:
        """The node that Sphinx expects for a text, which it has prepared for reStructuredText.

        Raises `ExtensionError` for a text that no gate lets through.
        """
        if isinstance(self._current(), LITERAL_TYPE_NODES):
            lines = text.removeprefix(_LITERAL_START).removesuffix(_LITERAL_END).splitlines()
            literal = "\n".join(each.removeprefix("   ") for each in lines)
            return nodes.literal_block(literal, literal)
        heading = _HEADING.fullmatch(text)
        if heading and len(heading["line"]) == 2 * len(heading["words"]):
            paragraph = self._paragraph(heading["words"], path, line)
            return nodes.section("", nodes.title(heading["words"], "", *paragraph.children))
        return self._paragraph(text, path, line)

    def parse_for_node(self, node: nodes.Element, text: str) -> nodes.Element:
        """The paragraph of a translation of a node."""
        return self._paragraph(text, str(node.source), node.line)

    def _paragraph(self, text: str, path: str, line: int | None) -> nodes.Element:
        text = text.removesuffix(_LITERAL_END)
        if is_plain(text, self._source["markdown"]):
            return nodes.paragraph(text, text)
        from ..source.markdown.translation import render_translation  # noqa: PLC0415 - an extra

        document = new_document(f"{path}:{line}:<translated>", self._source.settings)
        document.reporter = LoggingReporter.from_reporter(document.reporter)
        render_translation(text, document, self._source)
        paragraph: nodes.Element = take_first_child(document)
        return paragraph
