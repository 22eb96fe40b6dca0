"""The files that a user gives: read safely, those of a folder one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import ProjectError
from ..files.file_tree import MEGABYTE, FileFaultError, list_tree, read_file
from .imported import GivenFile
from .pandoc import READERS

SUFFIXES = ("txt", *READERS)
LARGEST_FILE = 64 * MEGABYTE
MOST_FILES = 500


def read_given_files(paths: Sequence[Path]) -> list[GivenFile]:
    """The files of these paths; of a folder, all files in it that can be imported.

    Raises `ProjectError` for a file that may not be read, is too large, or is of another kind.
    """
    files = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            listed = list(_listed(path))
            if not listed:
                raise ProjectError(f"{path}: has no file that can be imported ({_suffixes()})")
            files += listed
        else:
            files.append(_read(path))
        if len(files) > MOST_FILES:
            raise ProjectError(f"more than {MOST_FILES} files; import them in parts")
    return files


def _listed(folder: Path) -> Iterator[GivenFile]:
    for listed in list_tree(
        folder.absolute(), folder.absolute(), LARGEST_FILE, lambda path: path.name[:1] != "."
    ):
        path = listed.path
        if listed.is_folder or path.name.startswith((".", "~$")) or not _is_known(path):
            continue
        if listed.fault:
            raise ProjectError(str(listed.fault))
        yield _read(folder / path.relative_to(folder.absolute()))


def _read(path: Path) -> GivenFile:
    if not _is_known(path):
        raise ProjectError(f"{path}: cannot be imported; give a file with {_suffixes()}")
    full = path.absolute()
    try:
        data = read_file(full.parent, full, LARGEST_FILE)
    except FileFaultError as error:
        fault = error.fault
        if fault.code == "missing-file":
            raise ProjectError(f"{path}: there is no such file; correct its name") from None
        raise ProjectError(f"{path} {fault.predicate}; {fault.hint}") from None
    return GivenFile(full, str(path), data)


def _is_known(path: Path) -> bool:
    return path.suffix.lower().removeprefix(".") in SUFFIXES


def _suffixes() -> str:
    return ", ".join(f".{suffix}" for suffix in SUFFIXES)
