"""The names of MyST and of markdown-it that the pipeline uses; no other module imports them.

A project without Markdown imports nothing of this: MyST is the extra `markdown`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.config.main import (
    MdParserConfig,
    TopmatterReadError,
    merge_file_level,
    read_topmatter,
)
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.mdit_to_docutils.transforms import AddSlugIds, ResolveAnchorIds
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import create_warning

from ...model.unit import MarkdownSyntax

__all__ = [
    "AddSlugIds",
    "DocutilsRenderer",
    "MarkdownIt",
    "MdParserConfig",
    "MystParser",
    "ParagraphRenderer",
    "ResolveAnchorIds",
    "SphinxRenderer",
    "SyntaxTreeNode",
    "Token",
    "TopmatterReadError",
    "create_md_parser",
    "create_warning",
    "merge_file_level",
    "message_parser",
    "read_topmatter",
]

_HTML = ("html_block", "html_inline")


@lru_cache(maxsize=64)
def message_parser(syntax: MarkdownSyntax, renderer: type[ParagraphRenderer]) -> MarkdownIt:
    """The parser of messages of documents with this syntax: MyST's own, without HTML.

    None of MyST's extensions is on but formulas and fences of colons, so that neither substitutions
    nor attributes are read. It reads the text of one paragraph (`parseInline`), in which no
    directive can be.
    """
    space, digits = syntax.math or (True, True)
    schemes: dict[str, Any] = dict.fromkeys(syntax.schemes)
    schemes |= {scheme: dict(values) for scheme, values in syntax.templates}
    config = MdParserConfig(
        enable_extensions={"colon_fence", *(("dollarmath",) if syntax.math else ())},
        dmath_allow_space=space,
        dmath_allow_digits=digits,
        disable_syntax=[*syntax.disabled, *_HTML],
        url_schemes=schemes,
        links_external_new_tab=syntax.new_tab,
    )
    return create_md_parser(config, renderer)


class ParagraphRenderer(DocutilsRenderer):
    """Renders the text of one paragraph into a node."""

    def render_paragraph_text(
        self,
        text: str,
        paragraph: nodes.Element,
        *,
        document: nodes.document,
        references: dict[str, dict[str, str]],
        language: Any,
    ) -> None:
        """Add the nodes of a text to a paragraph of a document.

        `references` are the definitions of links, `language` has docutils' names of roles.
        """
        options: Any = self.md.options
        self.md_options, self.md_config = options, options["myst_config"]
        self.md_env = {"references": references}
        self.document, self.reporter = document, document.reporter
        self.language_module_rst = language
        self.current_node = paragraph
        self._heading_offset, self._level_to_section, self._heading_slugs = 0, {}, {}
        try:
            self._render_tokens(self.md.parseInline(text, self.md_env))
        finally:
            self.document = self.reporter = self.current_node = None  # type: ignore[assignment]
