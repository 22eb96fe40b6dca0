"""Prepared files: files for the site that are made before anything of a run is installed.

They depend on one locale, and are made while other locales are built. Until the editions of all
locales are known to be good, they wait in the staging folder.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class PreparedFiles:
    """The prepared files in `folder`, by their names in the site."""

    folder: Path
    _sources: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, source: str, data: bytes) -> None:
        """Keep the bytes for the file `name`, made from what has the digest `source`."""
        self.folder.mkdir(exist_ok=True)
        self._path(name).write_bytes(data)
        self._sources[name] = source

    def take(self, name: str, source: str) -> Path | None:
        """The file prepared as `name` if it was made from what has this digest, for the caller to
        move; else None."""
        return self._path(name) if self._sources.pop(name, None) == source else None

    def _path(self, name: str) -> Path:
        """Where a prepared file is: all are in one folder."""
        return self.folder / hashlib.sha256(name.encode()).hexdigest()
