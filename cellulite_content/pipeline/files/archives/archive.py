"""Archives: the files of a folder as one value, identified by its digest.

They transport the inputs of builds to other machines, and editions back. An archive is a tar file
of plain files, sorted by name, without times, owners and modes; equal files give equal bytes. Only
archives in exactly this form are read: links, devices and repeated names are refused.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from ...errors import PipelineError
from ..file_tree import FileFaultError, list_tree, read_file
from ..folder import write_files

MAX_BYTES = 1024**3
"""The largest size of an archive in bytes, which is also the pool's limit for one file."""

MAX_FILES = 100_000
"""The largest number of files in an archive."""


class ArchiveError(PipelineError):
    """The files cannot be packed, or the bytes are not a valid archive."""


@dataclass(frozen=True)
class Archive:
    """The bytes of an archive."""

    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 digest of the bytes, in hexadecimal; it identifies the archive."""
        return hashlib.sha256(self.data).hexdigest()


def pack(files: Mapping[str, bytes]) -> Archive:
    """Pack files: relative names with slashes to bytes.

    Raises `ArchiveError` for a name that leads out of the folder, and for too many files or bytes.
    """
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_BYTES:
        raise ArchiveError(f"more than {MAX_FILES} files or {MAX_BYTES // 1024**2} MB")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8") as tar:
        for name in sorted(files):
            if any(str(parent) in files for parent in PurePosixPath(_checked_name(name)).parents):
                raise ArchiveError(f"{name!r} is inside another file")
            member = tarfile.TarInfo(name)
            member.size = len(files[name])
            tar.addfile(member, io.BytesIO(files[name]))
    return Archive(buffer.getvalue())


def pack_folder(folder: Path, paths: Iterable[Path] | None = None) -> Archive:
    """Pack these files of a folder, by default all at any depth.

    Raises `ArchiveError` as `pack` does, and for a path that may not be read, such as a link.
    """
    if paths is None:
        listed_paths = list(list_tree(folder, folder, MAX_BYTES))
        faults = [listed.fault for listed in listed_paths if listed.fault]
        if faults:
            raise ArchiveError(str(faults[0]))
        paths = [listed.path for listed in listed_paths if not listed.is_folder]
    files: dict[str, bytes] = {}
    bytes_left = MAX_BYTES
    for path in paths:
        try:
            data = read_file(folder, path, bytes_left)
        except FileFaultError as error:
            raise ArchiveError(str(error)) from None
        bytes_left -= len(data)
        files[path.relative_to(folder).as_posix()] = data
    return pack(files)


def read_archive(archive: Archive, digest: str) -> dict[str, bytes]:
    """The files of an archive with this digest.

    Raises `ArchiveError` for another digest, and for anything that `pack` does not write.
    """
    if archive.digest != digest:
        raise ArchiveError("its bytes do not match its digest")
    try:
        files = _read_members(archive)
    except (tarfile.TarError, UnicodeError, ValueError, OverflowError) as error:
        raise ArchiveError(f"it is not an archive: {error}") from None
    if pack(files) != archive:
        raise ArchiveError("it does not have the exact form of an archive")
    return files


def unpack(archive: Archive, digest: str, folder: Path) -> None:
    """Write the files of an archive into a folder that is new or has none of these names.

    Raises `ArchiveError` as `read_archive` does, before anything is written.
    """
    write_files(read_archive(archive, digest), folder)


def _read_members(archive: Archive) -> dict[str, bytes]:
    if len(archive.data) > MAX_BYTES + MAX_FILES * 3 * tarfile.BLOCKSIZE:
        raise ArchiveError(f"more than {MAX_BYTES // 1024**2} MB")
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive.data), mode="r:", encoding="utf-8") as tar:
        for member in tar:
            # The header of a sparse file gives a larger size than its data.
            if member.type != tarfile.REGTYPE or member.issparse():
                raise ArchiveError(f"{member.name!r} is not a plain file")
            if len(files) == MAX_FILES or not 0 <= member.size <= len(archive.data):
                raise ArchiveError(f"{member.name!r} is one file too many, or its size is wrong")
            file = tar.extractfile(member)
            files[_checked_name(member.name)] = file.read() if file else b""
    return files


def _checked_name(name: str) -> str:
    """The name, if it stays inside the folder on every system; else raises `ArchiveError`."""
    parts = PurePosixPath(name).parts
    is_normal = parts and "/".join(parts) == name and ".." not in parts
    # A surrogate replaces a byte that is not UTF-8; writing the name would fail or change it.
    has_forbidden = any(
        character in "\\\0" or "\ud800" <= character <= "\udfff" for character in name
    )
    if not is_normal or has_forbidden or name.startswith("/") or PureWindowsPath(name).anchor:
        raise ArchiveError(f"{name!r} is not a valid file name")
    return name
