"""Texts that no unit holds: as units of the bundle, equal in all languages but for their words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ...source.unit_marks import anchor_of
from ..edition import Edition
from .figure_numbers import Numbers, is_numbered, kind_of
from .labels import admonition_label, has_label, number_label, shown_number


class Labels:
    """Makes nodes of the labels of a document's boxes, figures, tables and listings."""

    def __init__(self, numbers: Numbers, edition: Edition, config: Any) -> None:
        self._edition = edition
        self._config = config
        self._numbers = numbers
        self._counts: Counter[str] = Counter()

    def of(self, node: nodes.Element) -> nodes.Element | None:
        """The label of a node, which is a unit, or None."""
        if has_label(node):
            return self._unit(node, admonition_label(node.tagname, self._translate))
        kind = kind_of(node)
        if is_numbered(kind, self._config):
            number = self._numbers[kind][node["ids"][0]]
            source, text, is_translated = number_label(kind, self._translate)
            shown = shown_number(self._edition, kind, number)
            label = source % {"number": number}, text % {"number": shown}, is_translated
            return self._unit(node, label)
        return None

    def _translate(self, text: str) -> tuple[str, str, bool]:
        return text, *self._edition.interface_text(text)

    def _unit(self, node: nodes.Element, label: tuple[str, str, bool]) -> nodes.Element:
        source, text, is_translated = label
        anchor = anchor_of(node)
        self._counts[anchor] += 1
        unit = nodes.inline("", text)
        unit["unit"] = f"{anchor}/label-{self._counts[anchor]}"
        unit["unit-text"] = source
        unit["fallback"] = not is_translated
        return unit


def wrap_bare_text(tree: nodes.document) -> None:
    """Make the text of a field a paragraph where Sphinx wrote it without one."""
    for body in tree.findall(nodes.field_body):
        if body.children and all(isinstance(each, nodes.Text | nodes.Inline) for each in body):
            body.children = [nodes.paragraph("", "", *body.children)]
            body.children[0].parent = body


def name_version_notes(tree: nodes.document) -> None:
    """Make the paragraph with a note's label and text one unit, that of the text."""
    for note in tree.findall(addnodes.versionmodified):
        for text in note[0].findall(nodes.inline):
            if "unit" in text:
                source = f"{note['type']} {note['version']}: {text['unit-text']}"
                note[0].attributes |= {"unit": text["unit"], "unit-text": source}  # type: ignore[attr-defined]
                if text.get("fallback"):
                    note[0]["fallback"] = True  # type: ignore[index]


def name_untranslated(tree: nodes.document, leaves: tuple[type[nodes.Node], ...]) -> None:
    """Make units of texts that translators do not get, such as literals.

    Their sources are the same in all languages: those of texts that Sphinx makes are not their
    words.
    """
    numbers: Counter[str] = Counter()
    for node in tree.findall(lambda node: isinstance(node, leaves)):
        if isinstance(node, nodes.Element) and "unit" not in node and node.astext().strip():
            anchor = anchor_of(node)
            numbers[anchor] += 1
            node["unit"] = f"{anchor}/untranslated-{numbers[anchor]}"
            source = _version(node) or _title(node, tree) or _literal(node) or node.astext()
            node.setdefault("unit-text", source)


def _literal(node: nodes.Element) -> str:
    """The source of a literal block, in which substitutions may have translations."""
    return node.rawsource if isinstance(node, nodes.literal_block) else ""


def _version(node: nodes.Element) -> str:
    """The version in a note such as "New in version 2.0", whose words are those of a language."""
    note = node.parent
    return f"{note['type']} {note['version']}" if isinstance(note, addnodes.versionmodified) else ""


def _title(node: nodes.Element, tree: nodes.document) -> str:
    """The source of a line of a list of contents, which is the title of its section.

    A title that fell back is in the source's language in the list too.
    """
    links = [child for child in node.children if isinstance(child, nodes.reference)]
    section = tree.ids.get(links[0].get("refid", "")) if len(links) == len(node.children) else None
    if not isinstance(section, nodes.section) or not isinstance(section[0], nodes.title):
        return ""
    node["fallback"] = bool(section[0].get("fallback"))
    return str(section[0].get("unit-text", ""))


def sort_by_sources(tree: nodes.document) -> None:
    """Sort glossaries by their terms in the source: pages sort them by the translated terms."""
    for glossary in tree.findall(addnodes.glossary):
        if glossary.get("sorted"):
            items: Any = glossary[0]
            items[:] = sorted(items.children, key=_source_term)


def _source_term(item: nodes.Node) -> str:
    """The source of the first term of an item of a glossary, as Sphinx compares it."""
    term: Any = item.children[0]
    text = str(term.get("unit-text", term.astext()))
    return unicodedata.normalize("NFD", text.lower())
