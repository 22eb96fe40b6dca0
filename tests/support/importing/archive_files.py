"""Archives of parts: what office files and books are."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path


def write_archive(path: Path, parts: Mapping[str, str | bytes]) -> None:
    """A zip archive; its first part is stored as it is, as ePub and ODT ask."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(parts.items()):
            kind = zipfile.ZIP_STORED if number == 0 else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
