"""Checks of the files under `locales/`, before any of them is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..files.atomic import is_temporary_file
from ..model.finding import Finding, Problem, Severity
from ..model.locale import Locale
from ..model.project import Project


def catalog_problem(project: Project, path: Path) -> Problem | None:
    """Why this catalog may not be read, or None. Its path comes from the project.

    Harm: a link that publishes or overwrites a file elsewhere; a file that fills the memory.

    Bad: `de.po` as a link to `/etc/passwd`
    Good: a regular file of at most 8 MB (`largest-catalog`) in regular folders
    """
    for part in (path, *path.parents):
        if part == project.root:
            break
        if part.is_symlink():
            return Problem(
                "symbolic-link",
                f"{project.relative(part)} is a symbolic link",
                "replace it with the file or folder itself",
            )
    if not path.is_file():
        return Problem("not-a-file", "this is not a regular file", "put a PO file in its place")
    size = path.stat().st_size
    if size > project.largest_catalog:
        return Problem(
            "too-large",
            f"the catalog has {size} bytes, more than the {project.largest_catalog} allowed",
            "remove what does not belong in it; maintainers can raise `largest-catalog`",
        )
    return None


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
        expected = {project.catalog(locale, domain) for domain in known_domains}
        folders = {parent for path in expected for parent in path.parents}
        if folder.is_symlink():
            continue  # `catalog_problem` reports it for each catalog
        for path in sorted(folder.rglob("*")):
            if path in expected or (path in folders and path.is_dir()) or is_temporary_file(path):
                continue
            yield Finding(
                project.relative(path),
                0,
                Problem(
                    "stray-file",
                    "this is not a catalog of a document and is never read",
                    "delete it, or rename it to the document's name",
                    _stray_severity(path),
                ),
                locale.code,
            )


def stray_folders(project: Project) -> Iterator[Finding]:
    """Folders under `locales/` without a locale in `locales.toml`, which are never read."""
    names = {locale.code for locale in project.locales} | {project.templates.name}
    paths = project.locales_folder.iterdir() if project.locales_folder.is_dir() else ()
    for path in sorted(paths):
        if path.name in names or path.name.startswith(".") or path.suffix in (".toml", ".csv"):
            continue
        yield Finding(
            project.relative(path),
            0,
            Problem(
                "stray-file",
                "locales.toml has no locale of this name, and this is never read",
                f"run `cellulite-content add-locale {path.name}` or delete it"
                if path.is_dir()
                else "delete it",
                Severity.WARNING,
            ),
        )


def _stray_severity(path: Path) -> Severity:
    """Files that plain Sphinx would load are errors; an editor's temporary files are notes."""
    if path.is_symlink() or path.suffix in (".mo", ".js", ".po", ".json"):
        return Severity.ERROR
    return Severity.NOTE
