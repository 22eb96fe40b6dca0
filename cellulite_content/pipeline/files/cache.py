"""The cache in the build folder: results of earlier runs, by a digest of their inputs.

A commit or a CI service may have filled that folder, and editions in the cache are installed in the
site. So each entry is authenticated with the key of this machine; any other is ignored.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from os.path import lexists
from pathlib import Path

from .atomic import write_file
from .file_tree import FileFaultError, find_fault, list_tree, read_file
from .folder import remove
from .machine_key import MAC_SIZE, authentication_code, is_authentic

MAX_BYTES = 2 * 1024**3
"""The largest size of a cache in bytes after pruning."""

MAX_ENTRY_BYTES = 1024**3 + 1024**2
"""The largest size of an entry: an archive, and some more."""


class Cache:
    """A folder of entries. Each begins with an authentication code, so that one that is damaged,
    forged or another machine's is noticed: it is as if it were not there.

    Several runs may share a cache: entries are written atomically, and equal keys mean equal
    contents.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, key: str, *, whole: bool = False) -> bool:
        """Whether there is an entry; with `whole`, an authentic one."""
        return self.get(key) is not None if whole else self._path(key).is_file()

    def touch(self, key: str) -> bool:
        """Whether there is an entry, which is then among the last that `prune` deletes."""
        path = self._path(key)
        with suppress(OSError):  # in a read-only folder, entries are pruned by creation time
            os.utime(path, follow_symlinks=False)
        return path.is_file()

    @property
    def is_empty(self) -> bool:
        """Whether the cache has never been used."""
        return not self._folder.is_dir()

    def clear(self) -> None:
        """Delete all entries."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def get(self, key: str) -> bytes | None:
        """The entry, or None when there is none that this machine wrote."""
        path = self._path(key)
        try:
            data = read_file(self._folder, path, MAX_ENTRY_BYTES)
        except FileFaultError:
            return None
        code, data = data[:MAC_SIZE], data[MAC_SIZE:]
        if not is_authentic(code, key, data):
            return None
        with suppress(OSError):  # in a read-only folder, entries are pruned by creation time
            os.utime(path)
        return data

    def get_part(self, key: str, start: int, size: int) -> bytes:
        """A part of an entry, which the caller must authenticate by its digest; empty if there is
        no such entry."""
        try:
            path = self._path(key)
            if find_fault(self._folder, path, MAX_ENTRY_BYTES):
                return b""
            with path.open("rb") as file:
                file.seek(MAC_SIZE + start)
                return file.read(size)
        except OSError:
            return b""

    def put(self, key: str, data: bytes) -> None:
        """Write an entry, in the place of anything else that is there."""
        path = self._path(key)
        for part in (path.parent, path):
            if lexists(part) and (part.is_symlink() or part.is_dir() is (part == path)):
                remove(part)
        write_file(path, authentication_code(key, data) + data)

    def prune(self, max_bytes: int = MAX_BYTES) -> None:
        """Delete the least recently used entries, down to `max_bytes`."""
        if self._is_small(max_bytes):
            return
        entries = []
        for listed in list_tree(self._folder, self._folder, MAX_ENTRY_BYTES):
            with suppress(FileNotFoundError):  # another run prunes too
                if listed.fault:
                    remove(listed.path)
                elif not listed.is_folder:
                    entries.append((os.lstat(listed.text).st_mtime_ns, listed.size, listed))
        total = sum(size for _, size, _ in entries)
        for _, size, listed in sorted(entries, key=lambda entry: entry[0]):
            if total <= max_bytes:
                return
            remove(listed.path)
            total -= size

    def _is_small(self, max_bytes: int) -> bool:
        """Whether there are only entries, of at most so many bytes together: to know that takes a
        fifth of the time of listing them."""
        total = 0
        try:
            with os.scandir(self._folder) as folders:
                for folder in folders:
                    if not folder.is_dir(follow_symlinks=False):
                        return False
                    with os.scandir(folder.path) as entries:
                        for entry in entries:
                            size = entry.stat(follow_symlinks=False).st_size
                            if not entry.is_file(follow_symlinks=False) or size > MAX_ENTRY_BYTES:
                                return False
                            total += size
        except OSError:  # another run prunes too
            return False
        return total <= max_bytes

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]
