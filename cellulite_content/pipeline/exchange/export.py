"""The export: the catalogs of locales as files for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..catalogs.catalog import Catalog, Entry
from ..catalogs.catalog_file import read_catalog
from ..errors import ProjectError
from ..files.atomic import write_file
from ..files.printable import beginning
from ..gate.catalog_entries import messages_of
from ..gate.glossary import load_glossary
from ..gate.run import extract_source
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import Document, Source, Unit
from ..workers.process_pool import ProcessPool
from .formats import GLOSSARY_FORMAT, SUFFIXES, WRITERS, exchange_extra
from .glossary_format import write_tbx
from .segment import Segment, State

_NO_CATALOG = Catalog(Entry(""), ())


@dataclass(frozen=True)
class ExportResult:
    """The written files, and a line for each message that no file can hold."""

    files: tuple[Path, ...]
    left_out: tuple[str, ...] = ()


def export(
    project: Project,
    pool: ProcessPool,
    locales: Sequence[Locale],
    format_name: str,
    folder: Path,
    *,
    force: bool = False,
) -> ExportResult:
    """Write a file for each locale into `folder`, in the format `format_name`.

    Raises `ProjectError`, before anything is written, for a file that exists (without `force`), a
    catalog that cannot be read, and a missing extra.
    """
    paths = {locale: folder / f"{locale.code}{SUFFIXES[format_name]}" for locale in locales}
    for path in paths.values():
        if path.is_symlink() or (path.exists() and not force):
            raise ProjectError(f"{path}: exists; move it, or replace it with --force")
    left_out: list[str] = []
    with exchange_extra(f"--format {format_name}"):
        files = dict(_contents(project, pool, locales, format_name, left_out))
    for locale, data in files.items():
        write_file(paths[locale], data)
    return ExportResult(tuple(paths.values()), tuple(left_out))


def _contents(
    project: Project,
    pool: ProcessPool,
    locales: Sequence[Locale],
    format_name: str,
    left_out: list[str],
) -> Iterator[tuple[Locale, bytes]]:
    source_tag = project.source_locale.tag
    if format_name == GLOSSARY_FORMAT:
        glossary = load_glossary(project)
        for locale in locales:
            yield locale, write_tbx(locale.tag, source_tag, glossary.of(locale))
        return
    source = extract_source(project, pool)
    for locale in locales:
        portable = []
        for segment in read_segments(project, locale, source):
            if segment.is_portable:
                portable.append(segment)
            else:
                left_out.append(
                    f"{project.relative(project.catalog(locale, segment.domain))}: "
                    f'"{beginning(segment.source)}" has a control character, or is too long for a '
                    "cell of a spreadsheet; edit it in the catalog"
                )
        yield locale, WRITERS[format_name](locale.tag, source_tag, portable)


def read_segments(project: Project, locale: Locale, source: Source) -> Iterator[Segment]:
    """The messages of the source with a locale's translations. Raises `ProjectError`."""
    for document in source.documents:
        file = read_catalog(project, project.catalog(locale, document.domain))
        yield from document_segments(document, file.catalog if file else _NO_CATALOG)


def document_segments(document: Document, catalog: Catalog) -> Iterator[Segment]:
    """The messages of a document in order, and those of single units that the catalog adds."""
    entries: dict[str, Entry] = {}
    for entry in catalog.live:
        entries.setdefault(entry.key, entry)
    for key, unit in messages_of(document, catalog).items():
        yield _segment(unit, entries.get(key))


def _segment(unit: Unit, entry: Entry | None) -> Segment:
    translation = entry.msgstr if entry else ""
    state = State.MISSING
    if entry and translation:
        state = State.FUZZY if entry.fuzzy else State.TRANSLATED
    return Segment(
        *(unit.domain, unit.id, unit.context, unit.kind, unit.text, translation, state, unit.note)
    ).sealed()
