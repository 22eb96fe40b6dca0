"""Read the source: the articles through Sphinx, and the strings of the interface."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.parsers import RSTParser
from sphinx.util import get_filetype

from ..errors import ProjectError, SourceError
from ..files.cache import Cache
from ..model.document_keys import DocumentKeys, split_files
from ..model.fault import Fault
from ..model.fingerprint import digest
from ..model.project import INTERFACE, Project
from ..model.reading import (
    SourceReading,
    dump_reading,
    dump_table,
    has_trees,
    read_table,
    store_trees,
)
from ..model.unit import Dialect, Document, GlossaryTerm, Source
from .faults.source_fault import SourceFault, fault_lines, fault_of_line, fault_of_warning
from .message_markup import read_text, term_name
from .source_builder import SourceBuilder
from .sphinx_app import is_ours, run_sphinx
from .trees.kept_environment import KeptEnvironment, read_environment
from .trees.partial_reading import ListedTextError, PartialReading, can_be_kept
from .trees.plain_settings import has_plain_settings
from .trees.source_parser import StoredSourceParser
from .ui_strings import read_interface

_TERM = re.compile(r":term:`|\{term\}`")


@dataclass(frozen=True)
class _Parsed:
    """What a reading leaves for the next: all documents with units as Sphinx has them, the reading
    in bytes, the roles and the dialect as in `SourceBuilder`, and the interface."""

    documents: tuple[Document, ...]
    trees: bytes
    roles: Mapping[str, frozenset[str]]
    dialect: Dialect
    interface: Document


def read_source(project: Project) -> Source:
    """Return all documents of the project that have units. Runs Sphinx in this process.

    Raises `ProjectError` when a source or a template cannot be read, when Sphinx warns, or when an
    image is not a file: translators should never get a text that is broken in the source.
    """
    return _source(project, _read(project))


def read_source_and_trees(
    project: Project, key: str = "", files: Mapping[str, str] = MappingProxyType({})
) -> SourceReading:
    """As `read_source`, with the trees that the documents have before translation.

    With the cache key of what the last reading has left, and with the digests of all source
    `files`, only the documents are read that have changed since.
    """
    keep = _Keep(Cache(project.cache), key, files) if key else _Keep()
    parsed = keep.partly_read(project)
    if parsed is None:
        parsed = _read(project, keep)
    return SourceReading(_source(project, parsed), parsed.trees)


def survey_source(
    project: Project, settings: Mapping[str, Any], make: Callable[..., Sphinx]
) -> tuple[tuple[Document, ...], tuple[SourceFault, ...]]:
    """The documents that have units, and all faults of the sources, for which `read_source` would
    refuse them. Raises `ProjectError` only when Sphinx itself ends with an error.

    `settings` replace those of `conf.py`, and `make` makes Sphinx's application.
    """
    with tempfile.TemporaryDirectory() as folder:
        _, application, warnings = run_sphinx(
            *(project, project.source_locale, "units", Path(folder)),
            *(Path(folder) / "doctrees", settings),
            make=make,
        )
    builder = cast(SourceBuilder, application.builder)
    documents = [document for document in builder.documents if document.units or document.markdown]
    return tuple(with_terms(documents)), _faults(project, application, warnings)


@dataclass(frozen=True)
class _Keep:
    """Where a reading is kept for the next one; nowhere without a cache."""

    cache: Cache | None = None
    key: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    def partly_read(self, project: Project) -> _Parsed | None:
        """What reading only the documents that have changed gives; None when that is not possible,
        or when there is anything to complain of."""
        kept = KeptEnvironment.load(self.cache.get(self.key)) if self.cache else None
        changed = self._keys(kept.keys.documents).changed_since(kept.keys) if kept else None
        if kept is None or not changed or 2 * len(changed) > len(kept.keys.documents):
            return None
        if self.cache and not has_trees(self.cache, read_table(kept.extra.trees).values()):
            return None
        # A second attempt runs `conf.py` again.
        for with_lists in (False, True) if has_plain_settings(project) else (True,):
            try:
                return _read(project, self, PartialReading(set(changed), kept, with_lists))
            except ListedTextError:
                continue
            # Whatever goes wrong: reading all either goes well or says what is wrong.
            except Exception:
                break
        return None

    def dump_trees(self, trees: Mapping[str, bytes], partial: PartialReading | None) -> bytes:
        """The reading in bytes, from new trees and those that a partial reading has kept."""
        if self.cache is None:
            return dump_reading(trees)
        known = read_table(partial.kept.extra.trees) if partial else {}
        others = {
            name: place
            for name, place in known.items()
            if partial is None or name not in partial.names
        }
        return dump_table(store_trees(self.cache, trees, others))

    def put(self, application: Sphinx, environment: bytes, parsed: _Parsed) -> None:
        """Keep a finished reading."""
        if self.cache and is_ours(application) and can_be_kept(application):
            keys = self._keys(application.env.found_docs)
            kept = KeptEnvironment(keys, environment, extra=parsed)
            self.cache.put(self.key, kept.dump())

    def _keys(self, names: Iterable[str]) -> DocumentKeys:
        others, documents = split_files(self.files, names)
        return DocumentKeys(digest(others), documents)


def _read(
    project: Project, keep: _Keep | None = None, partial: PartialReading | None = None
) -> _Parsed:
    """Read the sources, and keep their trees if `keep` is given."""
    with tempfile.TemporaryDirectory() as folder:
        doctrees = Path(folder) / "doctrees"
        settings = {"cellulite_keep_trees": keep is not None}
        _, application, warnings = run_sphinx(
            project, project.source_locale, "units", Path(folder), doctrees, settings, partial
        )
        builder = cast(SourceBuilder, application.builder)
        if faults := _faults(project, application, warnings):
            raise SourceError(fault_lines(faults))
        environment = read_environment(doctrees) if keep else b""
    documents = {document.domain: document for document in builder.documents if document.units}
    before: _Parsed | None = partial.kept.extra if partial else None
    if partial is not None and before is not None:
        documents |= {
            each.domain: each for each in before.documents if each.domain not in partial.names
        }
    parsed = _Parsed(
        tuple(documents[name] for name in sorted(documents)),
        keep.dump_trees(application.new_reading.trees, partial) if keep else b"",  # type: ignore[attr-defined]
        builder.roles,
        builder.dialect,
        before.interface if before else read_interface(),
    )
    if keep is not None:
        keep.put(application, environment, parsed)
    return parsed


def _faults(
    project: Project, application: Sphinx, warnings: Iterable[Fault]
) -> tuple[SourceFault, ...]:
    """Everything for which the sources are refused."""
    builder = cast(SourceBuilder, application.builder)
    errors = [*_document_errors(project, application, builder.documents), *builder.errors]
    faults = [fault_of_warning(project, warning) for warning in warnings]
    return (*faults, *map(fault_of_line, errors))


def _source(project: Project, parsed: _Parsed) -> Source:
    """The source, from the documents as Sphinx has them."""
    documents = with_terms(_with_errata(project, [*parsed.documents]))
    return Source((*documents, parsed.interface))


def _document_errors(
    project: Project, application: Sphinx, documents: Iterable[Document]
) -> Iterator[str]:
    """One error line for each document that may not be there.

    The gate reads translations as reStructuredText, or as the Markdown of MyST.
    """
    for name in sorted(application.env.found_docs):
        path = Path(application.env.doc2path(name))
        kind = get_filetype(application.config.source_suffix, path)
        parser: type = application.registry.source_parsers.get(kind, object)
        if parser is not RSTParser and not issubclass(parser, StoredSourceParser):
            yield (
                f"{project.relative(path)}: only reStructuredText can be translated, and Markdown "
                f"that `myst_parser` reads; this is {kind}: write it as .rst, or name it in "
                "`exclude_patterns` of conf.py"
            )
    if any(document.domain == INTERFACE and document.units for document in documents):
        yield (
            f"{project.relative(project.source)}/{INTERFACE}.rst: this name is reserved for the "
            "editions' own strings; rename the document"
        )


def with_terms(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents, each with the glossary terms to which its units refer."""
    documents = list(documents)
    terms = {
        name: GlossaryTerm(name, document.domain, unit.key, unit.own_key, unit.markdown)
        for document in documents
        for unit in document.units
        if unit.in_glossary and (name := term_name(unit.text, unit.markdown))
    }
    for document in documents:
        used = {
            role.target.lower()
            for unit in document.units
            if unit.markup and _TERM.search(unit.text)
            for role in read_text(unit, unit.text).roles
        }
        yield replace(document, terms=tuple(terms[name] for name in sorted(used & terms.keys())))


def _with_errata(project: Project, documents: list[Document]) -> Iterator[Document]:
    """The documents, each with the ids of its units that the setting `errata` withdraws."""
    known = {f"{document.domain}#{unit.id}" for document in documents for unit in document.units}
    unknown = sorted(set(project.errata) - known)
    if unknown:
        raise ProjectError(
            f"pyproject.toml: errata names {unknown[0]!r}, but no unit has this id; write "
            "document#unit-id, with an id that `cellulite-content show --format json` prints"
        )
    for document in documents:
        ids = (name.partition("#") for name in project.errata)
        ids_of_document = frozenset(unit for domain, _, unit in ids if domain == document.domain)
        yield replace(document, errata=ids_of_document)
