"""Single catalogs on disk, for stages that need one or change a few messages of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import ProjectError
from ..files.atomic import replace_file
from ..model.finding import Problem
from ..model.project import Project
from .catalog import Catalog, CatalogError, parse_catalog
from .file_checks import read_catalog_file


@dataclass(frozen=True)
class CatalogFile:
    """A catalog with its path and the bytes that were read."""

    path: Path
    data: bytes
    catalog: Catalog


def read_catalog(project: Project, path: Path) -> CatalogFile | None:
    """The catalog of this path; None where there is none. Raises `ProjectError` for any other
    that cannot be read."""
    data = read_catalog_file(project, path)
    if data is None:
        return None
    if isinstance(data, Problem):
        raise ProjectError(f"{data.text}; {data.hint}")
    try:
        return CatalogFile(path, data, parse_catalog(data))
    except CatalogError as error:
        raise ProjectError(f"{project.relative(path)}:{error.line}: {error}") from None


def write_catalogs(
    project: Project, merged: Iterable[tuple[CatalogFile, Catalog]]
) -> tuple[Path, ...]:
    """Write the new catalogs of files, and return the paths of those that changed.

    Raises `ProjectError`, before anything is written, if a file has changed since it was read.
    """
    changes = [(file, new.to_bytes()) for file, new in merged]
    for file, _ in changes:
        if read_catalog_file(project, file.path) != file.data:
            raise _changed(project, file, "nothing was written")
    written = []
    for file, data in changes:
        if data == file.data:
            continue
        if not replace_file(file.path, file.data, data):
            raise _changed(project, file, "it was not written")
        written.append(file.path)
    return tuple(written)


def _changed(project: Project, file: CatalogFile, result: str) -> ProjectError:
    place = project.relative(file.path)
    return ProjectError(f"{place}: another program has changed it meanwhile; {result}: run again")
