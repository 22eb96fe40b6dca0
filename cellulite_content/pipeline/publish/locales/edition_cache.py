"""The editions in the cache: an entry for each locale and format, with Sphinx's warnings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import msgspec

from ...errors import ProjectError
from ...files.cache import Cache
from ...files.file_tree import read_file
from ...files.folder import MAX_FILE_BYTES, read_folder, write_files
from ...model.fault import Fault, FaultKind
from .packs import Place, has_files, read_files, should_repack, store_files


class CachedEdition(msgspec.Struct, array_like=True, frozen=True):
    """An edition in the cache: the kinds and texts of Sphinx's warnings, and where its files are,
    by their relative names."""

    texts: tuple[tuple[str, str], ...]
    files: dict[str, Place]

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """Sphinx's warnings."""
        return tuple(Fault(FaultKind(kind), text) for kind, text in self.texts)


@dataclass(frozen=True)
class EditionCache:
    """Puts editions into a cache, which authenticates its entries, and finds and unpacks them.

    An edition that shares files with an earlier one refers to its packs.
    """

    cache: Cache

    def find(self, key: str, *, whole: bool = False) -> CachedEdition | None:
        """An edition, or None if one of its files is not there; with `whole`, or is damaged."""
        entry = self.cache.get(key)
        if entry is None:
            return None
        try:
            edition = msgspec.msgpack.decode(entry, type=CachedEdition)
        except msgspec.MsgspecError:
            return None
        return edition if has_files(self.cache, edition.files.values(), whole=whole) else None

    def has(self, key: str, *, whole: bool = False) -> bool:
        """Whether there is an edition; with `whole`, an undamaged one."""
        return self.find(key, whole=True) is not None if whole else self.cache.has(key)

    def unpack(self, files: Mapping[str, Place], folder: Path) -> bool:
        """Write files in a folder that has none of these names. Returns whether all were there."""
        contents = read_files(self.cache, files)
        if contents is not None:
            write_files(contents, folder)
        return contents is not None

    def store(
        self,
        key: str,
        folder: Path,
        warnings: Sequence[Fault],
        earlier: Mapping[str, Place] = MappingProxyType({}),
        same: Collection[str] = (),
        written: Collection[str] = (),
    ) -> None:
        """Put an edition into the cache, with its warnings.

        `earlier` are files in the cache, of which `same` are those in the folder. `written` are the
        folder's other files, if they are known.
        """
        known = {name: earlier[name] for name in same}
        if should_repack(known.values()):
            earlier, known, written = {}, {}, ()
        files = (
            {name: read_file(folder, folder / name, MAX_FILE_BYTES) for name in written}
            if written
            else read_folder(folder, known)
        )
        faults = [data for name, data in files.items() if name.endswith("/")]
        if faults:
            raise ProjectError(faults[0].decode())
        new = {name: data for name, data in files.items() if name not in known}
        places = known | store_files(self.cache, new, earlier)
        entry = CachedEdition(
            tuple((str(fault.kind), fault.text) for fault in warnings),
            {name: places[name] for name in sorted(places)},
        )
        self.cache.put(key, msgspec.msgpack.encode(entry))
