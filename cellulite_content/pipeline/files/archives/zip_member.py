"""Files in zip archives that are the same bytes for the same content: without times and owners."""

from __future__ import annotations

import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can store."""

_HEADER_BYTES = 30
"""The bytes of a member's header before its name (4.3.7 of PKWARE's APPNOTE)."""


def add_member(archive: zipfile.ZipFile, name: str, data: bytes, level: int | None) -> None:
    """Add a file to an archive, compressed with a level from 1 to 9; None stores it as it is."""
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_STORED if level is None else zipfile.ZIP_DEFLATED
    member.create_system = 3  # the same on every system that builds
    member.external_attr = 0o644 << 16
    archive.writestr(member, data, compresslevel=level)


def move_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, earlier_archive: memoryview
) -> None:
    """Move a member of an earlier archive as it is, without decompressing and compressing it.

    `archive` is written from nothing, and `add_member` has written the earlier one, whose bytes
    are given. The result has the bytes that `add_member` would give. The member belongs to the new
    archive then.
    """
    start = member.header_offset
    name_bytes = len(member.filename.encode())
    end = start + _HEADER_BYTES + name_bytes + len(member.extra) + member.compress_size
    # `zipfile` has no function for it; these attributes are what its own `writestr` sets.
    file = archive.fp
    if file is None:
        raise ValueError("the archive is closed")
    member.header_offset = archive.start_dir
    file.seek(archive.start_dir)
    file.write(earlier_archive[start:end])
    archive.start_dir = file.tell()
    archive.filelist.append(member)
    archive.NameToInfo[member.filename] = member
