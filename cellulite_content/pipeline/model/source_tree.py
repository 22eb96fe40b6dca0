"""The files of the sources: those that editions may be made from, and no others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from os.path import lexists
from pathlib import Path
from typing import NamedTuple

from ..errors import ProjectError
from ..files.file_tree import MEGABYTE, ListedPath, list_tree
from ..files.printable import printable
from .project import Project

MAX_SOURCE_BYTES = 64 * MEGABYTE
"""The largest size of a source or a picture."""

MAX_NAME_BYTES = 200
"""The longest name. Most systems allow 255 bytes, and a book's name has a language and more."""

DOCUMENT_SUFFIXES = frozenset({".md", ".rst", ".txt"})
"""The suffixes of documents. Documents with other suffixes count as small."""

_INSTALLED = frozenset({"__pycache__", "node_modules"})


class SourceTree(NamedTuple):
    """The files of the sources, sorted by path, and the folders that are left out.

    Left out are hidden files, generated files, installed programs, and folders with a `conf.py` of
    their own (other Sphinx projects, such as a handbook). Files in `exclude_patterns` are included:
    an article may show a picture from there.
    """

    files: tuple[ListedPath, ...]
    left_out: tuple[Path, ...]

    @property
    def paths(self) -> list[Path]:
        """The paths of the files."""
        return [file.path for file in self.files]

    @property
    def document_bytes(self) -> int:
        """The bytes of all documents; the time limit of a task depends on them."""
        return sum(file.size for file in self.files if file.suffix in DOCUMENT_SUFFIXES)


def read_source_tree(project: Project) -> SourceTree:
    """The files of the project's sources.

    Raises `ProjectError` for anything there that may not be read: Sphinx follows links, and one
    could publish a file from elsewhere.
    """
    files: list[ListedPath] = []
    left_out: list[Path] = []
    excluded = {project.build, project.bundle, project.locales_folder}
    excluded_texts = set(map(str, excluded))

    def is_left_out(path: Path) -> bool:
        return path in excluded or path.name in _INSTALLED or any(map(lexists, _markers(path)))

    for listed in list_tree(
        project.root,
        project.source,
        MAX_SOURCE_BYTES,
        lambda path: not path.name.startswith(".") and not is_left_out(path),
    ):
        name = listed.name
        if name.startswith("."):
            continue
        may_be_left_out = listed.is_folder or listed.text in excluded_texts or name in _INSTALLED
        if may_be_left_out and is_left_out(listed.path):
            left_out.append(listed.path)
            continue
        if listed.fault:
            raise ProjectError(str(listed.fault))
        if len(os.fsencode(name)) > MAX_NAME_BYTES:
            raise ProjectError(
                f"{printable(name)}: a name of more than {MAX_NAME_BYTES} bytes, for which "
                f"editions need longer ones; rename it in {project.relative(listed.path.parent)}"
            )
        if not listed.is_folder:
            files.append(listed)
    return SourceTree(tuple(files), tuple(left_out))


def _markers(folder: Path) -> Iterator[Path]:
    """Files that mark a folder as another Sphinx project, or as a virtual environment."""
    return (folder / name for name in ("conf.py", "pyvenv.cfg"))
