"""Building packages, installing them, and asking what they say: what these tests share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

SITE = Path(sysconfig.get_path("purelib"))
"""Where the tests' own packages lie: the builders, PyInstaller, what the command needs."""

PROGRAM = """\
import json, sys
import cellulite_content
from cellulite_content import load
from importlib.resources import files
told = {
    "file": cellulite_content.__file__,
    "titles": {tag: load(tag).title for tag in ("ar", "zh-CN", "de_AT.UTF-8")},
    "article": load("ar").to_dict(),
    "markdown": load("pt").markdown(),
    "schema": files("cellulite_content").joinpath("article.schema.json").read_text("utf-8"),
}
sys.stdout.buffer.write(json.dumps(told).encode())
"""
"""Loads an article by tag, by other names of languages, as a tree; and the schema."""

MISSING = (
    "cellulite_content.errors.DataError: bundle.txt cannot be read ({error}); "
    "run `cellulite-content build --formats bundle`, or reinstall the package"
)
"""The last line of a program's traceback when there is no bundle."""


@dataclass(frozen=True)
class Distributions:
    """The wheel and the source archive, and what the archive gives when it is built again."""

    wheel: Path
    sdist: Path
    wheel_again: Path
    sdist_again: Path


def run(*command: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """A program that must succeed, in an environment without the tests' own settings."""
    done = attempt(*command, **options)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done


def attempt(*command: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """A program that may fail."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [str(word) for word in command],
        **({"env": {"PATH": path}, "capture_output": True, "encoding": "utf-8"} | options),
        timeout=300,
        check=False,
    )


def told_by(*command: object, cwd: Path) -> dict[str, Any]:
    """What `PROGRAM` says, run by `command` in an empty environment and folder, without a word of
    warning.
    """
    cwd.mkdir()
    done = run(*command, cwd=cwd, env={})
    assert done.stderr == ""
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def same(told: dict[str, Any], expected: Mapping[str, Any], place: Path) -> None:
    """The package was loaded from `place`, and said what it had to."""
    assert told.pop("file").startswith(str(place))
    assert told == expected


def tracked(checkout: Path) -> list[str]:
    """What git has, or would have after a commit of everything."""
    listed = ("ls-files", "--cached", "--others", "--exclude-standard")
    names = run("git", "-c", "core.quotePath=false", *listed, cwd=checkout).stdout.splitlines()
    return sorted(name for name in set(names) if (checkout / name).is_file())


def build(*arguments: object, **options: Any) -> None:
    """Run `python -m build` with the build requirements that are here, fetching nothing."""
    run(sys.executable, "-m", "build", "--no-isolation", *arguments, **options)


def environment(folder: Path, *packages: object, behind: Path | None = None) -> Path:
    """A fresh environment in `folder` with these packages installed; gives its Python.

    It can also import what lies in `behind`, after its own packages. With `SITE` these are the
    tests' own, but not their editable install of this package, as Python reads no `.pth` file but
    those of the environment itself.
    """
    venv.create(folder, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if behind:
        place = sysconfig.get_path("purelib", "venv", {"base": folder, "platbase": folder})
        (Path(place) / "behind.pth").write_text(f"{behind}\n", "utf-8")
    if packages:
        install(python, *packages)
    return python


def only(folder: Path, requirements: Iterable[str]) -> Path:
    """A folder with these packages and what they need, taken from the tests' own environment."""
    folder.mkdir()
    waiting, seen = [Requirement(each) for each in requirements], set()
    while waiting:
        requirement = waiting.pop()
        found = distribution(requirement.name)
        assert requirement.specifier.contains(found.version), requirement
        if found.name in seen:
            continue
        seen.add(found.name)
        for name in {path.parts[0] for path in found.files or () if path.parts[0] != ".."}:
            if not (folder / name).exists():
                (folder / name).symlink_to(SITE / name)
        needs = [Requirement(each) for each in found.requires or ()]
        extra = {"extra": ""}
        waiting += (each for each in needs if not each.marker or each.marker.evaluate(extra))
    return folder


def install(python: Path, *arguments: object) -> None:
    """Install into an environment, from files alone."""
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    run(*pip, "--no-index", "--no-deps", "--no-build-isolation", *arguments)
