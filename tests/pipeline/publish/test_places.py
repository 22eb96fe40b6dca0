"""The folders of a build are no links, and have no files of others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cellulite_content.pipeline.editions.typesetting.cover_pictures import picture_folders
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.files.file_tree import FileFaultError
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.publish.places import check_places
from cellulite_content.pipeline.publish.publish import publish_editions
from cellulite_content.pipeline.publish.site import Site
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.editions.reader import PROJECT
from support.small_projects import HEAD, write_project


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


@pytest.mark.slow
@pytest.mark.parametrize("formats", ["epub", "html", "html,epub"])
def test_a_killed_first_build_is_continued(
    formats: str, tmp_path: Path, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever editions a first build has installed before it ends, the next one takes the folder
    as its own and completes the site; a folder that another program fills later is refused."""
    article = {"a": f"{HEAD}Walk\n====\n\nGo on.\n"}
    folder, output = write_project(tmp_path / "project", article), tmp_path / "public"
    install, project = Site.install, load_project(folder)

    def install_and_end(site: Site, *arguments: Any) -> None:
        install(site, *arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Site, "install", install_and_end)
        with pytest.raises(KeyboardInterrupt):
            publish_editions(project, ProcessPool(1), output, formats=formats.split(","))
    assert {path.name for path in output.iterdir()} <= {"SHA256SUMS", "downloads", "en"}
    done = run("build", "--formats", formats, "--output", output, project=folder)
    assert done.returncode == 0, done.stderr
    assert " index.html\n" in (output / "SHA256SUMS").read_text(encoding="utf-8")

    shutil.rmtree(output)
    (output / "downloads").mkdir(parents=True)
    (output / "downloads" / "a.de.epub").write_text("mine", encoding="utf-8")
    done = run("build", "--formats", formats, "--output", output, project=folder)
    assert done.returncode == 2
    assert "no build has written this" in done.stderr
    assert (output / "downloads" / "a.de.epub").read_text(encoding="utf-8") == "mine"
