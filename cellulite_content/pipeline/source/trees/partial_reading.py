"""A partial reading: Sphinx reads the documents that changed, and keeps what it knew of the others.

Sphinx itself goes by the times of files, and does not notice that a document shows a title, a
number or a term of another that changed. Here the caller says which documents changed. When
others depend on what changed, the partial reading ends with an error, and the caller reads all.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst.roles import CustomRole
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util import docname_join

from ...errors import PipelineError
from ..constructs.contents import Contents
from ..sphinx_private import registered_roles
from .document_values import DocumentValues
from .kept_environment import KeptEnvironment
from .late_trees import LateTrees
from .source_names import SourceNames

MIN_DOCUMENTS = 4
"""With fewer documents, keeping an environment costs as much as it saves."""

_OF_DOCUMENTS = ("included", "metadata", "toc_fignumbers", "toc_num_entries", "toctree_includes")
"""Attributes of Sphinx's environment with a value for each document."""

_OF_ALL = (
    "dlfiles",
    "files_to_rebuild",
    "glob_toctrees",
    "images",
    "numbered_toctrees",
    "toc_secnumbers",
)
"""Attributes in which a document changes what Sphinx knows of others too."""

_OWN_DOMAINS = frozenset({"changeset", "index"})
"""Domains whose data about a document no other document shows: no edition has such a list."""


class PartialReadingError(PipelineError, SphinxError):
    """Another document than those that changed must be read too."""


class ListedTextError(PartialReadingError):
    """A text has changed that lists of contents show: their documents must be read too."""


@dataclass
class PartialReading:
    """The documents that a run of Sphinx reads and writes; it adds those that include them, and the
    other chapters of their articles.

    With `with_lists`, it adds the documents whose lists of contents name them. `kept` is the
    environment with which the run begins. `shown` is what other documents could show of these,
    before they were read again.
    """

    names: set[str]
    kept: KeptEnvironment
    with_lists: bool = False
    shown: _Shown | None = None
    is_read: bool = False

    def outdated(
        self, env: BuildEnvironment, config_changed: bool
    ) -> tuple[set[str], set[str], set[str]]:
        """As Sphinx's method `get_outdated_files`: the new, changed and removed documents.

        Raises `PartialReadingError` when the environment is that of another project.
        """
        if self.is_read:
            return set(), set(), set()
        if config_changed or env.all_docs.keys() != env.found_docs:
            raise PartialReadingError("the configuration or the list of documents has changed")
        # To number sections, Sphinx takes the tree of the document that lists the others.
        self.with_lists = self.with_lists or bool(env.numbered_toctrees)
        if self.with_lists:
            self.names |= {env.config.root_doc} | env.numbered_toctrees
        self.names |= _including(env, self.names)
        if self.with_lists:
            self.names |= _containing(env, self.names)
        # A book has one file, which is written as a whole.
        contents = Contents(env)
        articles = {contents.article_of[name] for name in self.names & contents.article_of.keys()}
        self.names.update(*(contents.articles[name].walk() for name in articles))
        paths = {Path(env.doc2path(name, base=False)) for name in self.names}
        if paths & env.dlfiles.keys():
            raise PartialReadingError("a source that has changed is a download too")
        self.shown = _shown(env, self.names)
        self.is_read = True
        return set(), set(self.names), set()

    def check(self, env: BuildEnvironment) -> None:
        """Raise `PartialReadingError` if documents that were not read show what has changed."""
        if self.shown is None:
            return
        before, now, self.shown = self.shown, _shown(env, self.names), None
        if now.structure != before.structure:
            raise PartialReadingError("other documents may refer to what has changed")
        if now.texts != before.texts and _referring(env, self.names):
            raise PartialReadingError("other documents show a title that has changed")
        if now != before and not self.with_lists:
            raise ListedTextError("lists of contents show a text that has changed")


class References(DocumentValues):
    """Stores what each document refers to: its roles and their targets."""

    attribute = "cellulite_references"

    def value(self, doctree: nodes.document) -> set[tuple[str, str]]:
        """The references of a document."""
        return {
            (node.get("reftype", ""), node.get("reftarget", ""))
            for node in doctree.findall(pending_xref)
        }


class ListedTexts(DocumentValues):
    """Stores what the list of articles shows of each document: title and description."""

    attribute = "cellulite_listed_texts"

    def value(self, doctree: nodes.document) -> tuple[tuple[str, bool], ...]:
        """The texts, and whether they are in the source's language instead of the edition's."""
        metas = (node for node in doctree.findall(nodes.meta) if node.get("name") == "description")
        title, description = next(doctree.findall(nodes.title), None), next(metas, None)
        return (
            (title.astext(), bool(title.get("fallback"))) if title else ("", False),
            (description["content"], bool(description.get("fallback")))
            if description
            else ("", False),
        )


def note_roles(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """A listener of `env-before-read-docs`: which roles there are without any source."""
    app.known_roles = registered_roles()  # type: ignore[attr-defined]


def defines_roles(app: Sphinx) -> bool:
    """Whether a document that this process has read defines a role, as long as docutils knows."""
    known: dict[str, Any] = app.known_roles  # type: ignore[attr-defined]
    return any(
        name and isinstance(function, CustomRole) and known.get(name) is not function
        for name, function in registered_roles().items()
    )


def check_partial_reading(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """A listener of `env-get-updated`, which comes after Sphinx has numbered sections.

    It also notes whether any document defines a role, as long as docutils knows, and makes the
    lists of contents ready to be stored.
    """
    app.defines_roles |= defines_roles(app)  # type: ignore[attr-defined]
    partial: PartialReading | None = app.partial  # type: ignore[attr-defined]
    if partial is not None:
        if app.defines_roles:  # type: ignore[attr-defined]
            raise PartialReadingError("documents that were not read may use a new role")
        partial.check(env)
    if not isinstance(env.tocs, LateTrees):
        env.tocs = LateTrees(env.tocs)
    return ()


def can_be_kept(app: Sphinx) -> bool:
    """Whether the next run may begin with the environment of this one.

    Sphinx takes the numbers of figures from the trees of all documents, which are not kept. A role
    that one document defines is known to all that are read after it.
    """
    has_enough = len(app.env.all_docs) >= MIN_DOCUMENTS
    defines_roles: bool = app.defines_roles  # type: ignore[attr-defined]
    return has_enough and not app.config.numfig and not defines_roles


@dataclass(frozen=True)
class _Shown:
    """What other documents may show of some, as comparable values: their titles, what only lists
    show, and all else."""

    texts: Any
    listed: Any
    structure: Any


def _shown(env: BuildEnvironment, names: Set[str]) -> _Shown:
    texts = {
        attribute: {name: _comparable(getattr(env, attribute).get(name)) for name in names}
        for attribute in ("titles", "longtitles", "tocs")
    }
    texts[SourceNames.attribute] = {name: SourceNames.of(env).get(name) for name in names}
    structure = {
        attribute: _comparable({name: getattr(env, attribute).get(name) for name in names})
        for attribute in _OF_DOCUMENTS
    }
    structure |= {attribute: _comparable(getattr(env, attribute)) for attribute in _OF_ALL}
    structure["anchors"] = {name: _anchors(env.tocs.get(name)) for name in names}
    domains = {name: data for name, data in env.domaindata.items() if name not in _OWN_DOMAINS}
    standard = dict(domains.pop("std", {}))
    labels = standard.pop("labels", {})
    texts["labels"] = _comparable(labels)
    structure["labels"] = {name: tuple(place)[:2] for name, place in labels.items()}
    structure["domains"] = _comparable({**domains, "std": standard})
    listed = {name: ListedTexts.of(env).get(name) for name in names}
    return _Shown(texts, listed, structure)


def _anchors(contents: nodes.Element | None) -> list[Any]:
    """The anchors of a document's headings, and the documents that it contains."""
    if contents is None:
        return []
    return [
        (node.get("refuri"), node.get("anchorname"), node.get("entries"))
        for node in contents.findall(nodes.Element)
        if not isinstance(node, nodes.Inline) or "anchorname" in node
    ]


def _comparable(value: Any) -> Any:
    """A value in which equal parts are equal: nodes are their text, and sets are sorted.

    Sphinx makes an empty part when it first looks for it, and merging makes some: they count as
    none.
    """
    if isinstance(value, nodes.Node):
        return value.pformat()
    if isinstance(value, dict):
        parts = ((repr(key), _comparable(each)) for key, each in value.items())
        return {key: part for key, part in parts if part}
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if isinstance(value, list | tuple):
        return [_comparable(each) for each in value]
    return None if value is None else repr(value)


def _including(env: BuildEnvironment, names: Set[str]) -> set[str]:
    """The documents that include one of these, also by way of another file.

    A file that is no document is an input of all: with a change of it, all are read.
    """
    paths = {os.path.normpath(env.doc2path(name)) for name in names}
    start = str(env.srcdir)
    return {
        name
        for name, dependencies in env.dependencies.items()
        # Paths with `..` in them, some of them relative to the sources.
        if not paths.isdisjoint(
            os.path.normpath(os.path.join(start, dependency))  # noqa: PTH118 - 100 documents have many
            for dependency in dependencies
        )
    }


def _containing(env: BuildEnvironment, names: Set[str]) -> set[str]:
    """These documents, those whose lists of contents name one of them, and so on."""
    found, new = set(names), set(names)
    while new:
        new = {parent for name in new for parent in env.files_to_rebuild.get(name, ())} - found
        found |= new
    return found & env.found_docs


def _referring(env: BuildEnvironment, names: Set[str]) -> bool:
    """Whether any document but these shows a title of one of them, or may."""
    standard = env.domaindata.get("std", {})
    places = {**standard.get("anonlabels", {}), **standard.get("labels", {})}

    def may_show(document: str, kind: str, target: str) -> bool:
        if kind == "doc":
            return docname_join(document, target) in names
        if kind in ("ref", "numref"):
            return places.get(target, ("",))[0] in {"", *names}
        return kind in ("any", "myst")  # other roles show their own text

    return any(
        may_show(name, kind, target)
        for name, references in References.of(env).items()
        if name not in names
        for kind, target in references
    )
