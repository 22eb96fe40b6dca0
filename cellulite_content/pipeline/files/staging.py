"""Staging: a folder for what is not ready to be published, and none left behind for good."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

if sys.platform != "win32":
    import fcntl

_PREFIX = "staging-"


@contextmanager
def staging_folder(parent: Path) -> Iterator[Path]:
    """A fresh folder in `parent`, gone afterwards; those that killed runs left go now."""
    parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with _held(parent):
            _sweep(parent)
            fresh = TemporaryDirectory(prefix=_PREFIX, dir=parent, ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(fresh))
            stack.enter_context(_held(folder))
        yield folder


@contextmanager
def alone(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let no other run that asks for the same work in this folder; calls `waiting` if it must wait.

    The system lets go when a process ends, however. Where files cannot be locked (Windows, some
    network drives), nothing is waited for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    with (folder / "lock").open("ab") as file:
        if not _lock(file.fileno(), wait=False):
            waiting()
            _lock(file.fileno(), wait=True)
        yield


def _sweep(parent: Path) -> None:
    """Remove the folders that no living run holds."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with _held(folder, wait=False) as free:
            if free:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _held(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a folder; gives whether it is held. The system lets go when a process ends, however.

    Where folders cannot be held (Windows, some network drives), none is ever found free.
    """
    if sys.platform == "win32":
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(descriptor, wait)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
