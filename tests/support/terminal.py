"""A terminal that a command writes to, for tests of what people see there."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path

from support import CHECKOUT


def run_on_terminal(project: Path, *arguments: str, **environment: str) -> tuple[int, bytes]:
    """The exit code of a command on a pseudo-terminal, and all that it writes there."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cellulite_content", "--project", project, *arguments],
        cwd=CHECKOUT,
        env=os.environ | {"TERM": "xterm"} | environment,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown, end = b"", time.monotonic() + 120
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                shown += os.read(ours, 65536)
            except OSError:  # Linux's way to say that the other end is closed
                break
        elif process.poll() is not None:
            break
    os.close(ours)
    return process.wait(60), shown
