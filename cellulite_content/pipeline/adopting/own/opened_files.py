"""The files that a build opens: what an edition was made from outside of the sources."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path


class OpenedFiles:
    """The files that this process, and those that it forks, open from `start` on."""

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._is_started = False

    def start(self) -> None:
        """Note files from now on."""
        if not self._is_started:
            self._is_started = True
            sys.addaudithook(self.note)

    def note(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note a file that is opened (an audit hook)."""
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            self._paths.add(os.fsdecode(arguments[0]))

    def outside(self, folders: Iterable[Path], files: Iterable[Path]) -> tuple[str, ...]:
        """Those that are files now, without `files`, those below `folders`, installed programs, and
        the system's."""
        installed = {sys.prefix, sys.base_prefix, sys.exec_prefix, "/dev", "/proc", "/sys"}
        roots = {os.path.realpath(each) for each in (*map(str, folders), *installed)}
        paths = {os.path.realpath(path) for path in self._paths} - set(map(str, files))
        return tuple(
            sorted(
                path
                for path in paths
                if Path(path).is_file()
                and not {"site-packages", "__pycache__"} & set(Path(path).parts)
                and not any(path.startswith(f"{root}{os.sep}") for root in roots)
            )
        )
