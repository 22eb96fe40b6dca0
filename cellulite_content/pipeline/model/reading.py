"""The reading of the sources: the tree of each document before translation, made once.

The process that reads the source's units keeps the trees; the processes that build locales take
them from the reading's file and parse no source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..errors import ProjectError
from .unit import Source

_SIZE_BYTES = 8
"""The bytes of the table's size, with which a reading begins. The trees follow the table."""


class _Place(msgspec.Struct, array_like=True, frozen=True):
    """Where a tree is: the first byte behind the table, the number of bytes, and their digest."""

    start: int
    size: int
    digest: str


class SourceReading(NamedTuple):
    """What reading the sources gives: the source for the gate, and the reading in bytes."""

    source: Source
    trees: bytes


@dataclass(frozen=True)
class Reading:
    """A reading in the file `path`.

    Its digest must be known: restoring a tree that somebody else has stored can run any code.
    """

    path: Path
    digest: str

    def tree(self, name: str) -> bytes | None:
        """The stored tree of a document, or None for one that could not be stored.

        Raises `ProjectError` for a file that is not the one with the digest.
        """
        places, begin = self._table
        place = places.get(name)
        if place is None:
            return None
        try:
            with self.path.open("rb") as file:
                file.seek(begin + place.start)
                data = file.read(place.size)
        except OSError as error:
            raise self._changed from error
        if _digest(data) != place.digest:
            raise self._changed
        return data

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each stored tree. Raises `ProjectError` as `tree`."""
        return {name: place.digest for name, place in self._table[0].items()}

    @cached_property
    def _table(self) -> tuple[Mapping[str, _Place], int]:
        """The places of the trees, and the first byte behind the table."""
        try:
            with self.path.open("rb") as file:
                table = file.read(int.from_bytes(file.read(_SIZE_BYTES), "big"))
        except (OSError, MemoryError, OverflowError) as error:
            raise self._changed from error
        if _digest(table) != self.digest:
            raise self._changed
        places = msgspec.msgpack.decode(table, type=dict[str, _Place])
        return places, _SIZE_BYTES + len(table)

    @property
    def _changed(self) -> ProjectError:
        return ProjectError(f"{self.path}: has changed during the build; build again")


def dump_reading(trees: Mapping[str, bytes]) -> bytes:
    """A reading in bytes, from the stored trees by document."""
    places, start = {}, 0
    for name, tree in trees.items():
        places[name] = _Place(start, len(tree), _digest(tree))
        start += len(tree)
    table = msgspec.msgpack.encode(places)
    return b"".join((len(table).to_bytes(_SIZE_BYTES, "big"), table, *trees.values()))


def reading_digest(data: bytes) -> str:
    """The digest of a reading in bytes: that of its table, which has the digests of all trees."""
    size = int.from_bytes(data[:_SIZE_BYTES], "big")
    return _digest(data[_SIZE_BYTES : _SIZE_BYTES + size])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
