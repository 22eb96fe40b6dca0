"""The editions in the cache: an entry for each locale and format, with Sphinx's warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ...errors import ProjectError
from ...files.archive import write_files
from ...files.cache import Cache
from ...files.folder import read_folder
from ...model.fault import Fault, FaultKind

_Entry = tuple[list[tuple[str, str]], dict[str, bytes]]
"""The kinds and texts of Sphinx's warnings, and the files by their relative names."""


@dataclass(frozen=True)
class EditionCache:
    """Puts editions into a cache, which authenticates its entries, and unpacks them."""

    cache: Cache

    def restore(self, key: str, folder: Path) -> tuple[Fault, ...] | None:
        """Unpack an edition in a new folder. Returns its warnings, or None if it is not there."""
        entry = self.cache.get(key)
        if entry is None:
            return None
        warnings, files = msgspec.msgpack.decode(entry, type=_Entry)
        write_files(files, folder)
        return tuple(Fault(FaultKind(kind), text) for kind, text in warnings)

    def store(self, key: str, folder: Path, warnings: Sequence[Fault]) -> None:
        """Put an edition into the cache, with its warnings."""
        files = read_folder(folder)
        faults = [data for name, data in files.items() if name.endswith("/")]
        if faults:
            raise ProjectError(faults[0].decode())
        entry: _Entry = [(str(fault.kind), fault.text) for fault in warnings], files
        self.cache.put(key, msgspec.msgpack.encode(entry))
