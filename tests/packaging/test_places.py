"""Wherever the package lies: the same article, in the reader's language."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polib
import pytest

from support.packaging.distributions import (
    MISSING,
    PROGRAM,
    SITE,
    Distributions,
    attempt,
    environment,
    install,
    only,
    run,
    same,
    told_by,
)
from support.small_projects import write_sources

pytestmark = pytest.mark.slow

Expected = Mapping[str, Any]


SECOND = """\
from cellulite_content import installed
second = installed()["stairs"]
assert [second.load(tag).title for tag in ("de", "en")] == [
    "Warum die Treppe nehmen", "Why Take the Stairs"
]
assert not [name for name in sys.modules if name.startswith("cellulite_content.pipeline")]
"""
"""Finds the other content package, the handbook's, and loads it in two languages."""


def _unpack(wheel: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _from(entry: object, more: str = "") -> list[str]:
    """A Python that has nothing but the standard library and `entry`, running `PROGRAM`."""
    program = f"import sys; sys.path.insert(0, {str(entry)!r})\n{PROGRAM}{more}"
    return [sys.executable, "-I", "-S", "-W", "error", "-c", program]


def test_from_a_wheel(wheel: Path, expected: Expected, tmp_path: Path) -> None:
    """Installed in a fresh environment, it needs nothing else."""
    python = environment(tmp_path / "fresh", wheel)
    told = told_by(python, "-I", "-W", "error", "-c", PROGRAM, cwd=tmp_path / "away")
    same(told, expected, tmp_path / "fresh")


def test_a_new_project_begins_with_the_words_of_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """The command of an installed wheel, far from any checkout, drafts the interface's words."""
    python = environment(tmp_path / "fresh", wheel, behind=SITE)
    project = tmp_path / "project"
    write_sources(project, {"a": "Why Walk\n========\n"})
    command = (python.parent / "cellulite-content", "--project", project)
    for arguments in (("extract",), ("add-locale", "de")):
        done = attempt(*command, *arguments, cwd=project)
        assert done.returncode == 0, done.stderr
    text = (project / "locales/de/LC_MESSAGES/interface.po").read_text("utf-8")
    assert 'msgid "Contents"\nmsgstr "Inhalt"\n' in text
    assert text.startswith("# From cellulite-content. German: a draft made with a language model;")


def test_from_the_wheel_itself(wheel: Path, expected: Expected, tmp_path: Path) -> None:
    """A wheel is a zip: it can be on the path as it is."""
    same(told_by(*_from(wheel), cwd=tmp_path / "away"), expected, wheel)


@pytest.mark.parametrize("inside", ["", "vendored/here"])
def test_from_a_zip(wheel: Path, expected: Expected, tmp_path: Path, inside: str) -> None:
    """A zip on the path, the package at its top or in a folder of it."""
    _unpack(wheel, tmp_path / "packed" / inside)
    archive = shutil.make_archive(str(tmp_path / "all"), "zip", tmp_path / "packed")
    entry = Path(archive) / inside
    same(told_by(*_from(entry), cwd=tmp_path / "away"), expected, entry)


def test_installed_packages_in_a_zip(
    wheel: Path, second_wheel: Path, expected: Expected, tmp_path: Path
) -> None:
    """Another content package in the same zip is found, and loads."""
    for each in (wheel, second_wheel):
        _unpack(each, tmp_path / "packed")
    archive = Path(shutil.make_archive(str(tmp_path / "all"), "zip", tmp_path / "packed"))
    same(told_by(*_from(archive, SECOND), cwd=tmp_path / "away"), expected, archive)


@pytest.mark.parametrize("compress", [(), ("--compress",)], ids=["stored", "compressed"])
def test_from_a_zipapp(
    wheel: Path, expected: Expected, tmp_path: Path, compress: tuple[str, ...]
) -> None:
    """One file made by `python -m zipapp`, run as a program."""
    folder = _unpack(wheel, tmp_path / "app")
    (folder / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    app = tmp_path / "app.pyz"
    run(sys.executable, "-m", "zipapp", folder, "-o", app, "-p", "/usr/bin/env python3", *compress)
    shutil.rmtree(folder)
    same(told_by(sys.executable, "-S", app, cwd=tmp_path / "away"), expected, app)


def test_a_zip_without_its_bundle_is_not_silent(wheel: Path, tmp_path: Path) -> None:
    """Packed without the data, it does not fall back to anything: the error has the way out."""
    folder = _unpack(wheel, tmp_path / "bare")
    shutil.rmtree(folder / "cellulite_content" / "data")
    archive = shutil.make_archive(str(tmp_path / "bare"), "zip", folder)
    done = attempt(*_from(archive), cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == MISSING.format(error="OSError")


def test_from_a_source_archive(
    checkout: Path, distributions: Distributions, expected: Expected, tmp_path: Path
) -> None:
    """`pip install` of the archive builds the bundle from its catalogs, with no other packages
    than `pyproject.toml` requires for a build.
    """
    settings = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    required = only(tmp_path / "required", settings["build-system"]["requires"])
    python = environment(tmp_path / "fresh", distributions.sdist, behind=required)
    told = told_by(python, "-I", "-c", PROGRAM, cwd=tmp_path / "away")
    same(told, expected, tmp_path / "fresh")


def test_from_a_git_checkout(clone: Path, expected: Expected, tmp_path: Path) -> None:
    """Before the bundle is built, the error names a command; after that command, all is there."""
    done = attempt(*_from(clone), cwd=tmp_path)
    assert done.stderr.splitlines()[-1] == MISSING.format(error="FileNotFoundError")
    (command,) = re.findall("`cellulite-content (.+?)`", done.stderr)
    run(sys.executable, "-m", "cellulite_content", *command.split(), cwd=clone)
    same(told_by(*_from(clone), cwd=tmp_path / "away"), expected, clone)
    assert run("git", "status", "--porcelain", cwd=clone).stdout == ""


def test_from_an_editable_install(clone: Path, expected: Expected, tmp_path: Path) -> None:
    """The install builds the bundle in its place; what is built there later is what is loaded."""
    python = environment(tmp_path / "fresh", behind=SITE)
    install(python, "--editable", clone)
    program = [python, "-I", "-c", PROGRAM]
    same(told_by(*program, cwd=tmp_path / "away"), expected, clone)
    path = clone / "locales/de/LC_MESSAGES/articles/will-running-reduce-cellulite.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.find("Will running reduce cellulite?").msgstr = "Hilft Laufen gegen Cellulite?"
    catalog.save()
    run(python.parent / "cellulite-content", "build", "de", "--formats", "bundle", cwd=clone)
    told = told_by(*program, cwd=tmp_path / "elsewhere")
    assert told["titles"]["de_AT.UTF-8"] == "Hilft Laufen gegen Cellulite?"


def test_from_pyinstaller(
    wheel: Path, second_wheel: Path, expected: Expected, tmp_path: Path
) -> None:
    """One file, frozen without any option for this package, and run where there is no Python: it
    has this bundle and that of the other content package, which `installed` finds.
    """
    python = environment(tmp_path / "fresh", wheel, second_wheel, behind=SITE)
    (tmp_path / "reader.py").write_text(PROGRAM + SECOND, encoding="utf-8")
    (tmp_path / "cache").mkdir()
    run(
        *(python, "-m", "PyInstaller", "--onefile", "--log-level", "ERROR", "reader.py"),
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYINSTALLER_CONFIG_DIR": str(tmp_path / "cache")},
    )
    binary = shutil.move(tmp_path / "dist" / "reader", tmp_path / "reader")
    shutil.rmtree(tmp_path / "fresh")
    told = told_by(binary, cwd=tmp_path / "away")
    assert not Path(told["file"]).is_relative_to(tmp_path)
    same(told, expected, Path("/"))
