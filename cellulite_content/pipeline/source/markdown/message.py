"""The markup of one message in Markdown, as the same facts as that of reStructuredText.

MyST's parser reads the text, with neither HTML nor directives, and no role is executed. A message
is read as the text of one paragraph, as the build reads it: what begins like a list or a heading is
shown as it is written. `Markup.blocks` says what else Markdown would read, for the gate.
"""

from __future__ import annotations

import re
from typing import Any, cast

from docutils import nodes
from docutils.utils import new_document

from ...model.unit import MarkdownSyntax
from ..inline.inert_dispatcher import read_role
from ..markup_facts import Markup, markup_of
from .myst import ParagraphRenderer, SyntaxTreeNode, message_parser
from .plain_text import may_be_block

LINK_ROLE = "]("
"""The name, among roles, of links to other places of the project: `[words](other.md#place)`."""

_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INNER_SCHEMES = frozenset({"inv", "path", "project"})
"""Those of links that MyST resolves itself."""

_WARNING = 2

TOO_DEEP = "it nests too deeply"
NO_BREAK = "a line break"
NO_PICTURE = "a picture inside the text"
NO_TITLE = "a link has a title in quotation marks"
NO_WORDS = "a link has no words"
"""What no message may have, in the words of complaints."""

_BLOCKS = {
    "heading_open": "section",
    "fence": "literal_block",
    "code_block": "literal_block",
    "colon_fence": "directive",
    "blockquote_open": "block_quote",
    "bullet_list_open": "bullet_list",
    "ordered_list_open": "enumerated_list",
    "hr": "transition",
    "table_open": "table",
    "paragraph_open": "paragraph",
    "footnote_reference_open": "footnote",
    "myst_line_comment": "comment",
    "myst_block_break": "comment",
    "myst_target": "target",
    "front_matter": "field_list",
}
"""The names that docutils has for blocks of Markdown."""


def is_external(href: str, is_bare: bool, schemes: tuple[str, ...]) -> bool:
    """Whether a link leads to a whole address, as MyST decides; `is_bare` for one in `< >`."""
    match = _SCHEME.match(href)
    scheme = match[1] if match else ""
    if scheme in schemes:
        return True
    return is_bare and scheme not in _INNER_SCHEMES and not href.startswith("#")


class _FactsRenderer(ParagraphRenderer):
    """Renders what has an effect on a page as nodes that do nothing."""

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        name = str(token.meta["name"])
        self._add_role(name.lower(), *read_role(name, token.content))

    def render_math_inline(self, token: SyntaxTreeNode) -> None:
        self._add_role("math", token.content, token.content, token.content)

    render_math_single = render_math_inline

    def render_text(self, token: SyntaxTreeNode) -> None:
        if token.content:
            super().render_text(token)

    def _add_role(self, name: str, label: str, target: str, shown: str) -> None:
        self.current_node += nodes.inline("", label, role=name, target=target, content=shown)

    def render_link(self, token: SyntaxTreeNode) -> None:
        href = str(token.attrGet("href") or "")
        if token.attrGet("title"):
            self._complain(NO_TITLE)
        node: nodes.Element
        if is_external(href, token.info == "auto", tuple(self.md_config.url_schemes)):
            node = nodes.reference("", refuri=href)
            template: Any = self.md_config.url_schemes.get(href.partition(":")[0])
            # The project names such an address, in the source's language.
            is_named = token.info == "auto" and bool(template and template.get("title"))
            if not token.children or is_named:
                self._complain(NO_WORDS)
        else:
            node = nodes.inline("", role=LINK_ROLE, target=href or "#", content=href or "#")
        with self.current_node_context(node, append=True):
            self.render_children(token)

    def render_image(self, token: SyntaxTreeNode) -> None:
        self._complain(NO_PICTURE)

    def render_hardbreak(self, token: SyntaxTreeNode) -> None:
        self._complain(NO_BREAK)

    def _complain(self, text: str) -> None:
        self.document += nodes.system_message("", nodes.paragraph("", text), level=_WARNING)


def read_markdown(text: str, syntax: MarkdownSyntax, settings: Any, max_depth: int) -> Markup:
    """The markup of a message, read with docutils' `settings`. Never raises: `complaints` says when
    the text has more than `max_depth` levels."""
    document = new_document("<message>", settings)
    paragraph = nodes.paragraph()
    document += paragraph
    parser = message_parser(syntax, _FactsRenderer)
    renderer = cast(_FactsRenderer, parser.renderer)
    try:
        renderer.render_paragraph_text(
            text.strip(),
            paragraph,
            document=document,
            references=references_of(syntax),
            language=None,
        )
        blocks = _blocks(text, syntax) if may_be_block(text.strip()) else ("paragraph",)
    except RecursionError:
        return Markup(blocks=(), complaints=(TOO_DEEP,))
    if _depth(document) > max_depth:
        return Markup(blocks=(), complaints=(TOO_DEEP,))
    all_nodes = list(document.findall())
    return markup_of(document, all_nodes, blocks, ())


def references_of(syntax: MarkdownSyntax) -> dict[str, dict[str, str]]:
    """The definitions of links, as markdown-it has them."""
    return {label: {"href": address, "title": ""} for label, address in syntax.references}


def _blocks(text: str, syntax: MarkdownSyntax) -> tuple[str, ...]:
    """The blocks that Markdown reads in a text; a list is none, since its mark is shown."""
    references = references_of(syntax)
    tokens = message_parser(syntax, _FactsRenderer).parse(text.strip(), {"references": references})
    tops = [token.type for token in tokens if token.level == 0 and token.nesting >= 0]
    if tops and tops[0] in _LISTS and len(tops) == 1 and "\n" not in text.strip():
        return ("paragraph",)
    blocks = tuple(_BLOCKS.get(top, top) for top in tops)
    return blocks if len(references) == len(syntax.references) else (*blocks, "target")


def _depth(document: nodes.document) -> int:
    depth, level = 0, list(document.children)
    while level:
        depth, level = depth + 1, [child for node in level for child in node.children]
    return depth
