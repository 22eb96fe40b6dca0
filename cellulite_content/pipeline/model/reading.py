"""The reading of the sources: the tree of each document before translation, made once.

The process that reads the source's units keeps the trees; the processes that build locales take
them from the reading's file and parse no source. The file has a table of the trees. These follow
it, or are in packs in the cache, so that a reading shares the trees of unchanged documents with the
readings before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..errors import ProjectError
from ..files.cache import Cache
from .unit import Source

_SIZE_BYTES = 8
"""The bytes of the table's size, with which a reading begins. The trees follow the table."""


MAX_PACKS = 20
"""The largest number of packs that a reading has; then all trees are stored anew."""


class TreePlace(msgspec.Struct, array_like=True, frozen=True):
    """Where a tree is: the first byte in its pack, the number of bytes, their digest, and the key
    of the pack; without one, it follows the table."""

    start: int
    size: int
    digest: str
    pack: str = ""


class SourceReading(NamedTuple):
    """What reading the sources gives: the source for the gate, and the reading in bytes."""

    source: Source
    trees: bytes


@dataclass(frozen=True)
class Reading:
    """A reading in the file `path`, with packs in the folder `cache`.

    Its digest must be known: restoring a tree that somebody else has stored can run any code.
    """

    path: Path
    digest: str
    cache: Path | None = None

    def tree(self, name: str) -> bytes | None:
        """The stored tree of a document, or None for one that could not be stored.

        Raises `ProjectError` for a file that is not the one with the digest.
        """
        places, begin = self._table
        place = places.get(name)
        if place is None:
            return None
        if place.pack and self.cache:
            data = Cache(self.cache).get_part(place.pack, place.start, place.size)
        else:
            data = self._part(begin + place.start, place.size)
        if _digest(data) != place.digest:
            raise self._changed
        return data

    def _part(self, start: int, size: int) -> bytes:
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                return file.read(size)
        except OSError as error:
            raise self._changed from error

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each stored tree. Raises `ProjectError` as `tree`."""
        return {name: place.digest for name, place in self._table[0].items()}

    @cached_property
    def _table(self) -> tuple[Mapping[str, TreePlace], int]:
        """The places of the trees, and the first byte behind the table."""
        try:
            with self.path.open("rb") as file:
                table = file.read(int.from_bytes(file.read(_SIZE_BYTES), "big"))
        except (OSError, MemoryError, OverflowError) as error:
            raise self._changed from error
        if _digest(table) != self.digest:
            raise self._changed
        places = msgspec.msgpack.decode(table, type=dict[str, TreePlace])
        return places, _SIZE_BYTES + len(table)

    @property
    def _changed(self) -> ProjectError:
        return ProjectError(f"{self.path}: has changed during the build; build again")


def dump_reading(trees: Mapping[str, bytes]) -> bytes:
    """A reading in bytes, from the stored trees by document."""
    return b"".join((dump_table(_places(trees)), *trees.values()))


def dump_table(places: Mapping[str, TreePlace]) -> bytes:
    """A reading in bytes whose trees are at these places."""
    table = msgspec.msgpack.encode(places)
    return len(table).to_bytes(_SIZE_BYTES, "big") + table


def read_table(data: bytes) -> dict[str, TreePlace]:
    """The places of the trees of an authentic reading in bytes."""
    size = int.from_bytes(data[:_SIZE_BYTES], "big")
    table = data[_SIZE_BYTES : _SIZE_BYTES + size]
    return msgspec.msgpack.decode(table, type=dict[str, TreePlace])


def store_trees(
    cache: Cache, trees: Mapping[str, bytes], known: Mapping[str, TreePlace]
) -> dict[str, TreePlace]:
    """Put new trees into a pack in the cache; gives their places and those `known`.

    When there are too many packs, all trees come into a new one.
    """
    if len({place.pack for place in known.values()}) >= MAX_PACKS:
        others = {name: _tree(cache, place) for name, place in known.items()}
        trees, known = {**others, **trees}, {}
    pack = _digest(b"".join(_digest(tree).encode() for tree in trees.values()))[:40]
    if trees:
        cache.put(pack, b"".join(trees.values()))
    places = {**known, **_places(trees, pack)}
    return {name: places[name] for name in sorted(places)}


def has_trees(cache: Cache, places: Iterable[TreePlace]) -> bool:
    """Whether the packs of trees are there; they are then the last that the cache deletes."""
    return all(map(cache.touch, sorted({place.pack for place in places} - {""})))


def complete_reading(cache: Cache, data: bytes) -> bytes:
    """A reading with its trees in the same bytes, for another machine. Raises `ProjectError`."""
    places = read_table(data)
    if not all(place.pack for place in places.values()):
        return data
    return dump_reading({name: _tree(cache, place) for name, place in places.items()})


def _tree(cache: Cache, place: TreePlace) -> bytes:
    data = cache.get_part(place.pack, place.start, place.size)
    if _digest(data) != place.digest:
        raise ProjectError("the cache has changed during the build; build again")
    return data


def _places(trees: Mapping[str, bytes], pack: str = "") -> dict[str, TreePlace]:
    places, start = {}, 0
    for name, tree in trees.items():
        places[name] = TreePlace(start, len(tree), _digest(tree), pack)
        start += len(tree)
    return places


def reading_digest(data: bytes) -> str:
    """The digest of a reading in bytes: that of its table, which has the digests of all trees."""
    size = int.from_bytes(data[:_SIZE_BYTES], "big")
    return _digest(data[_SIZE_BYTES : _SIZE_BYTES + size])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
