"""Terms of glossaries that a locale translates; other texts may refer to them by these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from ..catalogs.catalog import Catalog, CatalogError, parse_catalog
from ..catalogs.file_checks import read_catalog_file
from ..model.finding import Problem
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import Document
from ..source.message_markup import term_name


def translated_terms(
    project: Project, locale: Locale, document: Document, catalog: Catalog
) -> dict[str, str]:
    """The source's name of each translated term to which the document refers.

    A glossary may be another document; its catalog is read if the document refers to its terms.
    A reference would not say which of two terms with one translation it means: both are left out.
    """
    messages: dict[str, Mapping[str, str]] = {document.domain: _messages(catalog)}
    names: list[tuple[str, str]] = []
    for term in document.terms:
        if term.domain not in messages:
            messages[term.domain] = _other_messages(project, locale, term.domain)
        known = messages[term.domain]
        target = known.get(term.own_message) or known.get(term.message, "")
        if target and (name := term_name(target, term.markdown)):
            names.append((name, term.name))
    counts = Counter(name for name, _ in names)
    return {name: source for name, source in names if counts[name] == 1}


def _messages(catalog: Catalog) -> dict[str, str]:
    return {entry.key: entry.msgstr for entry in catalog.live if not entry.fuzzy}


def _other_messages(project: Project, locale: Locale, domain: str) -> Mapping[str, str]:
    """The translations of another document's terms; none if its catalog cannot be read."""
    data = read_catalog_file(project, project.catalog(locale, domain))
    return {} if data is None or isinstance(data, Problem) else _read(data)


@lru_cache(maxsize=8)
def _read(data: bytes) -> Mapping[str, str]:
    """The translations of a catalog; many documents use one glossary."""
    try:
        return _messages(parse_catalog(data))
    except CatalogError:
        return {}
