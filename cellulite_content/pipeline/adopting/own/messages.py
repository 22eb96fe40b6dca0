"""The messages of a tree as stock Sphinx looks them up, as units for the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from docutils import nodes
from sphinx.application import Sphinx

from ...model.unit import Dialect, Document, Unit
from ...source.constructs.index_entries import index_units
from ...source.extract import with_terms
from ...source.roles import DISPLAY_ROLES, read_dialect, role_names
from ...source.unit_marks import (
    anchor_of,
    headings_above,
    in_docinfo,
    is_conditional,
    is_embedded,
    is_in_glossary,
    kind_of,
    messages_of,
)


def document_of(
    tree: nodes.document, name: str, default_role: str, *, with_index: bool
) -> Document:
    """The document of a newly parsed tree, all of whose messages are units; those of index entries
    `with_index` alone."""
    names = frozenset(_link_names(tree))
    units = (
        *_units(tree, name, default_role),
        *(index_units(tree, name) if with_index else ()),
    )
    return Document(
        name,
        units,
        link_names=names,
        explicit_names=names & {name for name, explicit in tree.nametypes.items() if explicit},
    )


def with_dialect(app: Sphinx, documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents, with the dialect of the project's roles in each unit.

    docutils must still know the roles of the sources.
    """
    documents = list(documents)
    names = frozenset().union(*map(role_names, documents))
    dialect = read_dialect(app, names - DISPLAY_ROLES)
    return tuple(with_terms(_with_dialect(document, dialect) for document in documents))


def _with_dialect(document: Document, dialect: Dialect) -> Document:
    roles = {unit.dialect.default_role for unit in document.units}
    dialects = {role: replace(dialect, default_role=role) for role in roles}
    units = (replace(unit, dialect=dialects[unit.dialect.default_role]) for unit in document.units)
    return replace(document, units=tuple(units))


def _link_names(tree: nodes.document) -> Iterator[str]:
    """The names that the links of a newly read tree use."""
    for name, references in tree.refnames.items():
        if any(isinstance(node, nodes.reference | nodes.target) for node in references):
            yield name


def _units(tree: nodes.document, domain: str, default_role: str) -> Iterator[Unit]:
    """A unit for each message of a tree, without contexts; the tree stays as it is.

    Raw texts and fields before the title, which Sphinx does not show, have none.
    """
    numbers: Counter[tuple[str, str]] = Counter()
    dialect = Dialect(default_role)
    for node, text in messages_of(tree):
        if isinstance(node, nodes.raw) or in_docinfo(node):
            continue
        is_address = isinstance(node, nodes.image) and node.get("alt") != text
        # The address of a picture is written as a directive.
        kind = "paragraph" if is_address else kind_of(node)
        anchor = anchor_of(node)
        numbers[anchor, kind] += 1
        unit_id = f"{anchor}/{kind.replace(' ', '-')}-{numbers[anchor, kind]}"
        yield Unit(
            kind if kind in ("title", "description") else unit_id,
            domain,
            kind,
            text,
            headings_above(node),
            in_glossary=isinstance(node, nodes.term) and is_in_glossary(node),
            dialect=dialect,
            conditional=is_conditional(node),
            embedded=is_embedded(node),
        )
