"""The folders of a build are no links, and have no files of others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cellulite_content.pipeline.editions.typesetting.cover_pictures import picture_folders
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.files.file_tree import FileFaultError
from cellulite_content.pipeline.model.project import Project
from cellulite_content.pipeline.publish.places import check_places
from support.editions.reader import PROJECT


def _project(root: Path) -> Project:
    return replace(
        PROJECT,
        root=root,
        source=root / "docs",
        locales_folder=root / "locales",
        build=root / "build",
        bundle=root / "bundle",
        site_url="https://example.org/",
    )


def test_a_folder_of_the_site_is_no_link(site: Path, tmp_path: Path) -> None:
    """Of all folders that a site has, with those of one that knows its address."""
    project = _project(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    output = tmp_path / "site"
    output.mkdir()
    names = {path.name for path in site.iterdir() if path.is_dir()} | {*picture_folders(project)}
    check_places(project, output)
    for name in sorted(names):
        (output / name).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(FileFaultError):
            check_places(project, output)
        (output / name).unlink()


@pytest.mark.parametrize("folder", [".", "..", "/", "docs", "locales", "build", "docs/../build"])
def test_a_part_of_the_project_is_no_place_for_a_site(folder: str, tmp_path: Path) -> None:
    """Its folders would be replaced, and its files be listed as those of the site."""
    with pytest.raises(ProjectError, match="a part of the project is in this folder"):
        check_places(_project(tmp_path), tmp_path / folder)


@pytest.mark.parametrize("name", ["de/notes.txt", "covers/own.jpg", "index.html"])
def test_a_site_replaces_no_files_of_others(name: str, tmp_path: Path) -> None:
    """Where no build has written a site, nothing may be in its places; other files may be there."""
    project, output = _project(tmp_path / "project"), tmp_path / "public"
    for path in (output / name, output / "CNAME", output / ".git" / "HEAD"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectError, match="no build has written this"):
        check_places(project, output)
    (output / name).unlink()
    check_places(project, output)


@pytest.mark.parametrize("name", ["SHA256SUMS", "de/_static/reading.css"])
def test_a_site_is_built_again(name: str, tmp_path: Path) -> None:
    """A whole one, and the remains of a build that was killed."""
    project, output = _project(tmp_path / "project"), tmp_path / "public"
    for path in (output / name, output / "index.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("built", encoding="utf-8")
    check_places(project, output)
