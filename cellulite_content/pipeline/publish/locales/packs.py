"""Packs: files in a cache, many in an entry, so that later entries share those that are the same.

A pack is the contents of files, one after the other. Whoever stores it keeps the files' places, and
a later version of the same files has a pack with only those that have changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import partial

import msgspec

from ...files.cache import Cache

MAX_PACKS = 20
"""The largest number of packs that one version has; then all is stored anew."""


class Place(msgspec.Struct, array_like=True, frozen=True):
    """Where a file is: the pack's key, the first byte and the number of bytes, and their digest."""

    pack: str
    start: int
    size: int
    digest: bytes


def store_files(
    cache: Cache, files: Mapping[str, bytes], known: Mapping[str, Place]
) -> dict[str, Place]:
    """The places of files, in a new pack if their contents are not at the places `known`."""
    places: dict[str, Place] = {}
    new: dict[str, bytes] = {}
    for name, data in files.items():
        place, file_digest = known.get(name), hashlib.sha256(data).digest()
        if place is not None and place.digest == file_digest:
            places[name] = place
        else:
            new[name] = data
            places[name] = Place("", 0, len(data), file_digest)
    if new:
        pack = hashlib.sha256(b"".join(places[name].digest for name in new)).hexdigest()[:40]
        start = 0
        for name, data in new.items():
            places[name] = Place(pack, start, len(data), places[name].digest)
            start += len(data)
        cache.put(pack, b"".join(new.values()))
    return places


def read_files(cache: Cache, places: Mapping[str, Place]) -> dict[str, bytes] | None:
    """The contents of files at these places, or None if one is no longer there."""
    packs = {key: cache.get(key) for key in _packs(places.values())}
    files: dict[str, bytes] = {}
    for name, place in places.items():
        data = (packs[place.pack] or b"")[place.start : place.start + place.size]
        if hashlib.sha256(data).digest() != place.digest:
            return None
        files[name] = data
    return files


def read_part(cache: Cache, place: Place) -> bytes | None:
    """The contents of one file, without reading the others; None if it is no longer there."""
    data = cache.get_part(place.pack, place.start, place.size)
    return data if hashlib.sha256(data).digest() == place.digest else None


def has_files(cache: Cache, places: Iterable[Place], *, whole: bool = False) -> bool:
    """Whether the packs of these places are there; with `whole`, authentic ones.

    They are then the last that the cache deletes.
    """
    is_there = partial(cache.has, whole=True) if whole else cache.touch
    return all(map(is_there, _packs(places)))


def should_repack(places: Iterable[Place]) -> bool:
    """Whether there are so many packs that all files had better be stored anew."""
    return len(_packs(places)) > MAX_PACKS


def _packs(places: Iterable[Place]) -> list[str]:
    return sorted({place.pack for place in places})
