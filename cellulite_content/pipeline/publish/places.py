"""The folders that a build writes to; none of them may be a link."""

from __future__ import annotations

from pathlib import Path

from ..files.file_tree import refuse_links
from ..model.project import Project

_SITE_FOLDERS = ("covers", "data", "downloads", "opds")


def check_places(project: Project, output: Path) -> None:
    """Raise `FileFaultError` when a folder of the build or the site is a link, or no folder.

    A commit or a cache can bring one, and files elsewhere would be overwritten. A link above the
    project, and one to a folder outside of it, belong to the owner of the machine.
    """
    for folder in (project.build, project.bundle, output):
        if folder.is_relative_to(project.root):
            refuse_links(project.root, folder)
    build = project.build
    refuse_links(build, project.cache, project.compiled, build / "records")
    tags = [locale.tag for locale in project.editions]
    names = [*_SITE_FOLDERS, *(f"data/{tag}" for tag in tags), *tags]
    refuse_links(output, *(output / name for name in names))
