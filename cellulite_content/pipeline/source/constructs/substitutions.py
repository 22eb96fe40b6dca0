"""Substitutions: their texts are messages, and each language of a book gets its own.

Stock Sphinx gives translators `|name|` in a sentence, and never the text behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docutils import nodes
from docutils.transforms.references import Substitutions
from docutils.utils import new_document
from sphinx.transforms import DefaultSubstitutions, SphinxTransform

from ...model.unit import Substitution
from ..faults.refusal import refuse
from ..sphinx_private import application_of

KIND = "substitutions"
"""The kind of the faults, as a summary names it."""

_REPLACE = re.compile(r"\.\.\s+\|.+?\|\s+replace::\s*(?P<text>.*)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2}")
_MARKUP = re.compile(r"([\\*`|_])")

_CLOCK = "has another text each day, and equal sources give equal files; write the date"
_UNSTATED = "has no value; set it in conf.py, or write the number"

_SOURCE = "source-definition"
"""The attribute of a definition with its copy in the source's language."""

TITLE_SUBSTITUTIONS = "title-substitutions"
"""The attribute of a tree with the substitutions of its title."""


class SubstitutionMessages(SphinxTransform):
    """Makes the texts of substitutions messages, before the units are marked (18).

    Definitions that the document does not use are removed: their text would be a message that no
    reader sees, such as those that `rst_epilog` adds to each document.
    """

    default_priority = 17

    def apply(self, **kwargs: Any) -> None:
        """Prepare the document's definitions, and refuse names whose text nobody has written."""
        definitions = self.document.substitution_defs
        used = set(_used_names(_references(self.document), definitions))
        for name in definitions.keys() - used:
            definition = definitions.pop(name)
            if definition.parent is not None:
                definition.parent.remove(definition)
        for definition in definitions.values():
            text = _message(definition)
            if text:
                definition.rawsource = text
                definition["translatable"] = True
                definition.source = definition.source or self.document["source"]
        for reference in self.document.findall(nodes.substitution_reference):
            name = reference["refname"]
            fault = "" if name in definitions else self._fault(name)
            if fault:
                refuse(reference, KIND, f"|{name}| {fault}")

    def _fault(self, name: str) -> str:
        """Why a substitution that Sphinx defines itself is refused; empty if it is not."""
        if name == "today":
            return _CLOCK
        if name == "translation progress":
            return "counts what no page says; write the sentence without it"
        stated: Mapping[str, str] = application_of(self.env).stated_versions
        return _UNSTATED if name in stated and not stated[name] else ""


def _references(tree: nodes.Element) -> list[str]:
    """The names by which the text refers to substitutions."""
    return [
        reference["refname"]
        for reference in tree.findall(nodes.substitution_reference)
        if not isinstance(reference.parent, nodes.substitution_definition)
    ]


def _used_names(names: Iterable[str], definitions: Mapping[str, nodes.Element]) -> Iterator[str]:
    """The names of the definitions that text with these names uses, also by way of others."""
    known = {name.lower(): name for name in definitions}
    pending = [*names]
    found: set[str] = set()
    while pending:
        reference_name = pending.pop()
        name = (
            reference_name if reference_name in definitions else known.get(reference_name.lower())
        )
        if name is None or name in found:
            continue
        found.add(name)
        yield name
        inner = definitions[name].findall(nodes.substitution_reference)
        pending += (reference["refname"] for reference in inner)


def _message(definition: nodes.Element) -> str:
    """The text of a definition as translators get it; empty for a picture or a character."""
    if match := _REPLACE.match(definition.rawsource):
        return " ".join(match["text"].split())
    text = definition.astext()
    is_text = all(isinstance(node, nodes.Text) for node in definition.children)
    return _MARKUP.sub(r"\\\1", text) if is_text and _WORD.search(text) else ""


class KeepDefinitions(SphinxTransform):
    """Keeps the definitions of the source, before Sphinx's `Locale` (20) translates them, and the
    substitutions of the title."""

    default_priority = 19

    def apply(self, **kwargs: Any) -> None:
        """Store the copies in the definitions."""
        title = next(self.document.findall(nodes.title), None)
        if title is not None and _has_references(title):
            self.document[TITLE_SUBSTITUTIONS] = tuple(self._substitutions(_references(title)))
        if not application_of(self.env).edition.original:
            for definition in self.document.substitution_defs.values():
                definition[_SOURCE] = definition.deepcopy()

    def _substitutions(self, names: Iterable[str]) -> Iterator[Substitution]:
        definitions = self.document.substitution_defs
        for name in _used_names(names, definitions):
            definition = definitions[name]
            units = (node.get("unit", "") for node in definition.findall(nodes.Element))
            unit = next(filter(None, units), "")
            yield Substitution(name, unit, "" if unit else definition.astext())
        stated: Mapping[str, str] = application_of(self.env).stated_versions
        for name in stated.keys() - definitions.keys():
            yield Substitution(name, "", stated[name])


class MarkSubstitutions(SphinxTransform):
    """Marks the language of texts of substitutions, before docutils inserts them (220).

    In a text that fell back, they are the source's. In a translated one, one without a translation
    is marked.
    """

    default_priority = 219

    def apply(self, **kwargs: Any) -> None:
        """Mark them in the document."""
        if not self.document.substitution_defs:
            return
        for node in list(self.document.findall(nodes.Element)):
            is_definition = isinstance(node, nodes.substitution_definition)
            if node.get("fallback") and not is_definition and _has_references(node):
                # In place: docutils numbers the notes that it knows (620), and no copies of them.
                parent = node.parent
                _substitute(node, self.document)
                node.parent, node.document = parent, self.document
        for definition in self.document.substitution_defs.values():
            if definition.get("fallback"):
                marked = nodes.inline("", "", *definition.children, fallback=True)
                marked["classes"].append("substitution")
                definition.children = []
                definition.append(marked)


def substituted_source(source: nodes.Element, document: nodes.document) -> nodes.Element:
    """A text of the source with the substitutions of the source; the text itself if it has none."""
    return _substitute(source.deepcopy(), document) if _has_references(source) else source


def _substitute(text: nodes.Element, document: nodes.document) -> nodes.Element:
    """The text, in a document of its own, with the substitutions of the source."""
    own = new_document("<source>", document.settings)
    definitions = document.substitution_defs
    own.substitution_defs = {
        name: definitions[name].get(_SOURCE, definitions[name]) for name in definitions
    }
    own.substitution_names = document.substitution_names
    own += text
    for transform in (DefaultSubstitutions, Substitutions):
        transform(own).apply()
    return text


def _has_references(node: nodes.Element) -> bool:
    return next(node.findall(nodes.substitution_reference), None) is not None
