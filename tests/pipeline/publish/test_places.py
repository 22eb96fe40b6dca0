"""The folders of a build are no links: a commit or a cache can bring one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cellulite_content.pipeline.editions.typesetting.cover_pictures import picture_folders
from cellulite_content.pipeline.files.file_tree import FileFaultError
from cellulite_content.pipeline.publish.places import check_places
from support.editions.reader import PROJECT


def test_a_folder_of_the_site_is_no_link(site: Path, tmp_path: Path) -> None:
    """Of all folders that a site has, with those of one that knows its address."""
    project = replace(
        PROJECT,
        root=tmp_path,
        build=tmp_path / "build",
        bundle=tmp_path / "bundle",
        site_url="https://example.org/",
    )
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
