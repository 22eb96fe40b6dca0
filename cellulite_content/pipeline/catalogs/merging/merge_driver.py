"""The files of git's merge driver: three versions of a catalog, merged into one of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ...errors import ProjectError
from ...files.atomic import write_file
from .three_way_merge import BASE_NAME, OUR_NAME, THEIR_NAME, BranchMergeResult, merge_branches

_MAX_CONFLICTS = 127
"""`git merge-file` exits with the number of conflicts, at most this; higher codes are errors."""


def merge_files(base: Path, ours: Path, theirs: Path) -> BranchMergeResult:
    """Merge three files into `ours`.

    Raises `CatalogError` when one cannot be read; then nothing is written.
    """
    merged = merge_branches(base.read_bytes(), ours.read_bytes(), theirs.read_bytes())
    write_file(ours, merged.catalog.to_bytes())
    return merged


def merge_lines(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Merge three files line by line into `ours`, with git's conflict marks.

    This is for files that cannot be read as catalogs: nothing is hidden. Raises `ProjectError`,
    which names the catalog as `name`, when git cannot merge them, as it cannot UTF-16; `ours` then
    stays. Raises `OSError` without git.
    """
    labels = [part for each in (OUR_NAME, BASE_NAME, THEIR_NAME) for part in ("-L", each)]
    process = subprocess.run(
        ["git", "merge-file", "--quiet", *labels, ours, base, theirs],  # noqa: S607
        check=False,
        stderr=subprocess.DEVNULL,
    )
    if process.returncode > _MAX_CONFLICTS:
        raise ProjectError(
            f"{name}: git cannot merge the lines either, and the file of the {OUR_NAME} stays; "
            "take one file with `git checkout --ours` or `--theirs`, and copy what the other has"
        )
