"""The same sources give the same bytes, wherever and however they are built."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.folder_contents import contents

IGNORED = shutil.ignore_patterns("__pycache__", "data", "*.pyc")
PARTS = ("cellulite_content", "docs", "locales")

pytestmark = pytest.mark.slow


def _build(checkout: Path, folder: Path, jobs: int, umask: int, **environment: str) -> Path:
    """Build a copy of the whole checkout in a folder; gives the folder of the copy."""
    for part in PARTS:
        shutil.copytree(checkout / part, folder / part, ignore=IGNORED)
    shutil.copyfile(checkout / "pyproject.toml", folder / "pyproject.toml")
    done = subprocess.run(
        [sys.executable, "-m", "cellulite_content", "build", "--jobs", str(jobs)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)} | environment,
        umask=umask,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def builds(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two builds in different places, each with its own clock zone, hashes, rights and jobs."""
    here = tmp_path_factory.mktemp("here") / "a"
    there = tmp_path_factory.mktemp("there") / "another folder" / "deep"
    for folder in (here, there):
        folder.mkdir(parents=True)
    one = _build(
        checkout, here, 1, 0o077, TZ="Pacific/Kiritimati", PYTHONHASHSEED="1", LC_ALL="C.UTF-8"
    )
    two = _build(
        checkout, there, 4, 0o022, TZ="America/Anchorage", PYTHONHASHSEED="4242", LC_ALL="C"
    )
    return one, two


@pytest.mark.parametrize("part", ["build/site", "build/catalogs", "cellulite_content/data"])
def test_builds_are_equal(builds: tuple[Path, Path], part: str) -> None:
    """Site, compiled catalogs and bundle have the same names and the same bytes."""
    one, two = (contents(folder / part) for folder in builds)
    assert len(one) > 10
    assert set(one) == set(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_nothing_tells_the_place(builds: tuple[Path, Path]) -> None:
    """No path of the machine that built is in anything published."""
    for folder in builds:
        needle = str(folder.parent).encode()
        for part in ("build/site", "cellulite_content/data"):
            assert [name for name, data in contents(folder / part).items() if needle in data] == []


def test_second_build_changes_nothing(builds: tuple[Path, Path], site: Path) -> None:
    """The checkout's own build, in a third place, has the same bytes too."""
    assert contents(site) == contents(builds[0] / "build" / "site")
