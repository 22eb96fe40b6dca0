"""One build of the wheel and the source archive for all tests, and what they must say."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cellulite_content import Content
from support.packaging.distributions import Distributions, build, run, tracked
from support.packaging.recipe import follow
from support.requirements import require
from support.shared_folder import shared_folder

STALE = {
    "cellulite_content/data/bundle.txt": "bundle\t2\t0.0.1\t0123456789abcdef\n",
    "cellulite_content/data/an-older-article/en.txt": "units\t2\t0123456789abcdef\ten\t1\nOld\n",
    "cellulite_content/data/will-running-reduce-cellulite/tlh.txt": "another old text\n",
    "cellulite_content/.data.old/bundle.txt": "left by a build that was killed\n",
    "cellulite_content/.data.new/bundle.txt": "left by a build that was killed, too\n",
    "cellulite_content/__pycache__/content.cpython-311.pyc": "compiled from older code\n",
    "build/catalogs/de/LC_MESSAGES/articles/will-running-reduce-cellulite.mo": "old catalog\n",
    "build/bundle/bundle.txt": "old bundle\n",
    "dist/cellulite_content-0.0.1.tar.gz": "old archive\n",
}
"""What a checkout that was worked in holds besides what git has."""


def _copy(checkout: Path, folder: Path) -> Path:
    for name in tracked(checkout):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(checkout / name, folder / name)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _requirements() -> None:
    """Without what wheels are built with, these tests are skipped."""
    require("dev", "hatchling", "editables", "packaging", "PyInstaller")


@pytest.fixture(scope="session")
def stale() -> Mapping[str, str]:
    """The files that must not be packed: name to text."""
    return STALE


def _build_distributions(place: Path, checkout: Path) -> None:
    tree = _copy(checkout, place / "checkout")
    for name, text in STALE.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(text, encoding="utf-8")
    build("--wheel", "--sdist", "--outdir", place / "tree", tree)
    (sdist,) = (place / "tree").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(place / "unpacked")  # noqa: S202 - made a moment ago, by us
    (unpacked,) = (place / "unpacked").iterdir()
    elsewhere = {"PATH": os.environ["PATH"], "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    build("--wheel", "--sdist", "--outdir", place / "again", unpacked, env=elsewhere, umask=0o077)


@pytest.fixture(scope="session")
def distributions(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """The wheel and the source archive of a used checkout, and those that the archive gives: in
    another folder, without git, in another time zone and under another umask.
    """
    place = shared_folder(
        tmp_path_factory, "distributions", lambda place: _build_distributions(place, checkout)
    )
    (wheel,) = (place / "tree").glob("*.whl")
    (sdist,) = (place / "tree").glob("*.tar.gz")
    return Distributions(wheel, sdist, place / "again" / wheel.name, place / "again" / sdist.name)


@pytest.fixture(scope="session")
def wheel(distributions: Distributions) -> Path:
    """The wheel."""
    return distributions.wheel


@pytest.fixture(scope="session")
def second_wheel(checkout: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of another content package, made by the handbook's recipe."""
    page = (checkout / "docs" / "handbook" / "packages.rst").read_text(encoding="utf-8")
    place = shared_folder(tmp_path_factory, "recipe", lambda place: follow(page, wheel, place))
    (second,) = (place / "project" / "dist").glob("*.whl")
    return second


@pytest.fixture(scope="session")
def expected(wheel: Path) -> Mapping[str, Any]:
    """What `PROGRAM` must say wherever the package lies, but for the place."""
    with zipfile.ZipFile(wheel) as archive:
        content = Content(lambda name: archive.read(f"cellulite_content/data/{name}"))
        tags = {"ar": "ar", "zh-CN": "zh-Hans", "de_AT.UTF-8": "de"}
        return {
            "titles": {wanted: str(content.load(tag).title) for wanted, tag in tags.items()},
            "article": content.load("ar").to_dict(),
            "markdown": content.load("pt-BR").markdown(),
            "schema": archive.read("cellulite_content/article.schema.json").decode(),
        }


@pytest.fixture
def clone(checkout: Path, tmp_path: Path) -> Path:
    """A clone, by git, of the checkout as it is now."""
    origin = _copy(checkout, tmp_path / "origin")
    author = ("-c", "user.name=Tests", "-c", "user.email=tests@example.org")
    run("git", "init", "--quiet", cwd=origin)
    run("git", "add", "--all", cwd=origin)
    run("git", *author, "commit", "--quiet", "--message", "All", cwd=origin)
    run("git", "clone", "--quiet", origin, tmp_path / "clone")
    return tmp_path / "clone"
