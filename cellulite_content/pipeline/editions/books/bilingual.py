"""Both languages: each translated text is followed by its source.

When a tree is read, each text that a translation will replace is copied and stored outside of the
tree, so that no other edition sees it. `pair` inserts the copies into a tree that is used for one
book or page only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ...model.unit import split_key
from ...source.constructs.substitutions import substituted_source
from ...source.sphinx_private import application_of
from ...source.unit_marks import message_of_node
from ..edition import Edition
from .source_references import SourceReferences

_MAX_UNBROKEN = 320
"""Characters of a pair up to which no page break should split it: about half a phone's page."""

_GROUPING = (
    nodes.list_item, nodes.entry, nodes.footnote, nodes.citation, nodes.definition, nodes.caption,
    nodes.field,
)  # fmt: skip
"""Elements that hold a pair together, so that it needs no box."""


class KeepSources(SphinxTransform):
    """Copies texts before Sphinx's `Locale` transform (20) replaces them, after unit marking (18).

    The copy is the attribute `source-copy` of the unit's node. A text that falls back has none, and
    neither has a text that is equal in both languages: it is shown once. Without the setting
    `bilingual`, only titles have a copy: a cover may need it.
    """

    default_priority = 19

    def apply(self, **kwargs: Any) -> None:
        """Store the copies."""
        edition: Edition = application_of(self.env).edition
        accepted = edition.messages(self.env.current_document.docname)
        kind = nodes.TextElement if edition.project.bilingual else nodes.title
        for node in self.document.findall(kind):
            text = node.get("unit-text")
            if isinstance(node, nodes.substitution_definition):  # part of other texts
                continue
            if text and accepted.get(message_of_node(node, accepted), text) != text:
                node["source-copy"] = node.deepcopy()


class SubstituteInSources(SphinxTransform):
    """Replaces `|name|` in the copies, after docutils has replaced it in the tree (220)."""

    default_priority = 221

    def apply(self, **kwargs: Any) -> None:
        """Replace the references to substitutions."""
        for node in self.document.findall(nodes.TextElement):
            if "source-copy" in node:
                node["source-copy"] = substituted_source(node["source-copy"], self.document)


def has_pairs(edition: Edition, domain: str) -> bool:
    """Whether a document has any text in two languages."""
    messages = edition.messages(domain).items()
    return any(split_key(key)[1] != translation for key, translation in messages)


def source_title(tree: nodes.document) -> str:
    """The article's title in the source's language; empty if the title itself is in it."""
    title = next(tree.findall(nodes.title), None)
    return title["source-copy"].astext() if title is not None and "source-copy" in title else ""


def source_description(tree: nodes.document, accepted: Mapping[str, str]) -> str:
    """The article's description in the source's language; empty if it is not translated."""
    for node in tree.findall(nodes.meta):
        text = str(node.get("unit-text", ""))
        if node.get("name") != "description" or not text:
            continue
        if accepted.get(message_of_node(node, accepted), text) != text:
            return text
    return ""


def pair(tree: nodes.document, builder: Any, *, as_book: bool = True) -> None:
    """Insert each stored source after its translation.

    `tree` has been read and its cross-references are not resolved yet; `builder` is to resolve
    those of the sources with them. Sources have no ids, so every link leads to the translation, and
    their notes lead to the same notes. A book has boxes and classes for its page breaks; a page has
    none, and its sources have no numbers of notes: those of the translation are beside them.
    """
    references = SourceReferences(tree, builder.env, builder.edition)
    tree["paired"] = True  # lists of contents are made later
    units = [node for node in tree.findall(nodes.TextElement) if "source-copy" in node]
    notes = {
        reference["ids"][0]: reference
        for reference in tree.findall(nodes.footnote_reference)
        if reference["ids"]
    }
    for node in units:
        source = node["source-copy"]
        del node["source-copy"]
        if not all(isinstance(child, nodes.Text) for child in source.children):  # most are words
            _number_notes(source, notes if as_book else {})
            references.prepare(source, node)
            _remove_ids(source)
            _remove_pictures(source)
        if _words(source).strip() and _words(source) != _words(node):
            (_insert_in_book if as_book else _insert_in_page)(node, source)


def _number_notes(source: nodes.Element, notes: Mapping[str, nodes.Element]) -> None:
    """Number the notes as in the translation: Sphinx gave its references the source's ids.

    References to other notes are removed.
    """
    for reference in list(source.findall(nodes.footnote_reference)):
        note = notes.get(reference["ids"][0])
        if note is None:
            reference.parent.remove(reference)
            continue
        reference["refid"] = note["refid"]
        reference.children = [nodes.Text(note.astext())]
        reference.children[0].parent = reference


def _remove_ids(source: nodes.Element) -> None:
    """Remove what a page may hold only once: ids, names, targets."""
    for element in source.findall(nodes.Element):
        for name in ("ids", "names", "dupnames", "backrefs"):
            element[name] = []
    for target in list(source.findall(nodes.target)):
        target.replace_self(target.children)


def _remove_pictures(source: nodes.Element) -> None:
    """Remove pictures inside the text: the translation shows them."""
    for image in list(source.findall(nodes.image)):
        image.parent.remove(image)


def _words(node: nodes.Element) -> str:
    """The text of a node without the words that are spoken for its pictures."""
    return "".join(text.astext() for text in node.findall(nodes.Text))


def _insert_in_page(node: nodes.TextElement, source: nodes.Element) -> None:
    if kind := _kind_behind(node):
        node.parent.insert(node.parent.index(node) + 1, _source_element(kind, source))
    else:
        node += [nodes.Text(" "), _source_element(nodes.inline, source)]


def _insert_in_book(node: nodes.TextElement, source: nodes.Element) -> None:
    node["classes"].append("paired")
    kind = _kind_behind(node)
    if kind is None:
        node += [nodes.Text(" "), _source_element(nodes.inline, source, "source")]
        return
    element = _source_element(kind, source, "source")
    if _is_heading(node):
        element["classes"].append("heading")
    index = node.parent.index(node)
    if _is_heading(node) or isinstance(node.parent, _GROUPING):
        node.parent.insert(index + 1, element)
        return
    length = len(node.astext()) + len(element.astext())
    box = nodes.container("", classes=["pair", "short"] if length <= _MAX_UNBROKEN else ["pair"])
    node.parent[index] = box
    box += [node, element]


def _kind_behind(node: nodes.TextElement) -> type[nodes.TextElement] | None:
    """The kind of the element behind a text that has its source.

    None for a caption, a term or a line: nothing may follow them, and the source is inside.
    """
    for kind in (nodes.math_block, nodes.field_name):  # whose ends would be behind the source
        if isinstance(node, kind):
            return kind
    return nodes.paragraph if _is_heading(node) or isinstance(node, nodes.paragraph) else None


def _is_heading(node: nodes.Element) -> bool:
    return isinstance(node, nodes.title) and isinstance(node.parent, nodes.section)


def _source_element(
    kind: type[nodes.TextElement], source: nodes.Element, *classes: str
) -> nodes.TextElement:
    """The source's content in a node that the translator marks with the source's language."""
    element = kind("", "", *source.children, classes=[*classes])
    element["in-source"] = True
    return element
