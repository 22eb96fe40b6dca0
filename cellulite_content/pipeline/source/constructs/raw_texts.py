"""The texts as authors wrote them, which docutils and Sphinx leave out for a few kinds of nodes.

Sphinx takes a node's words without their markup as the message when the node has no raw text, so
that no translation could have the emphasis or the link.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.directives.other import Centered

_MARKUP = re.compile(r"([\\*`|])|(?<=\w)(_)(?!\w)")


class CenteredSource(Centered):
    """The directive `centered`, whose node knows its text as it was written."""

    def run(self) -> list[nodes.Node]:
        """The centred line."""
        found: list[nodes.Node] = super().run()
        for node in found[:1]:
            if isinstance(node, nodes.TextElement):
                node.rawsource = self.arguments[0]
        return found


def complete_raw_texts(tree: nodes.document) -> None:
    """Set the raw texts of terms and classifiers that have markup, in a newly parsed tree.

    docutils notes only the last piece of such a term, or the term with all its classifiers.
    """
    is_trimmed = tree.settings.trim_footnote_reference_space
    for item in tree.findall(nodes.definition_list_item):
        parts = [part for part in item if isinstance(part, nodes.term | nodes.classifier)]
        if len(parts) > 1 and any(
            isinstance(node, nodes.Inline) for each in parts for node in each
        ):
            for part in parts:
                part.rawsource = _joined(part, is_trimmed=is_trimmed)


def _joined(part: nodes.Element, *, is_trimmed: bool) -> str:
    """The pieces as one text. Between words and markup there is an escaped space, which shows none,
    or before a note the space that docutils takes away if it `is_trimmed`."""
    text, is_markup = "", False
    for node in part:
        piece = _raw_text(node)
        if not piece:
            continue
        was_markup, is_markup = is_markup, not isinstance(node, nodes.Text)
        if text and (is_markup or was_markup):
            is_word = text[-1].isalnum() if is_markup else piece[0].isalnum()
            if is_word or (is_markup and was_markup):
                is_note = isinstance(node, nodes.footnote_reference)
                text += " " if is_note and is_trimmed else "\\ "
        text += piece
    return text.strip()


def _raw_text(node: nodes.Node) -> str:
    """A piece of a text as it was written, or in another way with the same meaning."""
    if isinstance(node, nodes.target) and not node.children:
        return ""  # the address in the link before it
    if isinstance(node, nodes.Element) and node.rawsource:
        return str(node.rawsource)
    return _MARKUP.sub(r"\\\g<0>", node.astext())
