"""The folders of this user, outside of projects and of the installed package."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from stat import S_ISDIR

_NAME = "cellulite-content"


def user_cache() -> Path | None:
    """The folder of this user's caches, or None where the system has none that others cannot write.

    It is `$XDG_CACHE_HOME/cellulite-content`, by default `~/.cache/cellulite-content` (XDG Base
    Directory Specification). A cache in the project could come from a commit or be shared between
    users; files in it that run as code (compiled templates) must not.
    """
    return _user_folder("XDG_CACHE_HOME", ".cache")


def user_state() -> Path | None:
    """The folder for what must stay on this machine, or None where others can write it.

    It is `$XDG_STATE_HOME/cellulite-content`, by default `~/.local/state/cellulite-content`. CI
    services store folders of caches and restore them elsewhere, but not this one.
    """
    return _user_folder("XDG_STATE_HOME", ".local/state")


def user_config() -> Path | None:
    """The folder of this user's settings, or None where there is none, or others can write it.

    It is `$XDG_CONFIG_HOME/cellulite-content`, by default `~/.config/cellulite-content`. It is
    never made.
    """
    folder = _place("XDG_CONFIG_HOME", ".config")
    return folder if folder is not None and _is_own(folder) else None


def _user_folder(variable: str, default: str) -> Path | None:
    """The program's folder in that of the variable, made when it is missing."""
    folder = _place(variable, default)
    try:
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:  # it cannot be written
        return None
    return folder if folder is not None and _is_own(folder) else None


def _place(variable: str, default: str) -> Path | None:
    base = os.environ.get(variable, "")
    try:
        return (Path(base) if os.path.isabs(base) else Path.home() / default) / _NAME  # noqa: PTH117
    except RuntimeError:  # no home
        return None


def _is_own(folder: Path) -> bool:
    """Whether it is a folder that others cannot write."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    if sys.platform != "win32" and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return False
    return S_ISDIR(status.st_mode)
