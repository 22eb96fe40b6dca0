"""Atomic writes: whoever looks sees the old file or the new one, whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

if sys.platform != "win32":
    import fcntl


def write_file(path: Path, data: bytes) -> None:
    """Write beside, then rename: a reader or a kill sees the old file or the new one, whole.

    A file that holds these bytes already is left alone, with its time: who copies only what is
    new has nothing to copy.
    """
    if _holds(path, data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    with _alone_in(path.parent):
        # What a killed run left, or a link that somebody planted, is taken away, not written to.
        beside.unlink(missing_ok=True)
        try:
            with beside.open("xb") as file:
                file.write(data)
            beside.replace(path)
        except OSError as error:
            error.filename = error.filename or str(path)  # a full disk does not say which file
            raise
        finally:
            beside.unlink(missing_ok=True)


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file is there, is no link, and has these bytes."""
    with suppress(OSError):
        state = path.lstat()
        return S_ISREG(state.st_mode) and state.st_size == len(data) and path.read_bytes() == data
    return False


def is_leftover(path: Path) -> bool:
    """Whether this is what a killed `write_file` left; the next write of its file takes it away."""
    return path.name.startswith(".") and path.name.endswith(".writing")


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process writes in the folder, and let none do so meanwhile.

    Without it, one of two that write the same file would put in place what the other has half
    written. A kill ends the lock. Where a folder cannot be locked (Windows, some network drives),
    nothing is waited for.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, as `write_file` does."""
    write_file(path, text.encode())
