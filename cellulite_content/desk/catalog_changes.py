"""Changes of catalogs: what a volunteer without git hands in, as a patch that `git apply` reads."""

from __future__ import annotations

import difflib
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..pipeline.catalogs.file_checks import list_catalogs
from ..pipeline.errors import ProjectError
from ..pipeline.files.file_tree import FileFaultError, read_file
from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project

_TIMEOUT = 30
"""Seconds that git may take."""


@dataclass
class CatalogChanges:
    """The changes of a locale's catalogs, and of `locales.toml`, since the last commit.

    Where git does not have the project, they are those since the desk was started.
    """

    project: Project
    locale: Locale
    _start: Mapping[str, bytes] = field(init=False)
    _prefix: str | None = field(init=False)

    def __post_init__(self) -> None:
        self._prefix = self._find_prefix()
        self._start = {} if self.is_from_git else dict(self._files())

    @property
    def is_from_git(self) -> bool:
        """Whether the changes are those since the last commit."""
        return self._prefix is not None

    def patch(self) -> bytes:
        """The changes as a unified diff. Raises `ProjectError` if git fails."""
        if self._prefix is None:
            present = dict(self._files())
            return b"".join(
                _diff(name, self._start.get(name), data)
                for name, data in present.items()
                if data != self._start.get(name)
            )
        options = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--full-index")
        prefixes = ("--src-prefix=a/", "--dst-prefix=b/")
        tracked = self._git("diff", *options, *prefixes, "HEAD", "--", *self._places)
        if tracked is None:
            raise ProjectError("git does not say what has changed; download the catalog instead")
        return tracked + b"".join(self._new_files())

    @property
    def _places(self) -> tuple[str, ...]:
        folder = self.project.locales_folder / self.locale.code
        return str(folder), str(self.project.locales_toml)

    def _new_files(self) -> Iterator[bytes]:
        """The patches of catalogs that git does not have yet."""
        listed = self._git("ls-tree", "-rz", "--name-only", "--full-tree", "HEAD")
        known = set((listed or b"").split(b"\0"))
        for name, data in self._files():
            full_name = f"{self._prefix}{name}"
            if os.fsencode(full_name) not in known:
                yield _diff(full_name, None, data)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        """The files by their paths in the project."""
        project = self.project
        paths = [each.path for each in list_catalogs(project, self.locale) if not each.fault]
        for path in (*paths, project.locales_toml):
            try:
                data = read_file(project.root, path, project.largest_catalog)
            except FileFaultError:
                continue
            yield project.relative(path), data

    def _find_prefix(self) -> str | None:
        """The project's path in the repository, if the last commit has the list of locales."""
        name = self.project.relative(self.project.locales_toml)
        if self._git("cat-file", "-e", f"HEAD:./{name}") is None:
            return None
        prefix = self._git("rev-parse", "--show-prefix")
        return None if prefix is None else os.fsdecode(prefix).rstrip("\n")

    def _git(self, *arguments: str) -> bytes | None:
        """What git writes; None if it fails, or is not there. It runs nothing of the project."""
        command = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=true", *arguments)
        # The desk changes nothing in the repository, not even git's index.
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
        try:
            done = subprocess.run(
                command,
                cwd=self.project.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout if done.returncode == 0 else None


def _diff(name: str, old: bytes | None, new: bytes) -> bytes:
    """The patch of one file; `old` is None for a new one."""
    path = Path(name).as_posix().encode()
    head = b"diff --git a/%b b/%b\n" % (path, path)
    end = b"\t" if b" " in path else b""  # as git ends a name with spaces
    before = b"/dev/null" if old is None else b"a/" + path + end
    if old is None:
        head += b"new file mode 100644\n"
    lines = difflib.diff_bytes(
        difflib.unified_diff, _lines(old or b""), _lines(new), before, b"b/" + path + end
    )
    body = b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for line in lines
    )
    return head + body if body else b""


def _lines(data: bytes) -> list[bytes]:
    """The lines as git counts them: `splitlines` would also end one at a CR or a form feed."""
    return [line + b"\n" for line in data.split(b"\n")[:-1]] + [
        last for last in data.split(b"\n")[-1:] if last
    ]
