"""Locks on folders, between processes; the system releases them when a process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def locked_folder(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a lock on an existing folder. Returns whether it is held.

    With `wait`, waits until no other process holds it. Where folders cannot be locked (Windows,
    some network drives), it does not wait and returns False.
    """
    if sys.platform == "win32":
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(descriptor, wait)
    finally:
        os.close(descriptor)


@contextmanager
def single_run(folder: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let one run at a time work in `folder`; calls `on_wait` once if another one is running.

    The lock is on a file in the folder, because `write_file` locks the folder itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    with (folder / "lock").open("ab") as file:
        if not _lock(file.fileno(), wait=False):
            on_wait()
            _lock(file.fileno(), wait=True)
        yield


def _lock(descriptor: int, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
