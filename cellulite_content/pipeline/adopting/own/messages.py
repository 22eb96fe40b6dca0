"""The messages of a tree as stock Sphinx looks them up, as units for the gate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from docutils import nodes
from sphinx.application import Sphinx

from ...model.unit import Dialect, Document
from ...source.extract import with_terms
from ...source.roles import DISPLAY_ROLES, read_dialect
from ...source.unit_marks import explicit_names, index_units, link_names, unmarked_units

_ROLE = re.compile(r"(?<=:)[\w.+:-]+(?=:`)|(?<=`:)[\w.+:-]+(?=:)")


def document_of(
    tree: nodes.document, name: str, default_role: str, *, with_index: bool
) -> Document:
    """The document of a newly parsed tree, all of whose messages are units; those of index entries
    `with_index` alone."""
    names = frozenset(link_names(tree))
    units = (
        *unmarked_units(tree, name, default_role),
        *(index_units(tree, name) if with_index else ()),
    )
    return Document(
        name,
        units,
        link_names=names,
        explicit_names=names & frozenset(explicit_names(tree)),
    )


def with_dialect(app: Sphinx, documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents with units that know how the project's roles are read; to be called as long as
    docutils knows the roles of the sources."""
    documents = list(documents)
    names = {
        name.lower()
        for document in documents
        for unit in document.units
        if unit.markup
        for name in _ROLE.findall(unit.text)
    }
    dialect = read_dialect(app, names - DISPLAY_ROLES)
    return tuple(with_terms(_with_dialect(document, dialect) for document in documents))


def _with_dialect(document: Document, dialect: Dialect) -> Document:
    roles = {unit.dialect.default_role for unit in document.units}
    dialects = {role: replace(dialect, default_role=role) for role in roles}
    units = (replace(unit, dialect=dialects[unit.dialect.default_role]) for unit in document.units)
    return replace(document, units=tuple(units))
