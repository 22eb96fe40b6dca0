"""How little `update` starts with: most of the time of a short command is its imports."""

import os
import subprocess
import sys
from pathlib import Path

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
