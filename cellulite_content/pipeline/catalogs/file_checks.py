"""Checks of the files under `locales/`, before any of them is parsed."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from ..files.atomic import is_temporary_file
from ..files.file_tree import (
    FileFault,
    FileFaultError,
    ListedPath,
    find_fault,
    list_tree,
    read_file,
)
from ..files.lock import locked_folder
from ..files.names import locale_code
from ..model.finding import Finding, Problem, Severity
from ..model.locale import LOCALE_CODE, Locale
from ..model.project import Project, catalog_name

_BESIDE_LOCALES = (".toml", ".csv")
"""Suffixes of files in the folder of the locales that belong to no locale."""


@contextmanager
def locked_catalogs(project: Project, locale: Locale) -> Iterator[None]:
    """Hold a locale's catalogs from reading to writing: other runs and the desk wait.

    Translation editors know no lock. Where folders cannot be locked, nothing is held.
    """
    folder = project.locales_folder / locale.code
    with locked_folder(folder) if folder.is_dir() else nullcontext():
        yield


def read_catalog_file(project: Project, path: Path) -> bytes | Problem | None:
    """The bytes of a catalog, or why it may not be read; None where there is none.

    Harm: a link that publishes or overwrites a file elsewhere; a pipe that never ends; a file that
    fills the memory.

    Bad: `de.po` as a link to `/etc/passwd`
    Good: a regular file of at most 8 MB (`largest-catalog`) in regular folders
    """
    try:
        return read_file(project.root, path, project.largest_catalog)
    except FileFaultError as error:
        return None if error.fault.code == "missing-file" else _problem(error.fault)


def is_missing(project: Project, path: Path) -> bool:
    """Whether a catalog may be created there: nothing is there, and what is above are folders."""
    fault = find_fault(project.root, path, project.largest_catalog)
    return fault is not None and fault.code == "missing-file"


def list_catalogs(project: Project, locale: Locale) -> Iterator[ListedPath]:
    """The files of a locale with the suffix of catalogs, those with a fault too."""
    folder = project.locales_folder / locale.code
    for listed in list_tree(project.root, folder, project.largest_catalog):
        if not listed.is_folder and listed.suffix == ".po":
            yield listed


def stray_files(
    project: Project, locales: Iterable[Locale], domains: Iterable[str]
) -> Iterator[Finding]:
    """Files in the folders of these locales that are not catalogs of a document.

    Harm: Sphinx reads `sphinx.po`, `sphinx.js` and any `.mo` that it finds; none of them passes
    a gate. Nothing here is read; the finding says so.

    Bad: `locales/de/LC_MESSAGES/sphinx.js`
    Good: `locales/de/LC_MESSAGES/articles/will-running-reduce-cellulite.po`
    """
    known_domains = set(domains)
    for locale in locales:
        folder = project.locales_folder / locale.code
        # `read_catalog_file` reports their faults, and those of the folders above them.
        expected = _with_parents(f"{folder}/{catalog_name(domain)}" for domain in known_domains)
        for listed in list_tree(project.root, folder, project.largest_catalog):
            if listed.text not in expected and not _is_unfinished(listed):
                yield _stray(
                    project,
                    listed,
                    "this is not a catalog of a document and is never read",
                    "delete it, or rename it to the document's name",
                    _stray_severity(listed.path),
                    locale.code,
                )


def _with_parents(paths: Iterable[str]) -> set[str]:
    """These paths and those of all folders above them."""
    found: set[str] = set()
    for path in paths:
        while path not in found:
            found.add(path)
            path = os.path.dirname(path)  # noqa: PTH120, PLW2901 - see `ListedPath`
    return found


def stray_folders(project: Project) -> Iterator[Finding]:
    """What under `locales/` belongs to no locale in `locales.toml` and is never read."""
    folder = project.locales_folder
    names = {locale.code for locale in project.locales}
    names |= {project.templates.name, project.memory.name}
    for listed in list_tree(project.root, folder, project.largest_catalog, _never):
        name = listed.path.name
        if listed.path == folder or name in names:
            continue  # their own faults are reported with their catalogs and templates
        usual = name.startswith(".") or listed.path.suffix in _BESIDE_LOCALES
        if usual and not listed.fault:
            continue
        yield _stray(
            project,
            listed,
            "locales.toml has no locale of this name, and this is never read",
            _hint(name, names) if listed.is_folder else "delete it",
            Severity.WARNING,
        )


def _hint(folder: str, names: Container[str]) -> str:
    """What to do with a folder that may hold a translator's work under a wrong name."""
    code = locale_code(folder)
    if not LOCALE_CODE.fullmatch(code):
        return "delete it, or rename it to a language's code, like de or pt_BR"
    if code in names:
        return f"move what you need from it to the folder {code}, and delete it"
    rename = "" if code == folder else f"rename it to {code}, and "
    return f"{rename}run `cellulite-content add-locale {code}`, or delete it"


def stray_templates(project: Project, domains: Iterable[str]) -> Iterator[Finding]:
    """What lies in the folder of the templates and is no template of a document."""
    expected = {project.template(domain) for domain in domains} | {project.unit_ids}
    folders = {parent for path in expected for parent in path.parents}
    for listed in list_tree(project.root, project.templates, project.largest_catalog):
        is_expected = listed.path in (folders if listed.is_folder else expected)
        if (not is_expected or listed.fault) and not _is_unfinished(listed):
            yield _stray(
                project,
                listed,
                "this is not a template of a document and is never read",
                "run `cellulite-content extract` or delete it",
                Severity.NOTE,
            )


def _stray(
    project: Project,
    listed: ListedPath,
    text: str,
    hint: str,
    severity: Severity,
    locale: str = "",
) -> Finding:
    """The finding of a stray; a fault of the file itself says more and is an error."""
    fault = listed.fault
    problem = (
        Problem("stray-file", f"this {fault.predicate} and is never read", fault.hint)
        if fault
        else Problem("stray-file", text, hint, severity)
    )
    return Finding(project.relative(listed.path), 0, problem, locale)


def _problem(fault: FileFault) -> Problem:
    match fault.code:
        case "symbolic-link":
            return Problem("symbolic-link", fault.text, fault.hint)
        case "unreadable-file":
            return Problem("unreadable-file", fault.text, fault.hint)
        case "too-large":
            hint = f"{fault.hint}; maintainers can raise `largest-catalog`"
            return Problem("too-large", fault.text, hint)
        case _:
            return Problem("not-a-file", fault.text, fault.hint)


def _stray_severity(path: Path) -> Severity:
    """Files that plain Sphinx would load are errors; an editor's temporary files are notes."""
    return Severity.ERROR if path.suffix in (".mo", ".js", ".po", ".json") else Severity.NOTE


def _is_unfinished(listed: ListedPath) -> bool:
    """Whether a killed run left this file, which the next write of its target removes."""
    return not listed.is_folder and not listed.fault and is_temporary_file(listed.path)


def _never(path: Path) -> bool:
    """Enter no folder."""
    return False
