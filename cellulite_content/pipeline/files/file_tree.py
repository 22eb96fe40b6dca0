"""The lister of files: which files of a project may be read, and why others may not.

Catalogs, templates, the glossary, the settings and the sources come from commits of people who may
not be trusted. Every stage lists and reads them here: regular files only, no links at any level,
with limits of size and depth. A link could publish a file from elsewhere or make a build write
there, and a pipe or a device never ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import NamedTuple

from ..errors import ProjectError
from .names import harmful_character
from .printable import printable

MAX_DEPTH = 24
"""Folders below a listed folder that are entered. 1,500 of them once ended every command."""

MEGABYTE = 1024 * 1024

_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)


class FileFault(NamedTuple):
    """Why a file may not be read: a stable code, a predicate (`is a symbolic link`), a remedy.

    `path` is the file, or the folder above it that has the fault, and `name` its name for messages.
    The codes are `symbolic-link`,
    `not-a-file`, `too-large`, `too-deep`, `odd-name`, `unreadable-file` and `missing-file`.
    """

    path: Path
    name: str
    code: str
    predicate: str
    hint: str

    @property
    def text(self) -> str:
        """The sentence about it, which begins with its name."""
        return f"{self.name} {self.predicate}"

    def __str__(self) -> str:
        return f"{self.text}; {self.hint}"


class ListedPath(NamedTuple):
    """A file or a folder of a tree. A path with a fault is neither read nor entered.

    `text` is its path: paths of `pathlib` would take most of the time of listing. `times` are those
    of a regular file's last change and of its status, in nanoseconds.
    """

    text: str
    is_folder: bool = False
    size: int = 0
    fault: FileFault | None = None
    times: tuple[int, int] = (0, 0)

    @property
    def path(self) -> Path:
        """Its path."""
        return Path(self.text)

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.text.rpartition(os.sep)[2]

    @property
    def suffix(self) -> str:
        """The suffix of its name, with the dot."""
        return os.path.splitext(self.text)[1]  # noqa: PTH122 - see above

    def name_in(self, folder: Path) -> str:
        """Its path in a folder above it, with slashes; a fault may be that of a folder above."""
        start = f"{folder}{os.sep}"
        name = self.text.removeprefix(start)
        if name == self.text:
            name = os.path.relpath(self.text, folder)
        return name.replace(os.sep, "/")


class FileFaultError(ProjectError):
    """A file may not be read. The message is one line: its name, why, and the remedy."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def find_fault(base: Path, path: Path, max_bytes: int) -> FileFault | None:
    """Why this file may not be read, or None. The folders between `base` and it are checked too.

    A link above `base` belongs to the owner of the checkout and is no fault.
    """
    parts = _parts(base, path)
    for part in parts:
        is_last = part == parts[-1]
        try:
            status = os.lstat(part)
        except FileNotFoundError:
            return _fault(base, Path(part), "missing-file", "is missing", "create it")
        except OSError as error:
            return _unreadable(base, Path(part), error)
        fault = _kind_fault(base, part, status, None if is_last else S_ISDIR)
        if fault or is_last:
            return fault or _size_fault(base, part, status.st_size, max_bytes)
    return None


def find_folder_fault(base: Path, folder: Path) -> FileFault | None:
    """Why nothing may be written below this folder, or None; parts of it may be missing."""
    for part in _parts(base, folder):
        try:
            status = os.lstat(part)
        except FileNotFoundError:
            return None
        except OSError as error:
            return _unreadable(base, Path(part), error)
        if fault := _kind_fault(base, part, status, S_ISDIR):
            return fault
    return None


def refuse_links(base: Path, *folders: Path) -> None:
    """Raise `FileFaultError` for a folder to write in that is a link, or is below one."""
    for folder in folders:
        if fault := find_folder_fault(base, folder):
            raise FileFaultError(fault)


def read_file(base: Path, path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file of at most `max_bytes`. Raises `FileFaultError`."""
    fault = find_fault(base, path, max_bytes)
    if fault:
        raise FileFaultError(fault)
    return _read(base, path, max_bytes)


def read_listed(listed: ListedPath, max_bytes: int) -> bytes:
    """As `read_file`, for a file of `list_tree`: only the last part of its path is checked."""
    base = Path(os.path.dirname(listed.text))  # noqa: PTH120 - see `ListedPath`
    try:
        status = os.lstat(listed.text)
    except OSError:
        return read_file(base, listed.path, max_bytes)  # says what is wrong
    fault = _kind_fault(base, listed.text, status, None)
    fault = fault or _size_fault(base, listed.text, status.st_size, max_bytes)
    if fault:
        raise FileFaultError(fault)
    return _read(base, listed.text, max_bytes)


def _read(base: Path, path: Path | str, max_bytes: int) -> bytes:
    try:
        # The file may have been replaced since it was checked: never follow links or wait.
        with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123 - a descriptor
            status = os.fstat(file.fileno())
            fault = _kind_fault(base, path, status, None)
            data = b"" if fault else file.read(min(status.st_size, max_bytes) + 1)
    except OSError as error:
        raise FileFaultError(_unreadable(base, path, error)) from None
    fault = fault or _size_fault(base, path, len(data), max_bytes)
    if fault:
        raise FileFaultError(fault)
    return data


def list_tree(
    base: Path, folder: Path, max_bytes: int, enter: Callable[[Path], bool] = lambda path: True
) -> Iterator[ListedPath]:
    """All files and folders below a folder, in a fixed order; nothing for a missing folder.

    What may not be read is listed with its fault. Folders for which `enter` returns false are
    listed, but their contents are not.
    """
    fault = find_folder_fault(base, folder)
    if fault:
        yield ListedPath(str(fault.path), fault=fault)
        return
    waiting = [(str(folder), 0)]
    while waiting:
        parent, depth = waiting.pop()
        try:
            with os.scandir(parent) as entries:
                children = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        except OSError as error:
            yield ListedPath(parent, is_folder=True, fault=_unreadable(base, parent, error))
            continue
        subfolders = []
        for child in children:
            listed = _listed(base, child, max_bytes, depth)
            yield listed
            if listed.is_folder and not listed.fault and enter(listed.path):
                subfolders.append((listed.text, depth + 1))
        waiting += reversed(subfolders)


def _listed(base: Path, entry: os.DirEntry[str], max_bytes: int, depth: int) -> ListedPath:
    path = entry.path
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        return ListedPath(path, fault=_unreadable(base, path, error))
    is_folder = S_ISDIR(status.st_mode)
    fault = _name_fault(base, path, entry.name)
    if is_folder:
        return ListedPath(path, is_folder, fault=fault or _depth_fault(base, path, depth))
    if fault is None and S_ISREG(status.st_mode) and status.st_size <= max_bytes:
        times = status.st_mtime_ns, status.st_ctime_ns
        return ListedPath(path, False, status.st_size, None, times)  # as nearly all are
    fault = (
        _kind_fault(base, path, status, None)
        or fault
        or _size_fault(base, path, status.st_size, max_bytes)
    )
    return ListedPath(path, size=status.st_size, fault=fault)


def _parts(base: Path, path: Path) -> list[str]:
    """The folders below `base` that lead to a path, from the top, and the path itself.

    Without `base` above it, the path is outside of the project, and all folders above it count.
    Texts, because paths of `pathlib` would take most of the time of a build without changes.
    """
    text, folder = str(path), str(base)
    if text == folder:
        return [text]
    start = len(folder) + 1 if text.startswith(folder + os.sep) else len(path.anchor)
    ends = [number for number, sign in enumerate(text) if sign == os.sep and number >= start]
    return [text[:end] for end in (*ends, len(text))]


def _fault(base: Path, path: Path | str, code: str, predicate: str, hint: str) -> FileFault:
    path = Path(path)
    name = printable((path.relative_to(base) if path.is_relative_to(base) else path).as_posix())
    if len(name) > 300:
        name = f"{name[:150]}…{name[-149:]}"
    return FileFault(path, name, code, predicate, hint)


def _kind_fault(
    base: Path, path: Path | str, status: os.stat_result, is_expected: Callable[[int], bool] | None
) -> FileFault | None:
    """The fault of a path that is a link, or not of the expected kind (default: a regular file)."""
    if S_ISLNK(status.st_mode):
        hint = "replace it with the file or folder itself"
        return _fault(base, path, "symbolic-link", "is a symbolic link", hint)
    if not (is_expected or S_ISREG)(status.st_mode):
        kind = "folder" if is_expected else "regular file"
        hint = f"put a {kind} in its place"
        return _fault(base, path, "not-a-file", f"is not a {kind}", hint)
    return None


def _size_fault(base: Path, path: Path | str, size: int, max_bytes: int) -> FileFault | None:
    if size <= max_bytes:
        return None
    limit = f"{max_bytes} bytes" if max_bytes % MEGABYTE else f"{max_bytes // MEGABYTE} MB"
    hint = "remove what does not belong in it"
    return _fault(base, path, "too-large", f"has more than {limit}", hint)


def _depth_fault(base: Path, path: str, depth: int) -> FileFault | None:
    if depth < MAX_DEPTH:
        return None
    predicate = f"is inside {MAX_DEPTH} other folders"
    return _fault(base, path, "too-deep", predicate, "delete it, or move it up")


def _name_fault(base: Path, path: str, name: str) -> FileFault | None:
    character = harmful_character(name)
    if not character:
        return None
    predicate = f"has {character} in its name"
    return _fault(base, path, "odd-name", predicate, "rename or delete it")


def _unreadable(base: Path, path: Path | str, error: OSError) -> FileFault:
    predicate = f"cannot be read: {error.strerror or error}"
    return _fault(base, path, "unreadable-file", predicate, "fix that, or restore the file")
