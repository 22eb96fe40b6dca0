"""Archives: a folder's files as one value, the same for the same files, known by its digest.

They carry what a build needs to another machine and bring its editions back. An archive is a tar
file of plain files, sorted by name, without times, owners and modes. What comes from elsewhere is
read only in the very form that `pack` writes, so that whatever else a tar file can hold (links,
devices, a name twice) has no way in.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..errors import PipelineError

MAX_BYTES = 1024**3
"""Bytes that an archive may have: the size that the engine allows a single file."""

MAX_FILES = 100_000
"""Files that an archive may have."""


class ArchiveError(PipelineError):
    """The files cannot be packed, or the bytes are not an archive that may be unpacked."""


@dataclass(frozen=True)
class Archive:
    """The bytes of an archive."""

    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 digest of the bytes, in hexadecimal: what the archive is known by."""
        return hashlib.sha256(self.data).hexdigest()


def pack(files: Mapping[str, bytes]) -> Archive:
    """The archive of files by their names, which are relative and have slashes.

    Raises `ArchiveError` for a name that would leave the folder, and for too much.
    """
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_BYTES:
        raise ArchiveError(f"more than {MAX_FILES} files or {MAX_BYTES // 1024**2} MB")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8") as tar:
        for name in sorted(files):
            if any(str(parent) in files for parent in PurePosixPath(_checked_name(name)).parents):
                raise ArchiveError(f"{name!r} is within a file")
            member = tarfile.TarInfo(name)
            member.size = len(files[name])
            tar.addfile(member, io.BytesIO(files[name]))
    return Archive(buffer.getvalue())


def pack_folder(folder: Path, paths: Iterable[Path] | None = None) -> Archive:
    """The archive of these files of a folder, or of all that lie in it, at any depth.

    Raises `ArchiveError` as `pack` does, and for a link: what it leads to may lie elsewhere.
    """
    files: dict[str, bytes] = {}
    bytes_left = MAX_BYTES
    for path in folder.rglob("*") if paths is None else paths:
        if path.is_symlink():
            raise ArchiveError(f"{path}: is a link; put the file itself there")
        if path.is_file():
            bytes_left -= path.stat().st_size
            if bytes_left < 0:
                raise ArchiveError(f"{folder}: more than {MAX_BYTES // 1024**2} MB")
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return pack(files)


def read_archive(archive: Archive, digest: str) -> dict[str, bytes]:
    """The files of an archive that is known by `address`.

    Raises `ArchiveError` for another digest and for all that `pack` does not write.
    """
    if archive.digest != digest:
        raise ArchiveError("its bytes are not those of its digest")
    try:
        files = _read_members(archive)
    except (tarfile.TarError, UnicodeError, ValueError, OverflowError) as error:
        raise ArchiveError(f"it is no archive: {error}") from None
    if pack(files) != archive:
        raise ArchiveError("it is not in the form that archives are written in")
    return files


def unpack(archive: Archive, digest: str, folder: Path) -> None:
    """Write the files of an archive into a folder that is new or has none of these names.

    Raises `ArchiveError` as `read` does, before anything is written.
    """
    write_files(read_archive(archive, digest), folder)


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files, as `read` gives them, into a folder that is new or has none of these names."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Never through a link or over a file, be they there by the whim of a file system.
        with path.open("xb") as file:
            file.write(data)


def _read_members(archive: Archive) -> dict[str, bytes]:
    if len(archive.data) > MAX_BYTES + MAX_FILES * 3 * tarfile.BLOCKSIZE:
        raise ArchiveError(f"more than {MAX_BYTES // 1024**2} MB")
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive.data), mode="r:", encoding="utf-8") as tar:
        for member in tar:
            # A sparse file says that it is larger than what is there of it.
            if member.type != tarfile.REGTYPE or member.issparse():
                raise ArchiveError(f"{member.name!r} is not a plain file")
            if len(files) == MAX_FILES or not 0 <= member.size <= len(archive.data):
                raise ArchiveError(f"{member.name!r} is one file too many, or has no such size")
            file = tar.extractfile(member)
            files[_checked_name(member.name)] = file.read() if file else b""
    return files


def _checked_name(name: str) -> str:
    """The name, if it leads into the folder on every system; raises `ArchiveError`."""
    parts = PurePosixPath(name).parts
    is_normal = parts and "/".join(parts) == name and ".." not in parts
    # A surrogate stands for a byte that is no text; where the name is written it would be lost.
    has_forbidden = any(
        character in "\\\0" or "\ud800" <= character <= "\udfff" for character in name
    )
    if not is_normal or has_forbidden or name.startswith("/") or PureWindowsPath(name).anchor:
        raise ArchiveError(f"{name!r} is no name of a file within a folder")
    return name
