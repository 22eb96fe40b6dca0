"""The handbook in the site: it is beside the editions, and they need no handbook."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.editions.reader import page

HANDBOOK = "handbook/translators.html"


@pytest.fixture(scope="module")
def beside(run: Callable, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that is built where the handbook is already, as `make site` does."""
    output = tmp_path_factory.mktemp("beside")
    doctrees = tmp_path_factory.mktemp("doctrees")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-d", str(doctrees)]
    places = [str(checkout / "docs" / "handbook"), str(output / "handbook")]
    subprocess.run([*command, *places], check=True, timeout=600)
    (output / "handbook" / ".buildinfo").unlink()
    before = _bytes(output / "handbook")
    done = run("build", "de", "--formats", "html", "--output", output)
    assert done.returncode == 0, done.stderr
    assert _bytes(output / "handbook") == before
    return output


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_build_keeps_the_handbook_and_sums_it(beside: Path) -> None:
    """A build neither changes nor removes the handbook, and `SHA256SUMS` proves it whole too."""
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=beside, check=False
    )
    assert done.returncode == 0
    sums = (beside / "SHA256SUMS").read_text(encoding="utf-8")
    named = {line.split("  ")[1] for line in sums.splitlines()}
    assert {f"handbook/{name}" for name in _bytes(beside / "handbook")} <= named


@pytest.mark.slow
def test_status_links_to_the_handbook(beside: Path) -> None:
    """Who reads what was refused is one click from the guide that explains it."""
    (link,) = page(beside / "status.html").xpath("//a[starts-with(@href, 'handbook/')]/@href")
    assert link == HANDBOOK
    assert (beside / link).is_file()


def test_no_handbook_no_link(site: Path) -> None:
    """A site without the handbook does not speak of it."""
    for name in ("index.html", "status.html"):
        assert not page(site / name).xpath("//a[contains(@href, 'handbook')]")
