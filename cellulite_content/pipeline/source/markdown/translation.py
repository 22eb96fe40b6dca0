"""The trees of translations in Markdown, as builds insert them.

Sphinx would read each translation as a whole document, with all that the project's Markdown can do.
Here a text is read as the gate reads it (`message`); only roles and links are executed, and no link
may lead where the source's do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

from docutils import nodes
from docutils.parsers.rst import languages
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import LoggingReporter

from ...model.unit import MarkdownSyntax, Unit
from ..message_markup import is_plain, read_message
from ..reference_cycles import take_first_child
from .document_renderer import trim_space
from .message import LINK_ROLE, is_external, references_of
from .myst import ParagraphRenderer, SphinxRenderer, SyntaxTreeNode, message_parser

_LITERAL_END = "\n\n   dummy literal"
"""What Sphinx adds to a text that ends in `::`."""

_LITERAL_START = "::\n\n"
"""What Sphinx writes before the text of a literal block, and no accepted message begins with."""

_HEADING = re.compile(r"(?P<words>.*)\n(?P<line>=+)", re.DOTALL)


class MarkdownTexts:
    """Parses the translations of one document, with docutils' settings.

    `targets` are the addresses of its links inside the project, as they are written.
    """

    def __init__(self, syntax: MarkdownSyntax, targets: Iterable[str], settings: Any) -> None:
        self._syntax = syntax
        self._targets = frozenset(targets)
        self._settings = settings

    def parse(self, text: str, path: str, line: int | None) -> nodes.Element:
        """The node that Sphinx expects for a text, which it has prepared for reStructuredText.

        Raises `ExtensionError` for a text that no gate lets through.
        """
        if text.startswith(_LITERAL_START):
            lines = text.removeprefix(_LITERAL_START).splitlines()
            literal = "\n".join(each.removeprefix("   ") for each in lines)
            return nodes.literal_block(literal, literal)
        heading = _HEADING.fullmatch(text)
        if heading and len(heading["line"]) == 2 * len(heading["words"]):
            paragraph = self.parse_paragraph(heading["words"], path, line)
            return nodes.section("", nodes.title(heading["words"], "", *paragraph.children))
        return self.parse_paragraph(text, path, line)

    def parse_paragraph(self, text: str, path: str, line: int | None) -> nodes.Element:
        """The paragraph of a translation. Raises as `parse`."""
        text = text.removesuffix(_LITERAL_END)
        if is_plain(text, self._syntax):
            return nodes.paragraph(text, text)
        document = new_document(f"{path}:{line}:<translated>", self._settings)
        document.reporter = LoggingReporter.from_reporter(document.reporter)
        self._render(text.strip(), document)
        paragraph: nodes.Element = take_first_child(document)
        return paragraph

    def _render(self, text: str, document: nodes.document) -> None:
        paragraph = nodes.paragraph(text)
        paragraph.source, paragraph.line = document["source"], 1
        document += paragraph
        renderer = cast(
            _TranslationRenderer, message_parser(self._syntax, _TranslationRenderer).renderer
        )
        renderer.targets = self._targets
        language: Any = languages.get_language(document.settings.language_code, document.reporter)
        renderer.render_paragraph_text(
            text,
            paragraph,
            document=document,
            references=references_of(self._syntax),
            language=language,
        )


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

    def _process_wrap_node(self, wrap_node: Any, *arguments: Any) -> None:
        # No attribute: Sphinx copies those of another link to the same document.
        wrap_node.own_anchor = wrap_node.get("reftargetid")
        super()._process_wrap_node(wrap_node, *arguments)

    def render_image(self, token: SyntaxTreeNode) -> None:
        _refuse("picture")

    def render_hardbreak(self, token: SyntaxTreeNode) -> None:
        _refuse("line break")

    def render_html_inline(self, token: SyntaxTreeNode) -> None:
        _refuse("piece of HTML")

    render_html_block = render_html_inline


def _refuse(name: str) -> None:
    raise ExtensionError(
        f"a translation has a {name}, which its source does not have; it should not have passed "
        "the gate, so please report it"
    )


def restore_anchors(tree: nodes.document) -> None:
    """Give links of translations their own anchors, after Sphinx has inserted the translations.

    It takes all links of a text to one document for the same link.
    """
    for node in tree.findall(addnodes.pending_xref):
        if hasattr(node, "own_anchor"):
            node["reftargetid"] = node.own_anchor


def link_targets(units: Iterable[Unit]) -> frozenset[str]:
    """The addresses inside the project to which the sources of these units link."""
    return frozenset(
        role.target
        for unit in units
        if unit.markup and unit.markdown and "[" in unit.text
        for role in read_message(unit, unit.text).roles
        if role.name == LINK_ROLE
    )
