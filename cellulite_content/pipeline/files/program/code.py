"""The program's own files and the packages that it uses: a change of them makes editions anew."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from ..atomic import write_file
from ..file_states import is_settled
from ..user_folders import user_cache
from .own_catalogs import PACKED

_PACKAGE = Path(__file__).parents[3]
_NO_CODE = (_PACKAGE / "data", _PACKAGE.parent / PACKED)
"""The folders of the bundle, and of the catalogs that only a wheel has beside its code."""


def installed_packages() -> list[tuple[str, str]]:
    """The normalized names and the versions of all packages, in the order of the path.

    They come from names of folders (PEP 427): to ask `importlib.metadata` for a few takes 10 ms.
    """
    names = [
        entry.name.removesuffix(".dist-info").partition("-")
        for folder in sys.path
        if folder and Path(folder).is_dir()
        for entry in os.scandir(folder)
        if entry.name.endswith(".dist-info")
    ]
    return [(name, version) for name, _, version in names]


def installed_versions() -> dict[str, str]:
    """The versions of the packages that imports find, by normalized name (`source_serif_4`)."""
    return dict(reversed(installed_packages()))


@cache
def code_digest() -> str:
    """A digest of this package's files, without bundle, catalogs and compiled modules: the same for
    a checkout and the wheel made from it.

    To read them takes 12 ms, so it is kept in the user's cache, with the files' states.
    """
    begin = time.time_ns()
    files = [*_code_files(_PACKAGE)]
    states = _digest(files)
    folder = user_cache()
    path = folder / f"code.{_digest(str(_PACKAGE))[:12]}" if folder else None
    with suppress(OSError, ValueError):
        known, kept = path.read_text("ascii").split() if path else ("", "")
        if known == states:
            return kept
    hashed = hashlib.sha256()
    for name, *_ in files:
        hashed.update(f"{name}\0".encode())
        hashed.update(hashlib.sha256((_PACKAGE / name).read_bytes()).digest())
    if path and all(is_settled(changed, changed, begin) for *_, changed in files):
        with suppress(OSError):
            write_file(path, f"{states} {hashed.hexdigest()}".encode())
    return hashed.hexdigest()


def _code_files(folder: Path | str, start: str = "") -> Iterator[tuple[str, int, int, int]]:
    """The names of the files in order, their sizes, and the times of change of content and status.

    A link has the time of now: the file that it leads to may change unnoticed.
    """
    with os.scandir(folder) as entries:
        children = sorted(entries, key=lambda entry: (entry.is_dir(), entry.name))
    for child in children:
        if not child.is_dir():
            status = child.stat()
            changed = time.time_ns() if child.is_symlink() else status.st_ctime_ns
            yield f"{start}{child.name}", status.st_size, status.st_mtime_ns, changed
        elif child.name != "__pycache__" and Path(child.path) not in _NO_CODE:
            yield from _code_files(child.path, f"{start}{child.name}/")


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()
