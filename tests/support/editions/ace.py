"""Runs Ace by DAISY, the accessibility checker of books."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .browser import chromium, installed


def ace_reports(books: Iterable[Path], place: Path) -> dict[str, dict]:
    """Ace's reports on books, by file name; `place` is a folder for its own files."""
    report = place / "report.json"
    # Ace keeps settings and logs in the home folder, unless another is named.
    home = {f"XDG_{name}_HOME": str(place) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    settings = home | {
        "PUPPETEER_EXECUTABLE_PATH": str(chromium()),
        "ACE_TIMEOUT_INITIAL": "60000",  # milliseconds for the browser to start; its own are 5000
    }
    node = Path(sys.executable).with_name("node")
    assert node.exists(), f"{node} is missing: run `make readers`"
    done = subprocess.run(
        [node, installed() / "run_ace.mjs", report, *books],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict] = json.loads(report.read_text(encoding="utf-8"))
    return found
