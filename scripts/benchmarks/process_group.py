"""The processor time of a program with all processes that it starts; Linux only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.timing import ENVIRONMENT, ROOT
from benchmarks.usage import adopt_orphans, session_of

_TICKS = os.sysconf("SC_CLK_TCK")


class ProcessGroup:
    """A running program in a session of its own, on one core if it is given.

    `seconds` is the processor time of all its processes, once it has ended; without that until
    `start_counting`. With the pipe `errors`, `wait` reads what it prints to standard error.
    """

    def __init__(
        self,
        *program: str,
        folder: Path = ROOT,
        core: int | None = None,
        errors: int = subprocess.DEVNULL,
    ) -> None:
        adopt_orphans(True)
        self.seconds = 0.0
        self._program = program
        self._is_running = True
        self._start = time.perf_counter()
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, cores if core is None else {core})
        try:
            self._process = subprocess.Popen(
                program,
                cwd=folder,
                env=ENVIRONMENT,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                encoding="utf-8",
                start_new_session=True,
            )
        finally:
            os.sched_setaffinity(0, cores)

    def start_counting(self) -> None:
        """Leave out what the program has used until now."""
        self.seconds = -self._used()

    def wait(self) -> tuple[float, list[tuple[str, float]]]:
        """Wait for the end; exits when the program fails.

        Returns the seconds by the clock, and the lines that it printed to standard error, each with
        the processor time until then.
        """
        lines = [(line, self._used()) for line in self._process.stderr or ()]
        wall = time.perf_counter() - self._start
        if status := self._collect():
            sys.exit(f"benchmark: {' '.join(self._program)} failed ({status}): {lines[-1:]}")
        return wall, lines

    def end(self) -> float:
        """End the program; returns its processor time."""
        if self._is_running:
            os.kill(self._process.pid, signal.SIGTERM)  # `terminate` would collect it
            self._collect()
        return self.seconds

    def _used(self) -> float:
        """The processor time of all processes until now, of ended ones if somebody waited."""
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            if session_of(path) == self._process.pid:
                with suppress(OSError):  # it has ended
                    # Own and children's times (proc_pid_stat(5)); a name may contain anything.
                    fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
                    ticks += sum(map(int, fields[11:15]))
        return ticks / _TICKS

    def _collect(self) -> int:
        """Add up what all processes of the group have used; returns the exit status."""
        self._is_running = False
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds += used.ru_utime + used.ru_stime
        # Its processes end with it, those of the fork server without a parent to wait for them.
        with suppress(ChildProcessError):
            while True:
                _, _, used = os.wait4(-self._process.pid, 0)
                self.seconds += used.ru_utime + used.ru_stime
        return status
