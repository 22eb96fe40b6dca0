"""What the tests of the cluster share: a net of machines, small projects, other code."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.cluster import multiply
from support.cluster.machines import Net
from support.requirements import require


@pytest.fixture(scope="session", autouse=True)
def _requirements() -> None:
    """Without Dask, these tests are skipped."""
    require("cluster", "distributed")


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Net]:
    """A net of machines to be started by the test."""
    folder = tmp_path / "net"
    folder.mkdir()
    net = Net(folder)
    yield net
    net.close()


@pytest.fixture
def small(project_copy: Path) -> Path:
    """A project of three languages: English, German and Arabic."""
    listed = project_copy / "locales" / "locales.toml"
    tables = re.split(r"(?m)^(?=\[)", listed.read_text(encoding="utf-8"))
    kept = [table for table in tables if table.startswith(("[ar]", "[de]"))]
    assert len(kept) == 2
    listed.write_text("".join(kept), encoding="utf-8")
    for folder in (project_copy / "locales").iterdir():
        if folder.is_dir() and folder.name not in ("ar", "de", "templates"):
            shutil.rmtree(folder)
    return project_copy


@pytest.fixture
def many(project_copy: Path) -> Path:
    """A project of two languages, English and German, with 12 articles."""
    listed = project_copy / "locales" / "locales.toml"
    tables = re.split(r"(?m)^(?=\[)", listed.read_text(encoding="utf-8"))
    listed.write_text("".join(table for table in tables if table.startswith("[de]")))
    for folder in (project_copy / "locales").iterdir():
        if folder.is_dir() and folder.name not in ("de", "templates"):
            shutil.rmtree(folder)
    multiply(project_copy, 12)
    return project_copy


@pytest.fixture
def other_code(checkout: Path, tmp_path: Path) -> Callable[[str, str, str], str]:
    """A copy of the package with one change: gives the folder to put on a worker's path."""

    def change(name: str, old: str, new: str) -> str:
        folder = tmp_path / "other"
        package = folder / "cellulite_content"
        if not package.exists():
            shutil.copytree(
                checkout / "cellulite_content",
                package,
                ignore=shutil.ignore_patterns("__pycache__", "data"),
            )
        text = (package / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (package / name).write_text(text.replace(old, new), encoding="utf-8")
        return str(folder)

    return change
