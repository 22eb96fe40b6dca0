"""The digests of the site's files: those that have not changed since an earlier run are not read.

The files of editions have their digests in the cache. Those of other files are kept with the files'
states, and are used again while the states are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..editions.books.downloads import BookFacts, has_cover, read_facts
from ..files.atomic import move_file, write_file
from ..files.cache import Cache
from ..files.file_states import FileState, file_names, is_settled
from ..files.file_tree import read_file
from ..files.folder import MAX_FILE_BYTES
from ..files.stored_value import KeptTexts, dump_value, load_value
from ..model.fingerprint import digest
from .locales.packs import Place
from .prepared_files import PreparedFiles
from .site import BOOKS, Site


@dataclass
class _Known:
    """What an earlier run has read: states and digests of files by name, and whether a later change
    would show in the state; which books have a cover, by their digests, and digests of what files
    were made from."""

    files: dict[str, tuple[FileState, str, bool]] = field(default_factory=dict)
    has_cover: dict[str, bool] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


@dataclass
class SiteDigests:
    """The SHA-256 digests, in hex, of the files in a site's folder.

    `program` is the digest of the program, `edition_files` are the places in the cache of files of
    installed editions, by name. Of the files that are made for the site, some are already
    `prepared`.
    """

    site: Site
    cache: Cache
    program: str = ""
    edition_files: Mapping[str, Place] = field(default_factory=dict)
    prepared: PreparedFiles | None = None
    _new: _Known = field(default_factory=_Known)

    @cached_property
    def texts(self) -> KeptTexts:
        """Parts of the files that an earlier run has made."""
        return KeptTexts(self.cache, digest("site texts", self.program, str(self.site.folder)))

    def facts(self, name: str) -> BookFacts | None:
        """The facts about a book of the site, or None if there is none of this name."""
        path = f"{BOOKS}/{name}"
        place = self.edition_files.get(path)
        if place is None:
            return read_facts(self.path(path)) if self._has_other(path) else None
        sha256 = place.digest.hex()
        known = self._new.has_cover.get(sha256, self._known.has_cover.get(sha256))
        found = has_cover(self.path(path)) if known is None else known
        self._new.has_cover[sha256] = found
        return BookFacts(place.size, sha256, found)

    def _has_other(self, name: str) -> bool:
        """Whether the site has a file of this name that is of no edition in the cache."""
        return name in self._states

    def has(self, name: str) -> bool:
        """Whether the site has this file."""
        return name in self.edition_files or (self.site.folder / name).is_file()

    def length(self, name: str) -> int | None:
        """The bytes of this file, or None if the site has none."""
        place = self.edition_files.get(name)
        if place is not None:
            return place.size
        path = self.site.folder / name
        return path.stat().st_size if path.is_file() else None

    def is_made_from(self, name: str, source: str) -> bool:
        """Whether the file `name` is known to be made from what has the digest `source`."""
        self._new.sources[name] = source
        return self._has_made(name, source)

    def _has_made(self, name: str, source: str) -> bool:
        return bool(self.kept_digest(name)) and self._known.sources.get(name) == source

    def kept_digest(self, name: str) -> str:
        """The digest of the file `name` that an earlier run has read or written and nobody has
        changed since; empty for any other."""
        state, known_digest, is_certain = self._known.files.get(name, (None, "", False))
        if state is None or state != self._states.get(name):
            return ""
        # Most of what a run writes at its end is too new for its times to be certain.
        is_same = is_certain or hashlib.sha256(self.read(name)).hexdigest() == known_digest
        return known_digest if is_same else ""

    def path(self, name: str) -> Path:
        """Where the file `name` is."""
        return self.site.folder / name

    def read(self, name: str) -> bytes:
        """The bytes of the file `name`. Raises `FileFaultError` for one that may not be read."""
        return read_file(self.site.folder, self.path(name), MAX_FILE_BYTES)

    def make(self, name: str, source: str, make: Callable[[], bytes]) -> bool:
        """Write the file `name`, which `make` makes from what has the digest `source`.

        Nothing is written if the file is known to be made from it, and nothing is made if such a
        file is prepared. Returns whether the site has a new file.
        """
        if self.is_made_from(name, source):
            return False
        prepared = self.prepared.take(name, source) if self.prepared else None
        if prepared:
            move_file(prepared, self.path(name))
        else:
            write_file(self.path(name), make())
        return True

    def write(self, name: str, data: bytes) -> None:
        """Write the file `name`, unless it is known to have these bytes."""
        kept = self.kept_digest(name)
        if not kept or kept != hashlib.sha256(data).hexdigest():
            write_file(self.path(name), data)

    def digests(self, states: Iterable[FileState], begin: int) -> dict[str, str]:
        """The digests of these files, now that all are written; kept for the next run. `begin` is
        when the reading of the states began, in nanoseconds."""
        self._states = {state.name: state for state in states}
        digests: dict[str, str] = {}
        for name, state in self._states.items():
            digests[name] = self._digest(name)
            if name not in self.edition_files:
                is_certain = is_settled(state.changed, state.status_changed, begin)
                self._new.files[name] = state, digests[name], is_certain
        self.cache.put(self._key, dump_value(self._new))
        self.texts.keep()
        return digests

    def in_folder(self, folder: str) -> dict[str, str]:
        """The digests of the present files in a folder of the site, by their names in the site."""
        names = (f"{folder}/{name}" for name in file_names(self.site.folder / folder))
        return {name: self._digest(name) for name in names}

    def _digest(self, name: str) -> str:
        place = self.edition_files.get(name)
        if place is not None:
            return place.digest.hex()
        return self.kept_digest(name) or hashlib.sha256(self.read(name)).hexdigest()

    @cached_property
    def _states(self) -> Mapping[str, FileState]:
        """The files as this run has found them: what it installs since is in the cache."""
        return self.site.files_before

    @cached_property
    def _known(self) -> _Known:
        return load_value(_Known, self.cache.get(self._key)) or _Known()

    @property
    def _key(self) -> str:
        return digest("site digests", self.program, str(self.site.folder))
