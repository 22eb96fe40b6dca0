"""The folders that a build writes to: none of them may be a link, or have other files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..errors import ProjectError
from ..files.file_tree import refuse_links
from ..model.project import Project
from .site import CHECKSUMS

_SITE_FOLDERS = ("_static", "cards", "covers", "data", "downloads", "feeds", "opds", "thumbnails")
_SITE_FILES = ("index.html", "404.html", "status.html", "sitemap.xml")


def check_places(project: Project, output: Path) -> None:
    """Raise `FileFaultError` when a folder of the build or the site is a link, or no folder.

    A commit or a cache can bring one, and files elsewhere would be overwritten. A link above the
    project, and one to a folder outside of it, belong to the owner of the machine.
    """
    build = project.build
    tags = [locale.tag for locale in project.editions]
    names = [*_SITE_FOLDERS, *(f"data/{tag}" for tag in tags), *tags]
    for place, folders in (
        (build, [project.cache, project.compiled, build / "records"]),
        (project.bundle, []),
        (output, [output / name for name in names]),
    ):
        is_inside = place.is_relative_to(project.root)
        refuse_links(project.root if is_inside else place, *([place] * is_inside), *folders)
    _refuse_other_files(project, output, [*tags, *_SITE_FOLDERS, *_SITE_FILES])


def _refuse_other_files(project: Project, output: Path, names: Iterable[str]) -> None:
    """Raise `ProjectError` when the site would replace files that no build has written.

    A site replaces the folders of languages and removes old covers, feeds and books. A folder has a
    site if it has its checksums, which the first build begins with, or a language's styles.
    """
    real, build = Path(os.path.realpath(output)), Path(os.path.realpath(project.build))
    sources = (Path(os.path.realpath(path)) for path in (project.source, project.locales_folder))
    if any(folder.is_relative_to(real) for folder in (build, *sources)):
        raise ProjectError(f"{output}: a part of the project is in this folder; name another one")
    if real.is_relative_to(build) or (output / CHECKSUMS).exists():
        return
    if any((output / locale.tag / "_static").exists() for locale in project.editions):
        return
    for path in (output / name for name in names):
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            text = f"{path}: no build has written this, and the site would replace it"
            raise ProjectError(f"{text}; name an empty folder, or delete it")
