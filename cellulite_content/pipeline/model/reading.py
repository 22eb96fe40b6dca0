"""The reading of the sources: the tree of each document before translation, made once.

The process that reads the source's units keeps the trees; the processes that build locales take
them from this file and parse no source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from ..errors import ProjectError


@dataclass(frozen=True)
class Reading:
    """A reading in the file `path`.

    Its digest must be known: restoring a tree that somebody else has stored can run any code.
    """

    path: Path
    digest: str

    @cached_property
    def trees(self) -> Mapping[str, bytes]:
        """The stored trees by document. Raises `ProjectError` for a file with another digest."""
        data = self.path.read_bytes()
        if reading_digest(data) != self.digest:
            raise ProjectError(f"{self.path}: has changed during the build; build again")
        return msgspec.msgpack.decode(data, type=dict[str, bytes])


def dump_reading(trees: Mapping[str, bytes]) -> bytes:
    """A reading in bytes, from the stored trees by document."""
    return msgspec.msgpack.encode(trees)


def reading_digest(data: bytes) -> str:
    """The digest of a reading in bytes."""
    return hashlib.sha256(data).hexdigest()
