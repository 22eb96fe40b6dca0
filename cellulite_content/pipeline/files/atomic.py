"""Atomic writes: readers see the old file or the new one, never a part."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from errno import EXDEV
from pathlib import Path
from stat import S_IRUSR, S_ISREG

from .lock import locked_folder

_MAX_NAME_BYTES = 240
"""A longer name is replaced by its digest in that of the temporary file."""


def write_file(path: Path, data: bytes) -> bool:
    """Write a file, creating its folder. Returns whether anything was written.

    It writes a temporary file beside and renames it, so readers see the old file or the new one,
    also after a kill. The new file has the permissions of the old one. A file with the same bytes
    keeps its time. The folder is locked meanwhile: two processes that write the same file would
    otherwise rename each other's unfinished one.
    """
    if _has_content(path, data):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked_folder(path.parent):
        _write_beside(path, data)
    return True


def replace_file(path: Path, old: bytes, new: bytes) -> bool:
    """As `write_file`, but only while the file has the bytes `old`. Returns whether it had them.

    Processes that use this function do not lose each other's changes; an editor that writes at the
    same moment can.
    """
    with locked_folder(path.parent):
        if not _has_content(path, old):
            return False
        _write_beside(path, new)
    return True


def move_file(new: Path, path: Path) -> bool:
    """Move a finished file to `path`. Returns whether anything changed.

    As with `write_file`, readers see the old file or the new one, and a file with the same bytes
    keeps its time; then `new` stays where it is. On another disk, it is copied.
    """
    if _has_size(path, new.stat().st_size) and _has_content(path, new.read_bytes()):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked_folder(path.parent):
        try:
            new.replace(path)
        except OSError as error:
            if error.errno != EXDEV:
                raise
            _write_beside(path, new.read_bytes())
    return True


def _write_beside(path: Path, data: bytes) -> None:
    """Write a temporary file and rename it; the folder is locked."""
    temporary = path.with_name(_temporary_name(path.name))
    # Remove what a killed run left, or a planted link; never write to it.
    temporary.unlink(missing_ok=True)
    try:
        with temporary.open("xb") as file:
            file.write(data)
        _copy_permissions(path, temporary)
        temporary.replace(path)
    except OSError as error:
        # A full disk names no file, and people do not know the temporary one.
        error.filename, error.filename2 = str(path), None
        raise
    finally:
        temporary.unlink(missing_ok=True)


def _copy_permissions(path: Path, new: Path) -> None:
    """Give a new file the permissions of the regular file that it replaces.

    Else git shows a changed mode, and a group loses a file that its members write. A file that
    nobody may read is no model, and systems without permissions need none.
    """
    with suppress(OSError):
        mode = path.lstat().st_mode
        if S_ISREG(mode) and mode & S_IRUSR:
            new.chmod(mode & 0o777)


def _has_content(path: Path, data: bytes) -> bool:
    """Whether the path is a regular file with these bytes."""
    with suppress(OSError):
        return _has_size(path, len(data)) and path.read_bytes() == data
    return False


def _has_size(path: Path, size: int) -> bool:
    """Whether the path is a regular file of this size."""
    with suppress(OSError):
        status = path.lstat()
        return S_ISREG(status.st_mode) and status.st_size == size
    return False


def _temporary_name(name: str) -> str:
    """The name of the temporary file of a file, always the same; no system allows 256 bytes."""
    if len(os.fsencode(name)) > _MAX_NAME_BYTES:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()
    return f".{name}.writing"


def is_temporary_file(path: Path) -> bool:
    """Whether a killed `write_file` left this file; the next write of its target removes it."""
    return path.name.startswith(".") and path.name.endswith(".writing")


def write_text(path: Path, text: str) -> bool:
    """Write a text as UTF-8, as `write_file` does."""
    return write_file(path, text.encode())
