"""Locks on folders, between processes; the system releases them when a process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os.path import lexists
from pathlib import Path
from stat import S_ISREG

from .file_tree import refuse_links

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
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _lock(descriptor, wait)
    finally:
        _unlock(descriptor)


@contextmanager
def single_run(folder: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let one run at a time work in `folder`; calls `on_wait` once if another one is running.

    Raises `FileFaultError` for a link in the place of the folder.

    The lock is on a file in the folder, because `write_file` locks the folder itself.
    """
    refuse_links(folder.parent, folder)
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    path = folder / "lock"
    if lexists(path) and not S_ISREG(path.lstat().st_mode):
        path.unlink()  # a planted link or pipe
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        if not _lock(descriptor, wait=False):
            on_wait()
            _lock(descriptor, wait=True)
        yield
    finally:
        _unlock(descriptor)


def _lock(descriptor: int, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _unlock(descriptor: int) -> None:
    """Release a lock, which forked processes have too, and close its file."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)
