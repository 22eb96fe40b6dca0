"""Clusters that others start: Dask's cluster managers, with the handbook's program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.cluster.machines import tree

PROGRAM = Path("docs", "handbook", "examples", "cluster", "build_there.py")


@pytest.mark.slow
def test_a_manager_starts_the_cluster(
    checkout: Path, run: Callable, small: Path, tmp_path: Path
) -> None:
    """Certificates that exist only in memory reach `build`, whose bytes are the local build's."""
    done = subprocess.run(
        [sys.executable, checkout / PROGRAM, "distributed:LocalCluster", "1",
         '{"n_workers": 0, "security": true, "dashboard_address": null}',
         "--formats", "html", "--output", tmp_path / "remote"],
        cwd=small,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert (done.returncode, "warning" in done.stderr) == (0, False), done.stderr
    run("build", "--clean", "--formats", "html", "--output", tmp_path / "local", project=small)
    assert tree(tmp_path / "remote") == tree(tmp_path / "local")


def test_a_gateway_needs_its_package(run: Callable, small: Path) -> None:
    """One line, and code 2."""
    done = run("build", "--cluster", "gateway://127.0.0.1:1/default.name", project=small)
    assert done.returncode == 2
    assert done.stderr == (
        "cellulite-content: a cluster of dask-gateway needs the package dask-gateway; "
        "run `pip install dask-gateway`\n"
    )
