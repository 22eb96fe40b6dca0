"""Inserts the translations that need no comparison with their source: those without references.

Sphinx's `Locale` goes through a document twice: first it renames the sections whose titles are
translated, then it inserts all other translations. For each text it searches source and
translation for five kinds of references, and for each title the whole document. Most texts have no
reference: they are inserted here in the same way, in a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from docutils import nodes
from sphinx import addnodes

from ..message_markup import is_plain
from ..sphinx_private import REFERENCES
from .paragraph import is_paragraph

_RENAMING = 1
"""The number of the pass of Sphinx's `Locale` that renames sections; the second inserts texts."""

_SIMPLE = frozenset({nodes.paragraph, nodes.caption, nodes.line})
"""Elements whose text is no name that links could use."""


_WITH_ATTRIBUTES = (nodes.image, addnodes.translatable)
"""Elements with an attribute that is translated as it is."""


class SimpleTexts:
    """The simple texts of a document.

    `accepted` are the document's messages by key, and `parse` gives the paragraph of a translation.
    """

    def __init__(
        self,
        document: nodes.document,
        accepted: Mapping[str, str],
        parse: Callable[[nodes.Element, str], nodes.Element],
    ) -> None:
        self._document = document
        self._accepted = accepted
        self._parse = parse
        self._markdown = document.get("markdown")

    def translate(self, node: nodes.Element, text: str, message: str, turn: int) -> bool:
        """Do what Sphinx would do with a node in this pass; False if it must do so itself.

        `message` is the key of the node's message.
        """
        translation = self._accepted.get(message, "")
        if "noqa" in translation:  # Sphinx takes it as a comment for itself
            return False
        if turn == _RENAMING:
            return self._rename(node, text, translation)
        if message != text and translation and isinstance(node, _WITH_ATTRIBUTES):
            # Sphinx compares these with the source's text; it gets the key in its place.
            _translate_attribute(node, text, translation)
            return True
        return bool(node.get("translated")) or self._insert(node, translation)

    def _rename(self, node: nodes.Element, text: str, translation: str) -> bool:
        """The first pass, in which only titles and terms are translated."""
        is_pending = bool(translation.strip()) and translation != text
        is_title = isinstance(node, nodes.title) and isinstance(node.parent, nodes.section)
        if is_pending and (isinstance(node, nodes.term) or is_title):
            if not is_title or not is_plain(translation, self._markdown):
                return False
            self._rename_section(node, translation)
            _replace(node, [nodes.Text(translation)])
            return True
        node["translated"] = translation == text
        return True

    def _rename_section(self, title: nodes.Element, translation: str) -> None:
        """Give the section a second name, of its translated title, and the same id."""
        section, document = title.parent, self._document
        name = nodes.fully_normalize_name(translation)
        old_name = nodes.fully_normalize_name(title.astext())
        if name == old_name:
            return
        section["names"].append(name)
        anchor = document.nameids.get(old_name)
        if anchor:
            if not document.nametypes.get(old_name):
                del document.nameids[old_name]
                document.nametypes.pop(old_name, None)
                document.ids.pop(anchor, None)
            document.note_implicit_target(section)
        for target in self._targets:
            if target["refname"] == old_name:
                target["refname"] = name

    @cached_property
    def _targets(self) -> list[nodes.Element]:
        """The targets that lead to a name, such as those of ```text <name_>`_``."""
        return [node for node in self._document.findall(nodes.target) if "refname" in node]

    def _insert(self, node: nodes.Element, translation: str) -> bool:
        """The second pass, in which all other texts are translated."""
        if not translation:
            # Sphinx would look in the catalogs of the language alone: `pt` for `pt_BR`.
            node["translated"] = False
            return True
        if type(node) not in _SIMPLE or _has_reference(node):
            return False
        if is_plain(translation, self._markdown):
            _replace(node, [nodes.Text(translation)])
            return True
        if not self._markdown and not is_paragraph(translation):
            return False
        patch = self._parse(node, translation)
        if _has_reference(patch):
            return False
        _replace(node, patch.children)
        return True


def _translate_attribute(node: nodes.Element, text: str, translation: str) -> None:
    if isinstance(node, addnodes.translatable):
        node.apply_translated_message(text, translation)
    else:
        node["alt"] = translation


def _has_reference(element: nodes.Element) -> bool:
    return any(isinstance(node, REFERENCES) for node in element.findall())


def _replace(node: nodes.Element, children: list[nodes.Node]) -> None:
    for child in children:
        child.parent = node
    node.children = children
    node["translated"] = True
