"""The builder that collects the units of the sources, and what editions cannot show."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path

from docutils import nodes
from sphinx.builders.dummy import DummyBuilder

from ..model.project import Project
from ..model.unit import Dialect, Document, Unit
from .constructs.article_fields import authors_of
from .constructs.code_languages import colour_code
from .constructs.contents import Contents
from .constructs.index_entries import index_units
from .constructs.refusals import construct_errors, field_errors, name_errors, root_link_errors
from .constructs.substitutions import TITLE_SUBSTITUTIONS
from .faults.unreadable import named_errors
from .pictures.picture_files import picture_errors
from .reference_cycles import break_cycles
from .roles import DISPLAY_ROLES, read_dialect, role_names
from .sphinx_private import application_of, forget_pickled_trees, read_each_within, unwritten_trees
from .trees.partial_reading import PartialReading, PartialReadingError
from .unit_marks import CONTENTS, units_of

MAX_MESSAGES = 30_000
"""The most messages of a document. The gate takes about 0.3 ms for each, and no catalog may take it
longer than ten seconds."""


class SourceBuilder(DummyBuilder):
    """Builder `units`: collects the units of each document and writes nothing.

    Links and contents are resolved too, so that Sphinx reports broken ones. They are resolved in
    the same tree that the units were taken from, without a copy. `documents` are sorted by name;
    `errors` are lines about faults that Sphinx accepts. `roles` are the names of the units' roles
    by document, also of those that a partial reading does not read; `dialect` says what they are.
    """

    name = "units"

    def init(self) -> None:
        """Start without documents."""
        project: Project = application_of(self).edition.project
        read_each_within(self, lambda name: named_errors(project, self.env, name))
        self.documents: list[Document] = []
        self.errors: list[str] = []
        self.roles: dict[str, frozenset[str]] = {}
        self.dialect = Dialect()
        self._files: dict[str, str] = {}

    def get_outdated_docs(self) -> set[str]:
        """All documents, or those of a partial reading."""
        partial: PartialReading | None = application_of(self).partial
        return set(self.env.found_docs if partial is None else partial.names)

    def write_documents(self, docnames: Set[str]) -> None:
        """Collect the units of the documents, which then know their dialect and their chapters."""
        project: Project = application_of(self).edition.project
        partial: PartialReading | None = application_of(self).partial
        self.collect(sorted(docnames if partial is None else docnames & partial.names))
        contents = Contents(self.env)
        documents = contents.article_of
        places = {name: project.relative(Path(self.env.doc2path(name))) for name in documents}
        self.errors += name_errors(places)
        self.documents = list(_with_chapters(self._with_dialect(), contents))

    def collect(self, names: Sequence[str]) -> None:
        """Collect the units of each document, then resolve its links."""
        project: Project = application_of(self).edition.project
        trees = unwritten_trees(self.env)
        for name in names:
            with named_errors(project, self.env, name):
                if name not in trees:
                    trees[name] = self.env.get_doctree(name)
                self._collect(name, trees[name])
                super().write_documents({name})

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Look at the code, and free the tree: memory must not grow with the documents."""
        colour_code(doctree, self.config)
        break_cycles(doctree)
        forget_pickled_trees(self.env)

    def _collect(self, name: str, tree: nodes.document) -> None:
        project: Project = application_of(self).edition.project
        place = project.relative(Path(self.env.doc2path(name)))
        is_root = name == self.config.root_doc
        self.errors += construct_errors(tree, place, is_root=is_root)
        self.errors += root_link_errors(tree, self.env, place)
        path = Path(self.env.doc2path(name))
        self.errors += field_errors(self.env.metadata[name], path, place)
        self.errors += picture_errors(tree, name, project)
        units = units_of(
            tree,
            name,
            lambda node: self._place(node, place),
            lambda picture: project.relative(project.source / picture),
        )
        if project.adopted:
            units = (*units, *self._units_of_their_own(tree, name))
        if is_root:
            units = tuple(_root_units(units, shown_elsewhere=project.adopted))
        if len(units) > MAX_MESSAGES:
            self.errors.append(
                f"{place}: the document has {len(units):,} messages, more than {MAX_MESSAGES:,}; "
                "divide it"
            )
        date = str(self.env.metadata[name].get("date", ""))
        names = frozenset(tree["link-names"])
        explicit_names = names & set(tree["explicit-names"])
        self.documents.append(
            Document(
                name,
                units,
                date,
                link_names=names,
                explicit_names=explicit_names,
                authors=authors_of(tree) or project.authors,
                markdown=tree.get("markdown"),
                title_substitutions=tree.get(TITLE_SUBSTITUTIONS, ()),
            )
        )

    def _units_of_their_own(self, tree: nodes.document, name: str) -> Iterator[Unit]:
        """The units that only the project's own builders show: texts of index entries, where its
        settings ask for them."""
        if "index" in self.config.gettext_additional_targets:
            yield from index_units(tree, name)

    def _place(self, node: nodes.Element, place: str) -> str:
        """The file of a node's text: one that the document includes, or else its own."""
        source = node.source or ""
        if source not in self._files:
            project: Project = application_of(self).edition.project
            # docutils makes some paths relative to the folder of this process.
            path = Path(os.path.abspath(source))  # noqa: PTH100 - `resolve` follows links
            is_file = path.is_relative_to(project.source) and path.is_file()
            self._files[source] = project.relative(path) if is_file else ""
        return self._files[source] or place

    def _with_dialect(self) -> Iterator[Document]:
        """The documents, with units that know how the project's roles are read.

        Sphinx forgets the roles that the sources define when the build ends.
        """
        partial: PartialReading | None = application_of(self).partial
        if partial is not None:
            roles: dict[str, frozenset[str]] = partial.kept.extra.roles
            self.roles = {name: roles[name] for name in roles if name not in partial.names}
        self.roles |= {document.domain: role_names(document) for document in self.documents}
        names = frozenset().union(*self.roles.values())
        self.dialect = dialect = read_dialect(application_of(self), names - DISPLAY_ROLES)
        if partial is not None and dialect != partial.kept.extra.dialect:
            raise PartialReadingError("other documents define roles")
        for document in self.documents:
            default_role = document.units[0].dialect.default_role if document.units else ""
            own = replace(dialect, default_role=default_role, markdown=document.markdown)
            units_with_dialect = (replace(unit, dialect=own) for unit in document.units)
            yield replace(document, units=tuple(units_with_dialect))


def _root_units(units: Iterable[Unit], *, shown_elsewhere: bool) -> Iterator[Unit]:
    """The units of the root document: our page of it shows its lists of contents and nothing else,
    but the project's own builders may show all its texts."""
    for unit in units:
        if unit.kind == CONTENTS:
            yield unit
        elif shown_elsewhere:
            kind = "heading 1" if unit.kind == "title" else unit.kind  # it has no page of ours
            yield replace(unit, kind=kind, embedded=True)


def _with_chapters(documents: Iterable[Document], contents: Contents) -> Iterator[Document]:
    """The documents, with the chapters of articles and the articles of chapters."""
    for document in documents:
        name = document.domain
        article = contents.article_of.get(name, "")
        chapters = [*contents.articles[name].walk()][1:] if article == name else []
        yield replace(document, article=article, chapters=tuple(chapters))
