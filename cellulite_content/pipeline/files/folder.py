"""Reads and writes the files of a folder, and replaces a folder as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Container, Mapping
from errno import EEXIST
from os.path import lexists
from pathlib import Path

from .file_states import file_names
from .file_tree import MEGABYTE, find_fault, list_tree, read_file, read_listed

MAX_FILE_BYTES = 1024 * MEGABYTE
"""The bytes of the largest file that is read; a larger one is a path that may not be read."""


def read_folder(folder: Path, known: Container[str] = ()) -> dict[str, bytes]:
    """The files below a folder: relative path with slashes to bytes; empty where it is missing.

    The contents of the files with the names `known` are not read, and empty in the result.

    A path that may not be read (a link, a pipe, a huge file) is in the result too, so that folders
    of which only one has such a path differ. Its name ends in a slash, as no file's does, and its
    bytes are the reason.
    """
    files: dict[str, bytes] = {}
    for listed in list_tree(folder, folder, MAX_FILE_BYTES):
        name = listed.name_in(folder)
        if listed.fault:
            files[f"{name}/"] = listed.fault.text.encode()
        elif not listed.is_folder:
            files[name] = b"" if name in known else read_listed(listed, MAX_FILE_BYTES)
    return files


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files with checked names into a folder that is new or has none of these names."""
    folders: set[str] = set()
    for name, data in files.items():
        parent, _, _ = name.rpartition("/")
        if parent not in folders:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            folders.add(parent)
        # Open exclusively and never follow links. Paths of strings take half the time.
        with open(f"{folder}/{name}", "xb") as file:  # noqa: PTH123
            file.write(data)


def replace_folder(target: Path, new: Path, equal: Container[str] = ()) -> bool:
    """Move the folder `new` to `target`. Returns whether anything changed.

    The files `equal` are known to be the same in both. What an earlier run left, which was killed,
    is repaired first. A target with the same files is not touched, since another program may be
    reading it; then `new` stays where it is. Otherwise `new` is moved beside the target, which
    copies it if it is on another disk; then two renames exchange the folders. Raises `OSError`.
    """
    recover_folder(target)
    if _is_folder(target) and _has_equal_files(target, new, equal):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    copy, old = _sibling(target, "new"), _sibling(target, "old")
    if lexists(copy):  # `shutil.move` would put the folder into this one
        raise FileExistsError(EEXIST, "an earlier run left this folder; delete it", str(copy))
    shutil.move(new, copy)
    if lexists(target):
        target.replace(old)
    copy.replace(target)
    remove(old)
    return True


def _has_equal_files(target: Path, new: Path, equal: Container[str]) -> bool:
    """Whether two folders have the same files; those named `equal` are the same in both."""
    if not equal:
        return read_folder(target) == read_folder(new)
    new_names = file_names(new)
    return (
        all(
            find_fault(target, target / name, MAX_FILE_BYTES) is None
            and read_file(target, target / name, MAX_FILE_BYTES) == (new / name).read_bytes()
            for name in new_names
            if name not in equal
        )
        and file_names(target) == new_names
    )


def recover_folder(target: Path) -> None:
    """Repair what a killed `replace_folder` left.

    If no folder is in place, the old one comes back; the new one would be complete too, but is made
    again anyway. The rest is removed.
    """
    copy, old = _sibling(target, "new"), _sibling(target, "old")
    if _is_folder(old) and not lexists(target):  # a link that somebody put there does not come back
        old.replace(target)
    for leftover in (copy, old):
        remove(leftover)


def remove(path: Path) -> None:
    """Remove a folder or a file, if there is one; a link itself, and never its target.

    A folder of which another program uses a file stays (on Windows): the next run removes it.
    """
    if _is_folder(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _is_folder(path: Path) -> bool:
    """Whether this is a folder, and no link to one."""
    return path.is_dir() and not path.is_symlink()


def _sibling(target: Path, suffix: str) -> Path:
    """A hidden path beside the target, for the time of the exchange."""
    return target.with_name(f".{target.name}.{suffix}")
