"""The cores that a run leaves idle, of which its tasks take some for processes of their own.

They are bytes in a pipe, as in the job server of GNU make: the pool puts one in for each core
without a task, a task takes one for each helper, and puts it back when the helper has ended.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from multiprocessing.connection import Pipe


class SpareCores:
    """A pipe of spare cores, shared by a pool and the processes of its tasks."""

    def __init__(self) -> None:
        self._reader, self._writer = Pipe(duplex=False)  # they close when nobody uses them
        os.set_blocking(self._reader.fileno(), False)

    def fileno(self) -> int:
        """The handle to wait for until a core is spare."""
        return self._reader.fileno()

    def has_any(self) -> bool:
        """Whether a core is spare now."""
        return self._reader.poll()

    def take(self) -> bool:
        """Take a core if one is spare."""
        with suppress(BlockingIOError):
            return bool(os.read(self._reader.fileno(), 1))
        return False

    def give(self) -> None:
        """Put a core in."""
        os.write(self._writer.fileno(), b".")


class CountedCores(SpareCores):
    """The spare cores of a pool that runs at most `jobs` tasks at a time, for its threads.

    A process that is killed does not put back what it has taken: these cores stay idle until no
    task is left.
    """

    def __init__(self, jobs: int) -> None:
        super().__init__()
        self._jobs = jobs
        self._tasks = self._given = 0
        self._lock = threading.Lock()

    @property
    def are_last_tasks(self) -> bool:
        """Whether there may be spare cores: no task waits for another one to end."""
        return 1 < self._jobs >= self._tasks

    def add_tasks(self, count: int) -> None:
        """Count tasks that begin or wait; a negative number has ended."""
        with self._lock:
            self._tasks += count
            spare = self._jobs - self._tasks if self._tasks else 0
            while self._given < spare:
                self.give()
                self._given += 1
            while (self._given > max(0, spare) or not self._tasks) and self.take():
                self._given -= 1
            if not self._tasks:
                self._given = 0
