"""The zip file of an ePub, read strictly and within limits.

Books may come from any source. Nothing is unpacked to the disk, and sizes in headers are not
trusted.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from ...errors import PipelineError

MAX_BOOK_SIZE = 32 * 1024**2
"""Bytes; a book with more, packed or unpacked, is not read."""

MAX_FILE_SIZE = 8 * 1024**2
MAX_FILES = 500
_COMPRESSION_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""The errors that `zipfile` raises on damaged bytes; its documentation names only the first."""


class BookError(PipelineError):
    """An unreadable book, or an unreadable file `place` in it. The message is one line."""

    def __init__(self, text: str, place: str = "") -> None:
        super().__init__(" ".join(text.split()))
        self.place = place


@dataclass(frozen=True)
class Container:
    """The files of a book: entries in order, contents by name, and the zip file's size in bytes."""

    entries: tuple[zipfile.ZipInfo, ...]
    files: dict[str, bytes]
    size: int


def load_container(path: Path) -> Container:
    """The container at a path. Raises `BookError`."""
    if path.is_symlink() or not path.is_file():
        raise BookError("it is not a regular file")
    if path.stat().st_size > MAX_BOOK_SIZE:
        raise BookError(f"it is larger than the limit of {MAX_BOOK_SIZE} bytes")
    return read_container(path.read_bytes())


def read_container(data: bytes) -> Container:
    """The container in these bytes. Raises `BookError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = tuple(archive.infolist())
            _check_entries(entries)
            return Container(entries, _read_files(archive, entries), len(data))
    except _ZIP_ERRORS as error:
        raise BookError(f"it is not a complete zip file: {error}") from None


def _check_entries(entries: tuple[zipfile.ZipInfo, ...]) -> None:
    if len(entries) > MAX_FILES:
        raise BookError(f"it has {len(entries)} files, more than the limit of {MAX_FILES}")
    names = set()
    for entry in entries:
        name = entry.filename
        # `orig_filename` is the name before Python cuts it at a null byte.
        if name != entry.orig_filename or name in names or not _is_safe_name(name):
            raise BookError(f"it has a file name {name[:80]!r} that is unsafe or occurs twice")
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _COMPRESSION_METHODS:
            raise BookError("it is encrypted, or its compression is not allowed in ePub", name)
        names.add(name)


def _is_safe_name(name: str) -> bool:
    """Whether a name stays in the book on every system (OCF 3.3, 4.2.3)."""
    parts = name.split("/")
    return (
        name.isprintable() and not set(name) & set('\\:*?"<>|') and not {"", ".", ".."} & set(parts)
    )


def _read_files(archive: zipfile.ZipFile, entries: tuple[zipfile.ZipInfo, ...]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    bytes_left = MAX_BOOK_SIZE
    for entry in entries:
        limit = min(bytes_left, MAX_FILE_SIZE)
        with archive.open(entry) as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise BookError(f"it unpacks to more than the limit of {limit} bytes", entry.filename)
        bytes_left -= len(data)
        files[entry.filename] = data
    return files
