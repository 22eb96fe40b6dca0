"""Files in zip archives that are the same bytes for the same content: without times and owners."""

from __future__ import annotations

import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can store."""


def add_member(archive: zipfile.ZipFile, name: str, data: bytes, level: int | None) -> None:
    """Add a file to an archive, compressed with a level from 1 to 9; None stores it as it is."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_STORED if level is None else zipfile.ZIP_DEFLATED
    member.create_system = 3  # the same on every system that builds
    member.external_attr = 0o644 << 16
    archive.writestr(member, data, compresslevel=level)
