"""What the command imports: little, for most of the time of a short command is its imports; and
what it says when a package is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
import sys
for name in sys.argv[3:]:
    sys.modules[name] = None
from cellulite_content.__main__ import main
sys.argv = ["cellulite-content", "--project", *sys.argv[1:3]]
try:
    main()
finally:
    print(*sys.modules)
"""
HEAVY = {"babel", "docutils", "jinja2", "rapidfuzz", "rich", "sphinx", "tomlkit"}


def _run(
    checkout: Path, project: Path, command: str, missing: str = ""
) -> subprocess.CompletedProcess[str]:
    """A command, where the package `missing` cannot be imported."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, project, command, *missing.split()],
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_update_imports_nothing_that_it_does_not_need(project_copy: Path, checkout: Path) -> None:
    """These packages would take longer to import than all catalogs take to update."""
    done = _run(checkout, project_copy, "update")
    assert done.returncode == 0
    assert set(done.stdout.split()) & HEAVY == set()


@pytest.mark.parametrize("package", ["click", "babel"])
def test_a_missing_package_is_one_line(package: str, project_copy: Path, checkout: Path) -> None:
    """Other programs may have installed some packages of the command, and not all."""
    done = _run(checkout, project_copy, "extract", missing=package)
    said = f"needs the package {package}; run `pip install 'cellulite-content[pipeline]'`"
    assert (done.returncode, done.stderr.count("\n"), said in done.stderr) == (2, 1, True)
