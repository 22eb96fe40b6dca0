"""Archives from outside: unpacked with limits. The sizes that an archive states may be wrong."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from ..file_tree import MEGABYTE

LARGEST_UNPACKED = 256 * MEGABYTE
MOST_PARTS = 1000

_CHUNK = 1024 * 1024


class UntrustedZipError(Exception):
    """Why an archive is refused, as a phrase after its name."""


def unpack(data: bytes, limit: int = LARGEST_UNPACKED) -> Iterator[tuple[str, bytes]]:
    """The names and bytes of an archive's parts. Raises `UntrustedZipError`, also for an encrypted
    archive and for one that unpacks to more than `limit` bytes or has more than `MOST_PARTS`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise UntrustedZipError(f"more than {MOST_PARTS} parts")
            rest = limit
            for part in parts:
                content = _unpacked(archive, part, rest, limit)
                rest -= len(content)
                yield part.filename, content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UntrustedZipError(f"no readable archive ({error})") from None


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, rest: int, limit: int) -> bytes:
    chunks = []
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            rest -= len(chunk)
            if rest < 0:
                raise UntrustedZipError(f"unpacks to more than {limit // MEGABYTE} MB")
            chunks.append(chunk)
    return b"".join(chunks)
