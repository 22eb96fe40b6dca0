"""The folder of this user's caches, outside of projects and of the installed package."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def user_cache() -> Path | None:
    """A folder that only this user can write, or None where the system has none.

    It is `$XDG_CACHE_HOME/cellulite-content`, by default `~/.cache/cellulite-content` (XDG Base
    Directory Specification). A cache in the project could come from a commit or be shared between
    users; files in it that run as code (compiled templates) must not.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        folder = Path(base) if os.path.isabs(base) else Path.home() / ".cache"  # noqa: PTH117
        folder = folder / "cellulite-content"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except (OSError, RuntimeError):  # no home, or one that cannot be written
        return None
    if sys.platform != "win32" and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return folder if folder.is_dir() and not folder.is_symlink() else None
