"""Changes of catalogs: a patch that `git apply` reads, with and without git."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cellulite_content.desk.catalog_changes import CatalogChanges
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import Project
from support.samples import DE, project

BEFORE = "".join(f"line {number}\n" for number in range(20))
AFTER = BEFORE.replace("line 3\n", "line drei\r\n").replace("line 15\n", "") + "no line end"


def _git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A project in a folder of its own, with two German catalogs and a French one."""
    root = project(tmp_path / "repository" / "sub", DE, Locale("fr"))
    for locale, domain in ((DE, "a"), (DE, "articles/b"), (Locale("fr"), "a")):
        path = root.catalog(locale, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BEFORE.encode())
    root.locales_toml.write_text("[de]\n\n[fr]\n", "utf-8")
    return root


def _edit(small: Project) -> None:
    small.catalog(DE, "a").write_bytes(AFTER.encode())
    small.catalog(Locale("fr"), "a").write_bytes(AFTER.encode())
    small.catalog(DE, "new").write_bytes("#, ü\nlast".encode())


@pytest.mark.parametrize("has_git", [True, False])
def test_the_patch_makes_the_same_files(small: Project, tmp_path: Path, has_git: bool) -> None:
    """Of this locale alone, with new files, whatever git is set to; nothing is written."""
    repository = tmp_path / "repository"
    if has_git:
        _git(repository, "init", "-q")
        for name, value in (("diff.noprefix", "true"), ("color.ui", "always")):
            _git(repository, "config", name, value)
        _git(repository, "config", "core.autocrlf", "false")
        _git(repository, "config", "diff.external", "touch ran")
        _git(repository, "add", "-A")
        _git(repository, "commit", "-qm", "Begin")
    other = tmp_path / "other"
    shutil.copytree(repository, other)
    changes = CatalogChanges(small, DE)
    assert changes.is_from_git is has_git
    assert changes.patch() == b""
    _edit(small)
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    patch = changes.patch()
    assert {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()} == before
    (tmp_path / "de.patch").write_bytes(patch)
    _git(other if has_git else other / "sub", "apply", str(tmp_path / "de.patch"))
    for domain in ("a", "articles/b", "new"):
        path = small.catalog(DE, domain)
        assert (other / path.relative_to(repository)).read_bytes() == path.read_bytes()
    french = small.catalog(Locale("fr"), "a").relative_to(repository)
    assert (other / french).read_bytes() == BEFORE.encode()


def test_a_project_that_the_repository_does_not_have(small: Project, tmp_path: Path) -> None:
    """Such as a copy in an ignored folder: the changes are those since the start."""
    _git(tmp_path / "repository", "init", "-q")
    changes = CatalogChanges(small, DE)
    assert not changes.is_from_git
    _edit(small)
    assert b"+line drei" in changes.patch()
