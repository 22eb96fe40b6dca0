"""File states: whether files have changed, without reading them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_TICK, _LONG_TICK = 50_000_000, 2_000_000_000
"""Nanoseconds between two times that a file system tells apart. Some have ticks of two seconds;
others have times with fractions of a second."""


class FileState(NamedTuple):
    """A file's name in its folder, its size, and two times.

    Programs that restore a folder can set the time of change, but not the second.
    """

    name: str
    size: int
    changed: int
    status_changed: int


def is_settled(changed: int, status_changed: int, now: int) -> bool:
    """Whether a later change of a file with these times would show in them.

    One that has changed shortly before `now` may change again within a tick of the clock.
    """
    has_fractions = changed % 1_000_000_000 and status_changed % 1_000_000_000
    return max(changed, status_changed) < now - (_TICK if has_fractions else _LONG_TICK)


def file_state(folder: Path, name: str) -> FileState:
    """The state of a file below a folder. Raises `OSError`."""
    status = os.lstat(folder / name)
    return FileState(name, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def file_names(folder: Path) -> list[str]:
    """The names of `file_states`, without the states: in a third of the time."""
    return sorted(name for name, _ in _entries(folder))


def file_states(folder: Path) -> list[FileState]:
    """The states of all files below a folder, sorted by name; links are not followed.

    A folder that cannot be read is in the list with the size -1.
    """
    states: list[FileState] = []
    for name, entry in _entries(folder):
        try:
            status = entry.stat(follow_symlinks=False) if entry else None
        except FileNotFoundError:
            continue
        except OSError:
            status = None
        values = (status.st_size, status.st_mtime_ns, status.st_ctime_ns) if status else (-1, 0, 0)
        states.append(FileState(name, *values))
    return sorted(states)


def _entries(folder: Path) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """The files and links below a folder, with their names in it; None for a folder that cannot be
    read."""
    waiting = [("", str(folder))]
    while waiting:
        start, path = waiting.pop()
        try:
            # Paths of `pathlib` would take most of the time of a build without changes.
            with os.scandir(path) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((f"{start}{entry.name}/", entry.path))
                    else:
                        yield f"{start}{entry.name}", entry
        except FileNotFoundError:
            continue
        except OSError:
            yield start, None
