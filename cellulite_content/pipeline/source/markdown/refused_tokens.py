"""Constructs of Markdown that no edition can show right in every language, with remedies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .myst import Token

KIND = "Markdown"
"""The kind of the faults, as a summary names it."""


class RefusedConstruct(NamedTuple):
    """A construct, and what to write instead."""

    name: str
    remedy: str


HTML = RefusedConstruct("HTML", "write it in Markdown or with a role; show `<` as `\\<`")
LINE_BREAK = RefusedConstruct(
    "a line break inside a paragraph", "write two paragraphs, or a `{line-block}`"
)
PICTURE = RefusedConstruct(
    "a picture inside a text", "write it as a paragraph of its own, or as a `{figure}`"
)
LINK_TITLE = RefusedConstruct(
    "the title of a link or of a picture", "nobody sees it in a book; leave it out"
)
NO_WORDS = RefusedConstruct("a link without words", "write its words")
SUBSTITUTION = RefusedConstruct("a substitution", "no translator gets its text; write the text")
STRIKE = RefusedConstruct("text that is struck out", "books cannot show it; leave it out")
ATTRIBUTES = RefusedConstruct(
    "attributes in braces", "leave them out, or write a directive with options"
)
TASK = RefusedConstruct("a list of tasks", "write a list without boxes")
AMSMATH = RefusedConstruct(
    "a formula without single or double dollars", "write it between `$$`, or as `{math}`"
)
SECTION = RefusedConstruct(
    "a reference to the number of a section", "link to its words: `[words](#place)`"
)
FIELDS = RefusedConstruct("a list of fields", "write a list of definitions, or front matter")
INVENTORY = RefusedConstruct("a link to another project", "write its whole address")
DIV = RefusedConstruct("a box without a directive", "name a directive in braces: `:::{note}`")
EVAL = RefusedConstruct("reStructuredText", "write it in Markdown, or the document as .rst")
INNER_HEADING = RefusedConstruct("a heading in a list, a quotation or a box", "write a `{rubric}`")
INCLUDE = RefusedConstruct("text of another file", "write the text into this document")
BACKSLASH = RefusedConstruct("a backslash at the end of a text", "write it as code: `` `C:\\` ``")

_COMMENTS = re.compile(r"(?:\s*<!--.*?-->)*\s*", re.DOTALL)

_BY_TOKEN = {
    "html_inline": HTML,
    "hardbreak": LINE_BREAK,
    "substitution_inline": SUBSTITUTION,
    "substitution_block": SUBSTITUTION,
    "s_open": STRIKE,
    "span_open": ATTRIBUTES,
    "amsmath": AMSMATH,
    "math_inline_double": AMSMATH,
    "section_ref": SECTION,
    "field_list_open": FIELDS,
}

_USUAL_ATTRIBUTES = frozenset("alt checked href label src start style title".split())

_WITH_ATTRIBUTES = ("alert", "field", "myst_", "substitution")
_USUAL_CLASSES = ("contains-task-list", "task-list-item")
"""What MyST itself sets."""


def refused_constructs(token: Token, *, is_paragraph: bool = False) -> Iterator[RefusedConstruct]:
    """The constructs for which a token of a block, or inside a text, is refused.

    `is_paragraph` says that it is the text of a paragraph, which may be a picture alone.
    """
    if construct := _BY_TOKEN.get(token.type):
        yield construct
    if token.type == "html_block" and not _COMMENTS.fullmatch(token.content):
        yield HTML
    if not token.type.startswith(_WITH_ATTRIBUTES) and any(
        name not in _USUAL_ATTRIBUTES and value not in _USUAL_CLASSES
        for name, value in token.attrs.items()
    ):
        yield ATTRIBUTES
    if token.type in ("link_open", "image") and token.attrGet("title"):
        yield LINK_TITLE
    if token.type == "link_open" and str(token.attrGet("href") or "").startswith("inv:"):
        yield INVENTORY
    if token.type == "list_item_open" and "checked" in (token.meta or {}):
        yield TASK
    if token.type == "colon_fence" and not token.info.strip().startswith("{"):
        yield DIV
    if token.type in ("fence", "colon_fence") and token.info.strip().startswith("{eval-rst}"):
        yield EVAL
    if token.type == "inline":
        yield from _in_text(token, is_paragraph)


def _in_text(token: Token, is_paragraph: bool) -> Iterator[RefusedConstruct]:
    children = token.children or []
    if (token.meta or {}).get("hardbreak"):
        yield LINE_BREAK
    if token.content.endswith("\\"):  # Sphinx leaves it out of the message
        yield BACKSLASH
    is_picture = is_paragraph and len(children) == 1
    if not is_picture and any(child.type == "image" for child in children):
        yield PICTURE
    for child in children:
        yield from refused_constructs(child)
