"""Inputs: what a locale's editions are made from, as archives that travel to where it is built."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from .archive import Archive, ArchiveError, pack_folder
from .project import Project, ProjectError


def pack_project(project: Project) -> Archive:
    """What all locales are built from: settings, the list of locales, and the sources.

    Left out are hidden files, what is generated, and folders with a `conf.py` of their own, which
    are other Sphinx projects, such as a handbook. Raises `ProjectError` for what cannot travel.
    """
    for folder in (project.source, project.locales_folder, project.build):
        if ".." in folder.parts or not folder.is_relative_to(project.root):
            raise ProjectError(f"{folder}: lies outside of {project.root} and cannot travel")
    files = [project.root / "pyproject.toml", project.locales_toml, *_sources(project)]
    return _packed(project.root, files)


def _sources(project: Project) -> Iterator[Path]:
    elsewhere = {project.build, project.bundle, project.locales_folder}
    for folder, below, names in os.walk(project.source):
        place = Path(folder)
        below[:] = [
            name
            for name in below
            if not name.startswith((".", "__pycache__"))
            and place / name not in elsewhere
            and not (place / name / "conf.py").exists()
        ]
        links = [name for name in below if (place / name).is_symlink()]
        yield from (place / name for name in (*links, *names) if not name.startswith("."))


def pack_catalogs(project: Project, code: str) -> Archive:
    """A locale's compiled catalogs; none for the source."""
    return _packed(project.root, (project.compiled / code).rglob("*.mo"))


def _packed(root: Path, paths: Iterable[Path]) -> Archive:
    try:
        return pack_folder(root, paths)
    except ArchiveError as error:
        raise ProjectError(f"{error}; this cannot travel to a cluster") from None
