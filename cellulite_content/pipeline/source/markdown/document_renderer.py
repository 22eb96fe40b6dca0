"""Makes the tree of a document in Markdown, as reStructuredText would give it.

What MyST renders in a way that cannot be right in all editions and languages is reported.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.misc import Include

from ..faults.refusal import refuse
from .front_matter import KIND as FIELDS_KIND
from .front_matter import FrontMatter, front_nodes, read_front_matter
from .myst import MarkdownIt, SphinxRenderer, SyntaxTreeNode, Token
from .refused_tokens import (
    INCLUDE,
    INNER_HEADING,
    KIND,
    NO_WORDS,
    RefusedConstruct,
    refused_constructs,
)

TARGETS = "link-targets"
"""The attribute of a tree with the addresses of links inside the project, as they are written."""

_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_MAY_BE_BREAK = re.compile(r"(?:\\| {2})\n")
_KEEPS_LINES = "myst_preserve_line_edge_whitespace"
_FORMULAS = ("math_block", "math_block_label")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#")


def join_lines(state: Any) -> None:
    """A rule of markdown-it: makes one line of each paragraph, and spaces of tabs.

    Translators get a paragraph as one line, so where its lines end changes nothing. A line break
    that readers would see is noted on the token. Formulas in lists are not indented.
    """
    for token in state.tokens:
        if token.type in _FORMULAS:
            token.content = textwrap.dedent(token.content)
        elif token.type == "inline":
            token.content = token.content.replace("\t", " ")
        if token.type != "inline" or "\n" not in token.content or state.env.get(_KEEPS_LINES):
            continue
        if _MAY_BE_BREAK.search(token.content):
            children: list[Token] = []
            state.md.inline.parse(token.content, state.md, state.env, children)
            token.meta["hardbreak"] = any(child.type == "hardbreak" for child in children)
        token.content = _LINE_END.sub(" ", token.content)


class DocumentRenderer(SphinxRenderer):
    """Renders a document with the nodes that reStructuredText has."""

    def __init__(self, parser: MarkdownIt) -> None:
        super().__init__(parser)
        self.targets: set[str] = set()
        self._is_begun = False

    @property
    def blocks_mathjax_processing(self) -> bool:
        """No: no edition has MathJax."""
        return False

    def _refuse(self, construct: RefusedConstruct, line: int) -> None:
        text = f"no edition can show {construct.name} in Markdown; {construct.remedy}"
        refuse(f"{self.document['source']}:{line}", KIND, text)

    def _render_initialise(self) -> None:
        """Nothing: the meta values are read with the front matter."""

    def _render_finalise(self) -> None:
        self.md_env.pop("wordcount", None)
        super()._render_finalise()

    def _render_tokens(self, tokens: list[Token]) -> None:
        if not self._is_begun:
            self._is_begun = True
            tokens = self._with_front_matter(tokens)
        types = [token.type for token in tokens]
        for before, token in zip(["", *types], tokens, strict=False):
            is_paragraph = before == "paragraph_open"
            for construct in dict.fromkeys(refused_constructs(token, is_paragraph=is_paragraph)):
                self._refuse(construct, token.map[0] + 1 if token.map else 1)
        super()._render_tokens(tokens)

    def _with_front_matter(self, tokens: list[Token]) -> list[Token]:
        """The tokens after front matter, which is rendered; with a heading if it has the title."""
        if not tokens or tokens[0].type != "front_matter":
            return tokens
        path = str(self.document["source"])
        front = read_front_matter(str(tokens[0].content), path)
        self.document += list(front_nodes(front, path))
        rest = tokens[1:]
        heading = next(
            (
                rest[number + 1]
                for number, token in enumerate(rest)
                if token.type == "heading_open" and token.tag == "h1" and token.level == 0
            ),
            None,
        )
        if front.title and heading is None:
            return [*self._title(front), *rest]
        if front.title and heading is not None and front.title != heading.content.strip():
            text = "the title is not that of the heading; keep one of the two"
            refuse(f"{path}:{front.title_line}", FIELDS_KIND, text)
        return rest

    def _title(self, front: FrontMatter) -> list[Token]:
        tokens = self.md.parse(f"# {front.title}\n", self.md_env)
        for token in tokens:
            token.map = [front.title_line - 1, front.title_line]
        return tokens

    def render_text(self, token: SyntaxTreeNode) -> None:
        """Text; none for an empty one."""
        if token.content:
            super().render_text(token)

    def render_paragraph(self, token: SyntaxTreeNode) -> None:
        """A paragraph; one that is a picture alone is the picture."""
        content = token.children[0].children if token.children else []
        if len(content) == 1 and content[0].type == "image":
            self.render_image(content[0])
        else:
            super().render_paragraph(token)

    def render_image(self, token: SyntaxTreeNode) -> None:
        """A picture; the name of its file is as it is on the disk."""
        super().render_image(token)
        image: Any = self.current_node[-1]
        if not _ADDRESS.match(image["uri"]):
            image["uri"] = unquote(image["uri"])
        if not image["alt"]:
            del image["alt"]

    def render_hardbreak(self, token: SyntaxTreeNode) -> None:
        """Nothing: it is refused."""

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        """Nothing: all but comments is refused."""

    def render_s(self, token: SyntaxTreeNode) -> None:
        """The words alone: it is refused."""
        self.render_children(token)

    def render_link_inventory(self, token: SyntaxTreeNode) -> None:
        """The words alone: it is refused."""
        self.render_children(token)

    def render_heading(self, token: SyntaxTreeNode) -> None:
        """A section; a heading elsewhere is refused."""
        if not isinstance(self.current_node, nodes.document | nodes.section):
            self._refuse(INNER_HEADING, token.map[0] if token.map else 1)
        super().render_heading(token)

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """A row of a table, whose cells know their source, without which they are no messages."""
        super().render_table_row(token)
        row: Any = self.current_node[-1]
        for cell in row.findall(nodes.paragraph):
            self.add_line_and_source_path(cell, token)

    def render_dl(self, token: SyntaxTreeNode) -> None:
        """A list of definitions, without MyST's classes."""
        super().render_dl(token)
        node: Any = self.current_node[-1]
        node["classes"] = [each for each in node["classes"] if each not in ("simple", "myst")]

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        """A reference to a note; the setting of reStructuredText removes the space before it."""
        trim_space(self.current_node, self.document.settings)
        super().render_footnote_ref(token)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """A link; those to places of the project are noted."""
        href = str(token.attrGet("href") or "")
        self.targets.add(href)
        is_named = not href.startswith(("#", "project:"))
        has_no_words = not token.children and _ADDRESS.match(href) and is_named
        if has_no_words or (token.info == "auto" and self._template_of(href).get("title")):
            self._refuse(NO_WORDS, token.map[0] if token.map else 1)
        super().render_link(token)

    def _template_of(self, href: str) -> dict[str, Any]:
        """What the project makes of addresses with this one's scheme (`myst_url_schemes`)."""
        template: Any = self.md_config.url_schemes.get(href.partition(":")[0])
        return template or {}

    def run_directive(
        self, name: str, first_line: str, *arguments: Any, **options: Any
    ) -> list[nodes.Element]:
        """Run a directive; one that includes Markdown is refused."""
        found, _ = directives.directive(name, self.language_module_rst, self.document)
        if found is not None and issubclass(found, Include):
            self._refuse(INCLUDE, arguments[1])
            return []
        return super().run_directive(name, first_line.replace("\t", " "), *arguments, **options)


def trim_space(node: nodes.Element, settings: Any) -> None:
    """Remove the space at the end of a node's text, if docutils would do so before a note."""
    last = node.children[-1] if node.children else None
    if not getattr(settings, "trim_footnote_reference_space", False):
        return
    if isinstance(last, nodes.Text):
        text = last.astext().rstrip()
        node.children.pop()
        if text:
            node += nodes.Text(text)
