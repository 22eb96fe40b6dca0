"""What later tasks need is prepared when the first process has been made."""

import subprocess
import sys

import pytest

PROGRAM = """
import os, sys
from cellulite_content.pipeline.workers.late_preload import after_first_fork
after_first_fork(lambda: 1 / 0)
after_first_fork(lambda: print("prepared", flush=True))
for _ in range(2):
    print("fork", flush=True)
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_prepared_once_after_the_first_fork() -> None:
    """In the parent process, and a failure does not stop the others."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True)
    assert done.stdout.split() == [b"fork", b"prepared", b"fork"]
    assert done.stderr == b""
