"""The tree of a translation in Markdown, as the build inserts it.

The text is read as the gate reads it (`message`); only roles and links are executed here, and no
link may lead where the source's do not.
"""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from docutils.parsers.rst import languages
from sphinx.errors import ExtensionError

from ...model.unit import MarkdownSyntax
from .document_renderer import TARGETS, trim_space
from .message import is_external, references_of
from .myst import ParagraphRenderer, SphinxRenderer, SyntaxTreeNode, message_parser


class _TranslationRenderer(ParagraphRenderer, SphinxRenderer):
    """Renders a translation with the roles and links of its document."""

    targets: frozenset[str] = frozenset()

    def render_text(self, token: SyntaxTreeNode) -> None:
        if token.content:
            super().render_text(token)

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        trim_space(self.current_node, self.document.settings)
        super().render_footnote_ref(token)

    def render_link(self, token: SyntaxTreeNode) -> None:
        href = str(token.attrGet("href") or "")
        external = is_external(href, token.info == "auto", tuple(self.md_config.url_schemes))
        if token.attrGet("title") or not (external or href in self.targets):
            _refuse(f"link to {href!r}")
        super().render_link(token)

    def render_image(self, token: SyntaxTreeNode) -> None:
        _refuse("picture")

    def render_hardbreak(self, token: SyntaxTreeNode) -> None:
        _refuse("line break")

    def render_html_inline(self, token: SyntaxTreeNode) -> None:
        _refuse("HTML")

    render_html_block = render_html_inline


def _refuse(name: str) -> None:
    raise ExtensionError(
        f"a translation has a {name}, which its source does not have; it should not have passed "
        "the gate, so please report it"
    )


def render_translation(text: str, document: nodes.document, source: nodes.document) -> None:
    """Fill a new document with the paragraph of a translation of a text of the tree `source`.

    Raises `ExtensionError` for a text that no gate lets through.
    """
    syntax: MarkdownSyntax = source["markdown"]
    paragraph = nodes.paragraph(text)
    paragraph.source, paragraph.line = document["source"], 1
    document += paragraph
    renderer = cast(
        _TranslationRenderer, message_parser(syntax, _TranslationRenderer).renderer
    )
    renderer.targets = frozenset(source[TARGETS])
    language: Any = languages.get_language(
        document.settings.language_code, document.reporter
    )
    renderer.render_paragraph_text(
        text.strip(),
        paragraph,
        document=document,
        references=references_of(syntax),
        language=language,
    )
