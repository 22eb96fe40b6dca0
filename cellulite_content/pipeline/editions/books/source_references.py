"""The references of sources that stand beside a translation: where they lead, and their words."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join

from ...source.trees.source_names import DOCUMENT, SourceNames
from ..constructs.labels import numfig_format
from ..edition import Edition

_BY_NAME = ("ref", "numref", "doc", "any", "myst")
"""Kinds of references that can show the name of a place."""

_SLUGS = "myst_slugs"
"""What MyST stores of a document's headings: their lines, anchors and texts."""


class SourceReferences:
    """Prepares the references in sources for Sphinx, which resolves those of the whole tree: they
    lead where those of the translation do, and name places in the source's language.
    """

    def __init__(self, tree: nodes.document, env: BuildEnvironment, edition: Edition) -> None:
        self._tree = tree
        self._env = env
        self._edition = edition

    def prepare(self, source: nodes.Element, node: nodes.Element) -> None:
        """Prepare the references in the source of a text (`node`)."""
        _resolve_anonymous(source, node)
        _resolve_names(source, self._tree)
        _look_up_citations(source)
        for reference in source.findall(addnodes.pending_xref):
            words = self._words(reference)
            if words:
                reference["refexplicit"] = True
                reference.children = [nodes.inline("", words)]
                reference.children[0].parent = reference

    def _words(self, reference: addnodes.pending_xref) -> str:
        """What a reference shows in the source's language; empty if Sphinx knows it."""
        by_number = reference["reftype"] == "numref"
        # That of a citation does not say whether its words are its own; they are.
        has_own_words = reference.get("refexplicit", True) and not by_number
        if reference["reftype"] not in _BY_NAME or has_own_words:
            return ""
        place = self._place(reference)
        if place is None:
            return ""
        document, anchor = place
        names: dict[str, str] = SourceNames.of(self._env).get(document, {})
        name = names.get(anchor, "")
        if not by_number:
            return name
        if not reference["refexplicit"]:
            return self._number_formats.get(self._kind(reference, *place), "")
        # Sphinx formats the words, in which it would put the translated name.
        name = name.replace("{", "{{").replace("}", "}}")
        return reference.astext().replace("{name}", name or "{name}")

    @cached_property
    def _number_formats(self) -> dict[str, str]:
        """The labels of figures and others in the source's language."""
        return numfig_format(replace(self._edition, locale=self._edition.source))

    def _kind(self, reference: addnodes.pending_xref, document: str, anchor: str) -> str:
        """What Sphinx numbers at a place: `figure`, `table`, `code-block` or `section`."""
        is_here = document == reference["refdoc"]
        tree = self._tree if is_here else self._env.get_doctree(document)
        kind = self._env.domains.standard_domain.get_enumerable_node_type(tree.ids[anchor])
        return str(kind or "")

    def _place(self, reference: addnodes.pending_xref) -> tuple[str, str] | None:
        """The document and the anchor of the place that a reference names, where Sphinx and MyST
        find it; None if it names none."""
        kind, target = reference["reftype"], reference["reftarget"]
        if kind == "myst" and reference["refdomain"] == "doc":
            return target, self._anchor(target, reference["reftargetid"])
        document = docname_join(reference["refdoc"], target)
        documents = [(document, DOCUMENT)] if document in self._env.all_docs else []
        label = self._labels.get(target.lower())
        places = [label[:2]] if label else []
        found = {"doc": documents, "any": documents + places, "myst": places + documents}
        return next(iter(found.get(kind, places)), None)

    def _anchor(self, document: str, name: str | None) -> str:
        """The anchor to which a link of Markdown leads in a document."""
        if not name:
            return DOCUMENT
        slugs = self._env.metadata[document].get(_SLUGS, {})
        label = self._labels.get(name)
        if name in slugs or label is None or label[0] != document:
            return str(slugs[name][1]) if name in slugs else name
        return str(label[1])

    @property
    def _labels(self) -> dict[str, Any]:
        """The document, the anchor and the translated name of each label."""
        labels: dict[str, Any] = self._env.domaindata["std"]["labels"]
        return labels


def _resolve_anonymous(source: nodes.Element, node: nodes.Element) -> None:
    """Resolve links without a name (`words__`) as in the translation: they follow one order."""
    own, others = (
        [link for link in each.findall(nodes.reference) if link.get("anonymous")]
        for each in (source, node)
    )
    for reference, other in zip(own, others, strict=False):
        reference.attributes |= {name: other[name] for name in ("refuri", "refid") if name in other}


def _resolve_names(source: nodes.Element, tree: nodes.document) -> None:
    """Resolve links by name (`Name_`); a link that cannot be resolved becomes text."""
    for reference in list(source.findall(nodes.reference)):
        if "refuri" in reference or "refid" in reference:
            continue
        target = _last_target(tree, tree.nameids.get(reference.get("refname")))
        if target is None:
            reference.replace_self(reference.children)
        else:
            reference.attributes |= target


def _last_target(tree: nodes.document, anchor: str | None) -> dict[str, str] | None:
    """Where a link to an anchor leads, also by way of targets that name others; None if nowhere."""
    passed: set[str] = set()
    while anchor and anchor not in passed:
        passed.add(anchor)
        target = tree.ids.get(anchor)
        if target is None:
            return None
        if "refuri" in target:
            return {"refuri": target["refuri"]}
        if not isinstance(target, nodes.target) or "refid" not in target:
            return {"refid": anchor}
        anchor = target["refid"]
    return None


def _look_up_citations(source: nodes.Element) -> None:
    """Make citations cross-references, as Sphinx does in the tree: they may be in another
    document."""
    for reference in list(source.findall(nodes.citation_reference)):
        name = reference.astext()
        link = addnodes.pending_xref(
            name, refdomain="citation", reftype="ref", reftarget=name, refwarn=True
        )
        link += nodes.inline(name, f"[{name}]")
        reference.replace_self(link)
