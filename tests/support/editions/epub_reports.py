"""Reports of EPUBCheck, from a process of its own: its Java machine takes hundreds of megabytes.

The program's folder is on its path, so this module must not have the name of the package that the
program imports.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_PROGRAM = Path(__file__).with_name("run_epubcheck.py")


def epubcheck_reports(books: Iterable[Path]) -> dict[str, Any]:
    """EPUBCheck's reports on books, by file name: `counts` and `messages`."""
    done = subprocess.run(
        [sys.executable, _PROGRAM, *books],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    reports: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return reports


def messages_of(reports: dict[str, Any]) -> dict[str, list[Any]]:
    """The messages of the reports, by file name, of the books that have any."""
    return {name: report["messages"] for name, report in reports.items() if report["messages"]}
