"""A task whose batches are built by several jobs: puts together what they send back.

Files are written as they arrive, after their names are checked: a batch brings files of its own
articles, and no two batches bring one file with different bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...files.archives.archive import ArchiveError
from ...files.folder import write_files
from ...model.fault import BuildResult
from ..task import Task
from .batches import Batch, Divisible


@dataclass(eq=False)
class DividedTask:
    """A task, and what of it has arrived. It `is_given_up` when a batch has failed."""

    task: Task
    divisible: Divisible
    batches: list[Batch]
    is_given_up: bool = field(default=False, init=False)
    _results: dict[Batch, BuildResult] = field(default_factory=dict)
    _parts: dict[str, dict[Batch, bytes]] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether all batches have arrived."""
        return len(self._results) == len(self.batches)

    def add(self, batch: Batch, files: Mapping[str, bytes], built: BuildResult) -> None:
        """Take what a job has sent. Raises `ArchiveError` before anything is written."""
        new: dict[str, bytes] = {}
        parts: dict[str, bytes] = {}
        for name, data in files.items():
            if refusal := self.divisible.refusal(batch, name):
                raise ArchiveError(refusal)
            if self.divisible.is_merged(name):
                parts[name] = data
            elif not self._has(name, data):
                new[name] = data
        try:
            write_files(new, self._folder)
        except OSError as error:  # such as a folder where another batch has a file
            raise ArchiveError(f"they cannot be put together: {error}") from None
        for name, data in parts.items():
            self._parts.setdefault(name, {})[batch] = data
        self._results[batch] = built

    def finish(self) -> BuildResult:
        """Write the files of which each batch has a part; gives the result of the whole task.

        `seconds` are those of all batches together, and warnings are in the order of the batches.
        Raises `ArchiveError` as `add`.
        """
        merged = {
            name: self.divisible.merge(
                name, [parts[batch] for batch in self.batches if batch in parts]
            )
            for name, parts in self._parts.items()
        }
        write_files(merged, self._folder)
        results = [self._results[batch] for batch in self.batches]
        seconds: dict[str, float] = {}
        for result in results:
            for form, used in result.seconds.items():
                seconds[form] = seconds.get(form, 0.0) + used
        return BuildResult(
            tuple(dict.fromkeys(fault for result in results for fault in result.warnings)),
            seconds,
            parsed=tuple(dict.fromkeys(name for result in results for name in result.parsed)),
            removed=frozenset().union(*(result.removed for result in results)),
        )

    def give_up(self) -> None:
        """Delete all that has arrived: the task is to be done as a whole."""
        self.is_given_up = True
        for form in self.task.arguments[2]:
            shutil.rmtree(self._folder / form, ignore_errors=True)

    def _has(self, name: str, data: bytes) -> bool:
        """Whether another batch has brought a file. Raises `ArchiveError` if it was another one."""
        path = self._folder / name
        if not path.is_file():
            return False
        if path.read_bytes() != data:
            raise ArchiveError(f"{name!r} differs from that of another batch")
        return True

    @property
    def _folder(self) -> Path:
        folder: Path = self.task.arguments[5]
        return folder
