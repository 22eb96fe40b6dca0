"""Single catalogs on disk, for stages that need one or change a few messages of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..errors import ProjectError
from ..files.atomic import write_file
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
    project: Project, changes: Iterable[tuple[CatalogFile, Catalog]]
) -> tuple[Path, ...]:
    """Write the new catalogs of files, and return the paths of those that changed.

    Raises `ProjectError`, before anything is written, if a file has changed since it was read.
    """
    changes = tuple(changes)
    for file, _ in changes:
        if read_catalog_file(project, file.path) != file.data:
            raise ProjectError(
                f"{project.relative(file.path)}: another program has changed it meanwhile; "
                "nothing was written: run again"
            )
    return tuple(file.path for file, new in changes if write_file(file.path, new.to_bytes()))
