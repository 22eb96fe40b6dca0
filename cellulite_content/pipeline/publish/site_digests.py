"""The digests of the site's files: those that have not changed since an earlier run are not read.

The files of editions have their digests in the cache. Those of other files are kept with the files'
states, and are used again while the states are the same.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..editions.epub.downloads import BookFacts, read_facts
from ..files.archive import MAX_BYTES
from ..files.cache import Cache
from ..files.file_states import FileState, file_states
from ..files.file_tree import read_file
from ..files.stored_value import dump_value, load_value
from ..model.fingerprint import digest
from .locales.packs import Place
from .site import Site

_UNSURE = 2_000_000_000
"""Nanoseconds. A file that has changed so shortly before its state was read may change again within
a tick of the file system's clock, and have the same state."""


@dataclass
class _Known:
    """What an earlier run has read: states and digests of files by name, which books have a cover,
    by their digests, and the digests of the books from which the files with covers were made."""

    files: dict[str, tuple[FileState, str]] = field(default_factory=dict)
    has_cover: dict[str, bool] = field(default_factory=dict)
    covers: dict[str, str] = field(default_factory=dict)


@dataclass
class SiteDigests:
    """The SHA-256 digests, in hex, of the files in a site's folder.

    `edition_files` are the places in the cache of files of installed editions, by name.
    """

    site: Site
    cache: Cache
    edition_files: Mapping[str, Place] = field(default_factory=dict)
    _new: _Known = field(default_factory=_Known)

    def facts(self, book: Path) -> BookFacts:
        """The facts about a book of the site."""
        place = self.edition_files.get(book.relative_to(self.site.folder).as_posix())
        sha256 = place.digest.hex() if place else ""
        has_cover = self._known.has_cover.get(sha256)
        if place is None or has_cover is None:
            facts = read_facts(book)
        else:
            facts = BookFacts(place.size, sha256, has_cover)
        self._new.has_cover[facts.sha256] = facts.has_cover
        return facts

    def has_cover_of(self, name: str, book: str) -> bool:
        """Whether the file `name` is known to be the cover of the book with this digest."""
        self._new.covers[name] = book
        known = self._known.files.get(name)
        return (
            known is not None
            and known[0] == self._states.get(name)
            and self._known.covers.get(name) == book
        )

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """The digests of these files, now that all are written; kept for the next run."""
        vars(self).pop("_states", None)
        begin = time.time_ns()
        digests: dict[str, str] = {}
        for name in names:
            place, state = self.edition_files.get(name), self._states.get(name)
            if place is not None:
                digests[name] = place.digest.hex()
                continue
            known = self._known.files.get(name)
            digests[name] = known[1] if known and known[0] == state else self._read(name)
            if state is not None and max(state[2:]) < begin - _UNSURE:
                self._new.files[name] = state, digests[name]
        self.cache.put(self._key, dump_value(self._new))
        return digests

    def _read(self, name: str) -> str:
        data = read_file(self.site.folder, self.site.folder / name, MAX_BYTES)
        return hashlib.sha256(data).hexdigest()

    @cached_property
    def _states(self) -> dict[str, FileState]:
        return {state.name: state for state in file_states(self.site.folder)}

    @cached_property
    def _known(self) -> _Known:
        return load_value(_Known, self.cache.get(self._key)) or _Known()

    @property
    def _key(self) -> str:
        return digest("site digests", str(self.site.folder))
