"""The cache in the build folder: results of earlier runs, by a digest of their inputs."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from .atomic import write_file

MAX_BYTES = 2 * 1024**3
"""The largest size of a cache in bytes after pruning."""

_DIGEST = hashlib.sha256


class Cache:
    """A folder of entries. Each begins with its own digest, so that a damaged one is noticed.

    Several runs may share a cache: entries are written atomically, and equal keys mean equal
    contents.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, key: str, *, whole: bool = False) -> bool:
        """Whether there is an entry; with `whole`, an undamaged one."""
        return self.get(key) is not None if whole else self._path(key).is_file()

    @property
    def is_empty(self) -> bool:
        """Whether the cache has never been used."""
        return not self._folder.is_dir()

    def clear(self) -> None:
        """Delete all entries."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def get(self, key: str) -> bytes | None:
        """The entry, or None when there is none or it is damaged."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        size = _DIGEST().digest_size
        if _DIGEST(data[size:]).digest() != data[:size]:
            return None
        with suppress(OSError):  # in a read-only folder, entries are pruned by creation time
            os.utime(path)
        return data[size:]

    def put(self, key: str, data: bytes) -> None:
        """Write an entry."""
        write_file(self._path(key), _DIGEST(data).digest() + data)

    def prune(self, max_bytes: int = MAX_BYTES) -> None:
        """Delete the least recently used entries, down to `max_bytes`."""
        entries = []
        for path in self._folder.glob("??/*"):
            with suppress(FileNotFoundError):  # another run prunes too
                status = path.stat()
                entries.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries, key=lambda entry: entry[0]):
            if total <= max_bytes:
                return
            path.unlink(missing_ok=True)
            total -= size

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]
