"""The inline markup of one message (the source text of a unit, or its translation).

A unit is a piece of an article that is translated alone: a paragraph, a heading, a table cell.

`read_markup` counts what the text has, so that the gate can compare a translation with its source.
It parses with docutils, but executes no directive and no role (see `inert_dispatcher`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from sphinx.domains.std import split_term_classifiers

from ..model.unit import MarkdownSyntax, Unit
from .inline.inert_dispatcher import InertDispatcher
from .inline.paragraph import ParagraphParser, escaped_list_mark, is_paragraph
from .inline.usual_markup import read_usual_markup
from .markdown import plain_text
from .markup_facts import Markup, markup_of
from .reference_cycles import release_state_machine
from .sphinx_private import cut_from_tree

_SIGNS = r"*`|_\\\[\]<>@\x00-\x1f\x7f-\x9f\u2028\u2029"
_MARKUP = re.compile(rf"[{_SIGNS}]|:\S")
"""If a paragraph has none of these, it has no inline markup, URL or e-mail address."""

_SIGN_OR_COLON = re.compile(f"[{_SIGNS}:]")
"""One class: `re` searches it six times as fast."""

PARAGRAPH = ("paragraph",)
"""The blocks of a message that is as it must be."""

_MAX_DEPTH = 20
"""The most levels of nodes in a message. docutils recurses once for each level, and Sphinx calls it
from deeper in the call stack than we do, so a text near Python's own limit would parse here and
fail there."""


# The gate and the quality checks read the same message soon after each other, and every locale is
# compared with the same sources: 4,096 are enough for all messages of an ordinary article.
@lru_cache(maxsize=4096)
def read_markup(
    text: str, *, heading: bool = False, markdown: MarkdownSyntax | None = None
) -> Markup:
    """The markup of a message. Never raises: `complaints` says when a text nests too deeply.

    With `heading`, the text is read as Sphinx reads that of a title, with a line of signs below:
    `1. A First Walk` is then one line of text and no list. With `markdown`, it is Markdown.
    """
    if is_plain(text, markdown):
        return Markup(prose=text, pieces=(("paragraph", text),), runs=(text,))
    if markdown:
        from .markdown.message import read_markdown  # noqa: PLC0415 - MyST is an extra

        return read_markdown(text, markdown, _settings(), _MAX_DEPTH)
    return read_usual_markup(text) or parse_markup(text, heading=heading)


def parse_markup(text: str, *, heading: bool = False) -> Markup:
    """As `read_markup`, always with docutils."""
    document = new_document("<message>", _settings())
    source = _as_parsed(text, heading=heading)
    dispatcher = InertDispatcher()
    with dispatcher:
        try:
            if is_paragraph(text):  # this parser gives the same tree, faster
                _paragraph_parser().parse(text, document)
            else:
                parser = Parser()
                parser.parse(source, document)
                release_state_machine(parser.statemachine)  # or cycles keep it in memory
        except RecursionError:
            return _TOO_DEEP
    if _depth(document) > _MAX_DEPTH:
        return _TOO_DEEP
    all_nodes = list(document.findall())
    blocks = _blocks(document, source, heading=heading)
    markup = markup_of(document, all_nodes, blocks, dispatcher.directives)
    _break_cycles(document, all_nodes)
    return markup


def read_message(unit: Unit, text: str) -> Markup:
    """The markup of a unit's source or translation, read as Sphinx reads this kind of unit.

    In a glossary, the words after ` : ` classify the term and are not shown.
    """
    is_source = text == unit.text
    if unit.in_glossary:
        text, _ = split_term_classifiers(text)
    read = read_as_paragraph if is_source else _read
    return read(text, heading=unit.heading, markdown=unit.markdown)


def read_text(unit: Unit, text: str) -> Markup:
    """The markup of a text of a unit outside of its place, such as a heading in a list."""
    return _read(text, heading=False, markdown=unit.markdown)


def read_as_paragraph(
    text: str, *, heading: bool = False, markdown: MarkdownSyntax | None = None
) -> Markup:
    """The markup of a text that is one paragraph, although it may begin with the mark of a list.

    In a source, the lines after it show docutils that it is no list; a message is one line.
    """
    markup = _read(text, heading=heading, markdown=markdown)
    if markup.blocks == PARAGRAPH:
        return markup
    if markdown:
        return markup._replace(blocks=PARAGRAPH)
    return _read(escaped_list_mark(text), heading=heading, markdown=None)


def _read(text: str, *, heading: bool, markdown: MarkdownSyntax | None) -> Markup:
    # The same text with and without these would be several entries of the cache.
    if markdown:
        return read_markup(text, markdown=markdown)
    return read_markup(text, heading=True) if heading else read_markup(text)


def is_plain(text: str, markdown: MarkdownSyntax | None = None) -> bool:
    """Whether the text is certainly one paragraph without markup (60 % of real messages are)."""
    return plain_text.is_plain(text) if markdown else _is_plain(text)


@lru_cache(maxsize=4096)
def _is_plain(text: str) -> bool:
    sign = _SIGN_OR_COLON.search(text)
    if sign and (sign[0] != ":" or _MARKUP.search(text, sign.start())):
        return False
    return is_paragraph(text)


def name_of(markup: Markup) -> str:
    """The name of a heading with this markup, to which ``name_`` links."""
    return nodes.fully_normalize_name("".join(text for _, text in markup.pieces))


def term_name(text: str, markdown: MarkdownSyntax | None = None) -> str:
    """The name of a glossary term, in lower case: its text without markup and classifier."""
    term, _ = split_term_classifiers(text)
    markup = _read(term or "", heading=False, markdown=markdown)
    return " ".join("".join(text for _, text in markup.pieces).lower().split())


_LITERAL = "\n\n   literal"


def _as_parsed(text: str, *, heading: bool) -> str:
    """The text that docutils parses, as Sphinx prepares it."""
    # A trailing `::` announces a literal block, which is a unit of its own. docutils would complain
    # if none followed.
    source = text + _LITERAL if text.rstrip().endswith("::") else text
    return f"{source}\n{'=' * 2 * len(source)}" if heading else source


_TOO_DEEP = Markup(blocks=(), complaints=("it nests too deeply",))


def _blocks(document: nodes.document, source: str, *, heading: bool) -> tuple[str, ...]:
    """The names of the block elements, without those that `_as_parsed` has added."""
    blocks = [
        child.tagname
        for child in document.children
        if isinstance(child, nodes.Element) and not isinstance(child, nodes.system_message)
    ]
    if source.endswith(_LITERAL) and blocks[-1:] == ["literal_block"]:
        blocks.pop()
    if heading and blocks == ["section"] and len(document[-1].children) == 1:
        blocks = ["paragraph"]
    return tuple(blocks)


def _depth(document: nodes.document) -> int:
    depth, level = 0, list(document.children)
    while level:
        depth, level = depth + 1, [child for node in level for child in node.children]
    return depth


@cache
def _settings() -> Any:
    settings = get_default_settings(Parser)
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    settings.pep_references = settings.rfc_references = False
    settings.halt_level = 5  # an error is a complaint, and never raised
    settings.warning_stream = False
    settings.smart_quotes = False
    return settings


@cache
def _paragraph_parser() -> ParagraphParser:
    return ParagraphParser(_settings())


def _break_cycles(document: nodes.document, all_nodes: Sequence[nodes.Node]) -> None:
    """Break the reference cycles of a message's tree, so that it is freed at once.

    Does the same as `reference_cycles.break_cycles` in a sixth of the time, because no node was
    removed from this tree.
    """
    for node in all_nodes:
        cut_from_tree(node)
    document.reporter = document.transformer = None  # type: ignore[assignment]
