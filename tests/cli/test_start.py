"""What the command imports: little, for most of the time of a short command is its imports; and
what it says when a package is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
import sys
from cellulite_content.__main__ import main
sys.argv = ["cellulite-content", "--project", sys.argv[1], "update"]
try:
    main()
finally:
    print(*sys.modules)
"""
HEAVY = {"babel", "docutils", "jinja2", "rapidfuzz", "rich", "sphinx", "tomlkit"}


def test_update_imports_nothing_that_it_does_not_need(project_copy: Path, checkout: Path) -> None:
    """These packages would take longer to import than all catalogs take to update."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, project_copy],
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert set(done.stdout.split()) & HEAVY == set()


@pytest.mark.parametrize("package", ["click", "babel"])
def test_a_missing_package_is_one_line(package: str, project_copy: Path, checkout: Path) -> None:
    """Other programs may have installed some packages of the command, and not all."""
    program = f"import sys\nsys.modules[{package!r}] = None\n{PROGRAM}".replace("update", "extract")
    done = subprocess.run(
        [sys.executable, "-c", program, project_copy],
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    said = f"needs the package {package}; run `pip install 'cellulite-content[pipeline]'`"
    assert (done.returncode, done.stderr.count("\n"), said in done.stderr) == (2, 1, True)
