"""Reads folders as values, and replaces them as a whole."""

from __future__ import annotations

import shutil
from pathlib import Path


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files below a folder: relative path with slashes to bytes; empty where it is missing."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def replace_folder(target: Path, new: Path) -> bool:
    """Move the folder `new` to `target`. Returns whether anything changed.

    A target with the same files is not touched: another program may be reading it. The old folder
    stays in place until the new one is beside it, which may come from another disk.
    `recover_folder` repairs what a kill between the two renames leaves.
    """
    if target.is_dir() and read_folder(target) == read_folder(new):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    copy, old = _sibling(target, "new"), _sibling(target, "old")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    shutil.move(new, copy)
    if target.exists():
        target.replace(old)
    copy.replace(target)
    shutil.rmtree(old, ignore_errors=True)
    return True


def recover_folder(target: Path) -> None:
    """Bring back the old folder where a killed `replace_folder` had moved it aside."""
    copy, old = _sibling(target, "new"), _sibling(target, "old")
    if old.is_dir() and not target.exists():
        old.replace(target)
    for leftover in (copy, old):
        shutil.rmtree(leftover, ignore_errors=True)


def _sibling(target: Path, suffix: str) -> Path:
    return target.with_name(f".{target.name}.{suffix}")
