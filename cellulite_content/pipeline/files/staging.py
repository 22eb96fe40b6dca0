"""Staging folders: for files that are not ready to be published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .lock import locked_folder

_PREFIX = "staging-"


@contextmanager
def staging_folder(parent: Path) -> Iterator[Path]:
    """A fresh folder in `parent`, removed afterwards; those of killed runs are removed first."""
    parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with locked_folder(parent):
            remove_unused_staging(parent)
            temporary = TemporaryDirectory(prefix=_PREFIX, dir=parent, ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(temporary))
            stack.enter_context(locked_folder(folder))
        yield folder


def remove_unused_staging(parent: Path) -> None:
    """Remove the staging folders in `parent` that no running process has locked: of killed runs."""
    for folder in parent.glob(f"{_PREFIX}*"):
        if folder.is_symlink() or not folder.is_dir():
            folder.unlink(missing_ok=True)
            continue
        with locked_folder(folder, wait=False) as free:
            if free:
                shutil.rmtree(folder, ignore_errors=True)
