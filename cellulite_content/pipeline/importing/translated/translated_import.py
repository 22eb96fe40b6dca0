"""The import of a translated file: its texts go into empty entries of a catalog, as fuzzy ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ...catalogs.catalog import Catalog, Entry
from ...catalogs.catalog_file import CatalogFile, read_catalog, write_catalogs
from ...catalogs.entry_edit import edit_entry
from ...errors import ProjectError
from ...files.file_tree import read_file
from ...files.printable import printable
from ...model.locale import Locale
from ...model.project import Project
from ...model.source_tree import MAX_SOURCE_BYTES
from ...model.unit import Document, Source
from ...workers.process_pool import ProcessPool
from ..contents_list import with_documents
from ..document_import import ROOT_DOCUMENT, read_articles
from ..imported import GivenFile, ImportedArticle
from ..tried_source import read_tried_source
from .fitted_text import LOCAL_ADDRESS
from .matched_units import MatchedUnit, Matching, Side, match_units

_COPY = "imported-translation"
"""The document of the translated file in the copy of the sources."""


@dataclass(frozen=True)
class TranslationResult:
    """The catalog, how many of its entries were filled, how many had a translation already, and
    what was matched."""

    path: Path
    filled: tuple[MatchedUnit, ...]
    kept: int
    matching: Matching
    losses: tuple[str, ...]


def import_translation(
    project: Project,
    pool: ProcessPool,
    file: GivenFile,
    locale: Locale,
    domain: str = "",
) -> TranslationResult:
    """Align a translated file with the document `domain`, and fill the locale's catalog.

    Each filled entry is fuzzy and has a comment with the confidence. An entry that has a
    translation stays. Without a `domain`, it is the only article. Raises `ProjectError` before
    anything is written.
    """
    (article,) = read_articles(pool, [file], "2000-01-01", _COPY, LOCAL_ADDRESS)
    source, other = _read(project, pool, article)
    document = _document(source, domain, file)
    if document.markdown:
        raise ProjectError(
            f"{document.domain} is written in Markdown, and files become reStructuredText; "
            "translate it at the desk, or with `import-translations`"
        )
    catalog_file = _catalog(project, locale, document.domain)
    own_text = _source_text(project, document)
    matching = match_units(Side(document.units, own_text), Side(other.units, article.text))
    catalog, filled, kept = _filled(catalog_file, matching, file.path.name)
    write_catalogs(project, [(catalog_file, catalog)])
    return TranslationResult(catalog_file.path, filled, kept, matching, article.losses)


def _read(project: Project, pool: ProcessPool, article: ImportedArticle) -> tuple[Source, Document]:
    """The source, and the translated file as one more document of it."""
    root = project.source / ROOT_DOCUMENT
    contents = {project.source / f"{_COPY}.rst": article.text.encode()}
    contents |= {project.source / each.path: each.data for each in article.pictures}
    text = read_file(project.root, root, MAX_SOURCE_BYTES).decode()
    contents[root] = with_documents(text, [_COPY]).encode()
    source = read_tried_source(project, pool, contents)
    document = source.document(_COPY)
    if document is None:
        raise ProjectError("the file has no text; give one with a translation")
    return Source(tuple(each for each in source.documents if each is not document)), document


def _document(source: Source, domain: str, file: GivenFile) -> Document:
    articles = [each for each in source.documents if each.article]
    if domain:
        document = source.document(domain)
        if document is None or document not in articles:
            names = ", ".join(each.domain for each in articles)
            raise ProjectError(f"there is no document {domain!r}; there are {names}")
        return document
    if len(articles) != 1:
        raise ProjectError(f"{file.name}: name the document that it translates with --into")
    return articles[0]


def _catalog(project: Project, locale: Locale, domain: str) -> CatalogFile:
    path = project.catalog(locale, domain)
    file = read_catalog(project, path)
    if file is None:
        raise ProjectError(
            f"{project.relative(path)}: is missing; run `cellulite-content update {locale.code}`"
        )
    return file


def _source_text(project: Project, document: Document) -> str:
    """The text of the file of a document, for the labels of its notes."""
    place = next(iter(unit.place for unit in document.units if unit.place), "")
    return read_file(project.root, project.root / place, MAX_SOURCE_BYTES).decode()


def _filled(
    file: CatalogFile, matching: Matching, name: str
) -> tuple[Catalog, tuple[MatchedUnit, ...], int]:
    """The catalog with the texts, the units that they were for, and how many had one already.

    Of several texts for one message, the surest is taken; that they differ is a doubt.
    """
    entries = {entry.key: entry for entry in file.catalog.live}
    best: dict[str, MatchedUnit] = {}
    kept = 0
    for matched in matching.matched:
        key = matched.unit.key
        entry = entries.get(key)
        if entry is None or entry.has_translation or entry.msgid_plural is not None:
            kept += entry is not None
            continue
        best[key] = _surest(best[key], matched) if key in best else matched
    changed = {key: _fuzzy(entries[key], matched, name) for key, matched in best.items()}
    catalog = replace(
        file.catalog,
        entries=tuple(
            changed.get(entry.key, entry) if entry is entries.get(entry.key) else entry
            for entry in file.catalog.entries
        ),
    )
    return catalog, tuple(best.values()), kept


def _surest(first: MatchedUnit, second: MatchedUnit) -> MatchedUnit:
    """The surer one of two texts for a message; that they differ is a doubt."""
    surest, other = (first, second) if first.confidence >= second.confidence else (second, first)
    if _words(surest.text) == _words(other.text):
        return surest
    return replace(surest, doubts=(*surest.doubts, f"another place has: {other.text}"))


def _fuzzy(entry: Entry, matched: MatchedUnit, name: str) -> Entry:
    """The entry with a text as fuzzy, and with a comment on where it is from."""
    comment = f"imported from {name}: {matched.confidence} % sure"
    lines = [comment, *(f"doubtful: {doubt}" for doubt in matched.doubts)]
    comments = (" ".join(printable(line).split()) for line in lines)
    own = tuple(
        line
        for line in entry.comments
        if line and not line.startswith(("imported from ", "doubtful: "))
    )
    new = replace(
        entry,
        msgstr=matched.text,
        comments=(*own, *comments),
        flags=("fuzzy", *(flag for flag in entry.flags if flag != "fuzzy")),
    )
    return edit_entry(entry, new)


def _words(text: str) -> str:
    return " ".join(text.split())
