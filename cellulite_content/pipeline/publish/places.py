"""The folders that a build writes to; none of them may be a link."""

from __future__ import annotations

from pathlib import Path

from ..files.file_tree import refuse_links
from ..model.project import Project

_SITE_FOLDERS = ("_static", "cards", "covers", "data", "downloads", "feeds", "opds", "thumbnails")


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
