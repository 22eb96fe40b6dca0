"""Templates and catalogs on disk, written only when they change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ..errors import ProjectError
from ..files.atomic import write_file
from ..files.file_tree import MEGABYTE, list_tree
from ..model.finding import Problem
from ..model.locale import Locale, code_problem, load_locales, same_language
from ..model.project import INTERFACE, Project, load_project
from ..model.toml_file import read_project_file, read_toml
from ..model.unit import Source, Unit
from .catalog import Catalog, CatalogError, Entry, Fault, parse_catalog, write_entry
from .file_checks import is_missing, list_catalogs, locked_catalogs, read_catalog_file
from .merging.merge_result import MergeResult
from .merging.occurrences import Occurrences, read_occurrences
from .own_words import draft_comments, with_own_words
from .template import make_template, with_notes
from .update import merge_locale, new_catalog

_LIMIT = 64 * MEGABYTE
"""The largest size of a template, which this program writes."""


NoteOf = Callable[[Locale, str], str]
"""A comment for translators on a source text, such as its terms of the glossary, or nothing."""


def no_note(locale: Locale, text: str) -> str:
    """No comment."""
    return ""


def extract_templates(project: Project, source: Source) -> Iterator[Path]:
    """Write each document's template and remove those of no document. Returns changed paths.

    Raises `ProjectError`, before anything is written, when the folder has a file that may not be
    read: it could lead out of the project.
    """
    existing = _listed_templates(project)
    documents = {project.template(document.domain): document for document in source.documents}
    for path, document in documents.items():
        if write_file(path, make_template(project, document).to_bytes()):
            yield path
    for path in existing:
        if path not in documents:
            path.unlink()
            yield path


def update_catalogs(
    project: Project, locales: Sequence[Locale], note_of: NoteOf = no_note
) -> Iterator[tuple[Path, MergeResult | CatalogError | Fault | None]]:
    """Merge the templates into the locales' catalogs; None where nothing changed.

    `note_of` gives one more comment for each message. A locale's catalogs are merged together, so
    text that moves to another document keeps its translation. A catalog that cannot be read is not
    changed, and its error is in place of the result. The faults of refused entries, which keep
    their bytes, follow the result. Raises `ProjectError` when another program changes a catalog
    meanwhile; no text is lost.
    """
    templates = read_templates(project)
    occurrences: dict[str, Occurrences] | None = None
    for locale in locales:
        with locked_catalogs(project, locale):
            files = {
                domain: _read(project, locale, domain)
                for domain in (*templates, *_orphaned_domains(project, locale, templates))
            }
            readings = {domain: reading for domain, (_, reading) in files.items()}
            catalogs = {
                domain: reading
                for domain, reading in readings.items()
                if not isinstance(reading, CatalogError)
            }
            if occurrences is None and any(map(_has_contexts, catalogs.values())):
                occurrences = read_occurrences(project)
            noted = {
                domain: with_notes(each, partial(note_of, locale))
                for domain, each in templates.items()
            }
            own_templates = _with_drafts(noted, catalogs, locale)
            results = merge_locale(own_templates, catalogs, occurrences or {})
            contents = {domain: data for domain, (data, _) in files.items()}
            changed_paths = _write_merged(project, locale, results, contents)
        for domain, reading in readings.items():
            path = project.catalog(locale, domain)
            if isinstance(reading, CatalogError):
                yield path, reading
            else:
                yield path, results[domain] if path in changed_paths else None
                for fault in reading.faults:
                    yield path, fault


def _with_drafts(
    templates: Mapping[str, Catalog], catalogs: Mapping[str, Catalog], locale: Locale
) -> Mapping[str, Catalog]:
    """The templates of a locale, that of the interface with drafts of new messages."""
    if INTERFACE not in templates or INTERFACE not in catalogs:
        return templates
    known = {entry.msgid for entry in catalogs[INTERFACE].entries}
    return {**templates, INTERFACE: with_own_words(templates[INTERFACE], locale, known)}


def _has_contexts(catalog: Catalog) -> bool:
    return any(entry.context is not None for entry in catalog.entries)


def _read(
    project: Project, locale: Locale, domain: str
) -> tuple[bytes | None, Catalog | CatalogError]:
    """The file of a domain and its catalog; without a file, an empty catalog with a header."""
    data = read_catalog_file(project, project.catalog(locale, domain))
    if data is None:
        return None, new_catalog(project, locale, Catalog(Entry(""), ()))
    if isinstance(data, Problem):
        return None, CatalogError(f"{data.text}; {data.hint}", 0)
    try:
        return data, parse_catalog(data)
    except CatalogError as error:
        return data, error


def _orphaned_domains(project: Project, locale: Locale, templates: Iterable[str]) -> Iterator[str]:
    """The domains of a locale's catalogs without a template, of deleted or renamed documents.

    No edition reads them. Their translations are offered to the other documents.
    """
    folder = project.catalog(locale, "x").parent
    known_domains = set(templates)
    for listed in list_catalogs(project, locale):
        if listed.fault is None and listed.path.is_relative_to(folder):
            domain = listed.path.relative_to(folder).with_suffix("").as_posix()
            if domain not in known_domains:
                yield domain


def _write_merged(
    project: Project,
    locale: Locale,
    results: Mapping[str, MergeResult],
    contents: Mapping[str, bytes | None],
) -> set[Path]:
    """Write changed catalogs and return their paths; `contents` are the files that were read.

    A catalog with outgoing entries is written after the catalog that gets them: if the program is
    killed between the two, the entries are in both files and never in none. A catalog with outgoing
    and incoming entries is written twice. One in which nothing is left is deleted at the end.
    """
    changed_paths = set()
    current = dict(contents)
    for first_pass in (True, False):
        for domain, result in results.items():
            catalog = result.catalog
            if first_pass and result.outgoing:
                if not result.has_incoming:
                    continue
                catalog = replace(catalog, entries=(*catalog.entries, *result.outgoing))
            path = project.catalog(locale, domain)
            new = None if result.is_gone else catalog.to_bytes()
            if new != current[domain]:
                _replace(project, path, current[domain], new)
                current[domain] = new
                changed_paths.add(path)
    return changed_paths


def _replace(project: Project, path: Path, old: bytes | None, new: bytes | None) -> None:
    """Write or delete a file that is as it was read. Raises `ProjectError` if it is not."""
    if read_catalog_file(project, path) != old:
        raise ProjectError(
            f"{project.relative(path)}: another program has changed it meanwhile; "
            "it was not written: run again"
        )
    if new is None:
        path.unlink(missing_ok=True)
    else:
        write_file(path, new)


def read_templates(project: Project) -> dict[str, Catalog]:
    """The templates by domain. Raises `ProjectError` when there are none or one is broken."""
    templates = {}
    for path in _listed_templates(project):
        domain = path.relative_to(project.templates).with_suffix("").as_posix()
        try:
            template = parse_catalog(read_project_file(project.root, path, _LIMIT))
            templates[domain] = template
        except CatalogError as error:
            raise ProjectError(
                f"{project.relative(path)}:{error.line}: {error}; run `cellulite-content extract`"
            ) from None
        for fault in template.faults:
            raise ProjectError(
                f"{project.relative(path)}:{fault.line}: {fault}; run `cellulite-content extract`"
            )
    if not templates:
        raise ProjectError(
            f"{project.relative(project.templates)}: no templates; run `cellulite-content extract`"
        )
    return templates


def _listed_templates(project: Project) -> list[Path]:
    """The templates. Raises `ProjectError` for anything there that may not be read."""
    paths = []
    for listed in list_tree(project.root, project.templates, _LIMIT):
        if listed.fault:
            raise ProjectError(str(listed.fault))
        if not listed.is_folder and listed.path.suffix == ".pot":
            paths.append(listed.path)
    return paths


def add_locales(
    project: Project, codes: Iterable[str], note_of: NoteOf = no_note
) -> Iterator[Path]:
    """Add the locales to `locales.toml` and create their catalogs; existing files stay.

    `note_of` is as for `update_catalogs`. Raises `ProjectError`, before anything is written, for a
    code that CLDR does not know and for a broken template.
    """
    known_codes = {locale.code for locale in project.locales}
    new_codes = [code for code in dict.fromkeys(codes) if code not in known_codes]
    for code in new_codes:
        if code == project.source_locale.code:
            raise ProjectError(f"{code} is the source's language and has no catalogs; name another")
        if problem := code_problem(code):
            raise ProjectError(problem)
        if same := same_language(code, known_codes):
            raise ProjectError(f"{code} is the same language as {same}, which the project has")
    templates = read_templates(project)
    if new_codes:
        path = project.locales_toml
        tables = "".join(
            f'\n[{code}]\npublish = 80\nstate = "draft"\norigin = "people"\n' for code in new_codes
        )
        old_text = read_toml(project.root, path)
        # Raises before anything is written.
        load_locales(project.root, path, project.source_locale.code, old_text + tables)
        write_file(path, (old_text + tables).encode())
        yield path
    project = load_project(project.root)
    for locale in (project.locale(code) for code in codes):
        for domain, template in templates.items():
            path = project.catalog(locale, domain)
            if is_missing(project, path):
                noted = with_notes(template, partial(note_of, locale))
                write_file(path, _new_catalog(project, locale, domain, noted).to_bytes())
                yield path


def write_catalogs(
    project: Project, locale: Locale, source: Source, translate: Callable[[Unit], str]
) -> None:
    """Write new catalogs of all templates, with `translate` of each message's unit."""
    for domain, template in read_templates(project).items():
        document = source.document(domain)
        units = document.messages if document else {}
        catalog = new_catalog(project, locale, template)
        entries = [
            write_entry(replace(entry, msgstr=translate(units[entry.key])))
            for entry in catalog.entries
            if entry.key in units
        ]
        filled = replace(catalog, entries=tuple(entries))
        write_file(project.catalog(locale, domain), filled.to_bytes())


def _new_catalog(project: Project, locale: Locale, domain: str, template: Catalog) -> Catalog:
    """A catalog without translations, but for the drafts of the interface's strings."""
    if domain != INTERFACE:
        return new_catalog(project, locale, template)
    catalog = new_catalog(project, locale, with_own_words(template, locale))
    header = replace(catalog.header, comments=draft_comments(locale))
    return replace(catalog, header=write_entry(header))
