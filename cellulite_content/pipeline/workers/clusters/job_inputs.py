"""The inputs of a locale's editions, as archives that are sent to workers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...errors import ProjectError
from ...files.archives.archive import MAX_BYTES, Archive, ArchiveError, pack_folder
from ...files.file_tree import list_tree
from ...model.project import Project
from ...model.source_tree import read_source_tree


def pack_project(project: Project) -> Archive:
    """The inputs of all locales: settings, the list of locales, the sources and their trees.

    Raises `ProjectError` for files that may not be read or cannot be sent.
    """
    for folder in (project.source, project.locales_folder, project.build):
        if ".." in folder.parts or not folder.is_relative_to(project.root):
            raise ProjectError(
                f"{folder}: is outside of {project.root} and cannot be sent to a cluster"
            )
    files = [
        project.root / "pyproject.toml",
        project.locales_toml,
        project.reading,
        *read_source_tree(project).paths,
    ]
    return _packed(project.root, files)


def pack_catalogs(project: Project, code: str) -> Archive:
    """A locale's compiled catalogs; an empty archive for the source language."""
    catalogs = list_tree(project.build, project.compiled / code, MAX_BYTES)
    return _packed(project.root, [file.path for file in catalogs if not file.is_folder])


def _packed(root: Path, paths: Iterable[Path]) -> Archive:
    try:
        return pack_folder(root, paths)
    except ArchiveError as error:
        raise ProjectError(f"{error}; it cannot be sent to a cluster") from None
