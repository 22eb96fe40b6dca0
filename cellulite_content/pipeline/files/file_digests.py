"""Digests of files, which are read again only when their sizes or times have changed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from .cache import Cache
from .file_states import is_settled
from .file_tree import FileFaultError, ListedPath, read_listed
from .stored_value import dump_value, load_value


class _Known(NamedTuple):
    """The size and both times of a file when it was read, and the digest of its contents."""

    size: int
    times: tuple[int, int]
    digest: str


class FileDigests:
    """The digests of files; without a cache, all are read.

    `keep` stores what is known of the files that this run has asked for, in the entry `key`.
    """

    def __init__(self, cache: Cache | None = None, key: str = "") -> None:
        self._cache, self._key = cache, key
        data = cache.get(key) if cache else None
        self._known: dict[str, dict[str, _Known]] = (
            load_value(dict[str, dict[str, _Known]], data) or {}
        )
        self._new: dict[str, dict[str, _Known]] = {}

    def of(self, folder: Path, files: Iterable[ListedPath]) -> dict[str, str]:
        """The digests of listed files by their paths in a folder above them, or the reasons why
        they may not be read."""
        begin = time.time_ns()
        known, new = self._known.get(str(folder), {}), self._new.setdefault(str(folder), {})
        digests: dict[str, str] = {}
        for file in files:
            name = file.name_in(folder)
            entry = known.get(name)
            if entry is not None and file.fault is None and entry[:2] == (file.size, file.times):
                digests[name], new[name] = entry.digest, entry
                continue
            try:
                digests[name] = str(file.fault) if file.fault else _digest(file)
            except FileFaultError as error:
                digests[name] = str(error)
                continue
            if file.fault is None and is_settled(*file.times, begin):
                new[name] = _Known(file.size, file.times, digests[name])
        return digests

    def keep(self) -> None:
        """Store what is known for the next run."""
        if self._cache and self._new != self._known:
            self._cache.put(self._key, dump_value(self._new))


def _digest(file: ListedPath) -> str:
    return hashlib.sha256(read_listed(file, file.size)).hexdigest()
