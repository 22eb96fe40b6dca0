"""Prepared files: files for the site that are made before anything of a run is installed.

They depend on one locale, and are made while other locales are built. Until the editions of all
locales are known to be good, they wait in the staging folder.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class PreparedFile(NamedTuple):
    """A file in the staging folder: the digest of what it was made from, and that of its bytes."""

    path: Path
    source: str
    sha256: str


@dataclass
class PreparedFiles:
    """The prepared files in `folder`, by their names in the site."""

    folder: Path
    _files: dict[str, PreparedFile] = field(default_factory=dict)

    def put(self, name: str, source: str, data: bytes) -> None:
        """Keep the bytes for the file `name`, made from what has the digest `source`."""
        self.folder.mkdir(exist_ok=True)
        path = self.folder / hashlib.sha256(name.encode()).hexdigest()
        path.write_bytes(data)
        self._files[name] = PreparedFile(path, source, hashlib.sha256(data).hexdigest())

    def take(self, name: str, source: str) -> PreparedFile | None:
        """The file prepared as `name` if it was made from what has this digest, for the caller to
        move; else None."""
        file = self._files.pop(name, None)
        return file if file is not None and file.source == source else None
