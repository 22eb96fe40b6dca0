"""Translations in Markdown, in a build of the project's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError

from ...model.unit import Document
from ...source.sphinx_private import translations_parsed_by


@contextmanager
def own_markdown(documents: Sequence[Document]) -> Iterator[None]:
    """Make builds inside the `with` block read translations in Markdown as the gate has read them.

    MyST would read each as a document, with all that the project's Markdown can do.
    """
    written = {each.domain: each for each in documents if each.markdown}
    if not written:
        yield
        return
    from ...source.markdown.translation import MarkdownTexts, link_targets  # noqa: PLC0415

    def parse(text: str, path: str, line: int | None, **values: Any) -> nodes.Element:
        document = written.get(values["env"].current_document.docname)
        if document is None or document.markdown is None:
            return parse_as_sphinx(text, path, line, **values)
        targets = link_targets(document.units)
        texts = MarkdownTexts(document.markdown, targets, values["settings"])
        try:
            return texts.parse(text, path, line)
        except ExtensionError:  # an alternative text, which Sphinx parses for nothing
            return nodes.paragraph(text, text)

    with translations_parsed_by(parse) as parse_as_sphinx:
        yield
