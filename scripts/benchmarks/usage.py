"""Measures the time and memory of a program and all its processes; Linux only."""

from __future__ import annotations

import ctypes
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.timing import ENVIRONMENT, ROOT

_SUBREAPER = 36
"""`PR_SET_CHILD_SUBREAPER` (prctl(2))."""

_INTERVAL = 0.1
"""Seconds between two samples of the memory."""


@dataclass(frozen=True)
class Usage:
    """The cost of a run: seconds of the clock, seconds of processors, bytes of memory.

    `memory` is the largest sum of the proportional sets (PSS) of all its processes at one time: a
    page that processes share counts once. `largest` is that of the largest single process.
    """

    wall: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    largest: int = 0

    def __add__(self, other: Usage) -> Usage:
        """Two runs, one after the other."""
        return Usage(
            self.wall + other.wall,
            self.cpu + other.cpu,
            max(self.memory, other.memory),
            max(self.largest, other.largest),
        )


def median(runs: Sequence[Usage]) -> Usage:
    """The medians of the times of runs, and the most memory that any of them took."""
    return Usage(
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        max(run.memory for run in runs),
        max(run.largest for run in runs),
    )


def measure_usage(*program: str | Path) -> Usage:
    """Run a program to its end; when it fails, exit with its error output."""
    adopt_orphans(True)
    start, before = time.perf_counter(), _processor_seconds()
    # In a session of its own, all its processes are known, however they were started.
    process = subprocess.Popen(
        list(map(str, program)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=ENVIRONMENT,
        start_new_session=True,
    )
    sampler = _MemorySampler(process.pid)
    _, errors = process.communicate()
    wall = time.perf_counter() - start
    sampler.stop()
    _await_orphans(process.pid)
    adopt_orphans(False)
    if process.returncode:
        sys.exit(f"benchmark: {' '.join(map(str, program))}:\n{errors.decode()}")
    return Usage(wall, _processor_seconds() - before, sampler.memory, sampler.largest)


def adopt_orphans(adopt: bool) -> None:
    """Begin or end to adopt processes whose parent has ended, such as those of the fork server.

    The system reports the use of children only to a parent that waits for them.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, int(adopt), 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this system cannot report what all processes used")


def _await_orphans(group: int) -> None:
    """Wait for all processes of a group; this process may have children of its own."""
    while True:
        try:
            os.waitpid(-group, 0)
        except ChildProcessError:
            return


def _processor_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


class _MemorySampler(threading.Thread):
    """Samples the memory of all processes of a session until `stop`."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.memory = self.largest = 0
        self._session = session
        self._stopped = threading.Event()
        self.start()

    def run(self) -> None:
        """Take samples at intervals."""
        while not self._stopped.wait(_INTERVAL):
            paths = Path("/proc").glob("[0-9]*/stat")
            sizes = [_memory(path.parent) for path in paths if session_of(path) == self._session]
            self.memory = max(self.memory, sum(sizes))
            self.largest = max(self.largest, *sizes, 0)

    def stop(self) -> None:
        """End sampling."""
        self._stopped.set()
        self.join()


def session_of(path: Path) -> int:
    """A process's session (proc_pid_stat(5))."""
    try:
        # The name, in brackets, may contain anything; the fields after it have no spaces.
        return int(path.read_text().rpartition(")")[2].split()[3])
    except OSError:  # it has ended
        return 0


def _memory(folder: Path) -> int:
    """The bytes of a process's proportional set (proc_pid_smaps(5))."""
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def run_all(programs: Sequence[Sequence[str | Path]]) -> Usage:
    """Run programs one after the other."""
    total = Usage()
    for program in programs:
        total += measure_usage(*program)
    return total
