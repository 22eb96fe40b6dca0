"""Parses translations as what they are: most are one paragraph, many have no markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from docutils import nodes
from docutils.utils import new_reporter
from sphinx.util.docutils import LoggingReporter

from ..message_markup import is_plain
from ..reference_cycles import break_cycles, take_first_child
from ..sphinx_private import translations_parsed_by
from .paragraph import ParagraphParser, is_paragraph

ParseParagraph = Callable[[nodes.Element, str], nodes.Element]
"""Parses the translation of a node, which is one paragraph."""


@contextmanager
def translation_parser(
    source: nodes.document, is_plain_text: Callable[[], bool]
) -> Iterator[ParseParagraph]:
    """Parse translations of a tree as what they are: most are one paragraph, many have no markup.

    `is_plain_text` says whether the next text is shown as it is: Sphinx parses it all the same, and
    throws the result away. Yields a function that parses a paragraph.
    """
    settings: Any = source.settings
    paragraphs = ParagraphParser(settings)
    reporter = LoggingReporter.from_reporter(new_reporter("", settings))
    trees: list[nodes.Element] = []
    if source.get("markdown"):
        from ..markdown.translation import MarkdownTexts  # noqa: PLC0415 - an extra

        markdown = MarkdownTexts(source["markdown"], source["link-targets"], settings)
    else:
        markdown = None

    def parse(text: str, path: str, line: int | None, **values: Any) -> nodes.Element:
        if is_plain_text():
            tree: Any = nodes.paragraph(text, text)
        elif markdown is not None:
            tree = markdown.parse(text, path, line)
        elif is_plain(text):
            tree = nodes.paragraph(text, text)
        elif is_paragraph(text):
            tree = parse_paragraph(text, path, line)
        else:
            tree = parse_as_sphinx(text, path, line, **values)
            tree = take_first_child(tree.document) if tree.parent is tree.document else tree
        trees.append(tree)
        return cast(nodes.Element, tree)

    def parse_paragraph(text: str, path: str, line: int | None) -> nodes.Element:
        reporter.source = f"{path}:{line}:<translated>"
        document = nodes.document(settings, reporter, source=reporter.source)
        document.note_source(reporter.source, -1)
        paragraphs.parse(text, document)
        tree: nodes.Element = take_first_child(document)
        return tree

    def parse_for_node(node: nodes.Element, text: str) -> nodes.Element:
        parse_text = parse_paragraph if markdown is None else markdown.parse_paragraph
        return parse_text(text, str(node.source), node.line)

    try:
        with translations_parsed_by(parse) as parse_as_sphinx:
            yield parse_for_node
    finally:
        paragraphs.close()
        for tree in trees:
            break_cycles(tree)
