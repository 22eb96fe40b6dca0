"""A real scheduler and real workers on loopback, each a process with a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

WAIT = 60.0
"""Seconds that a process of Dask may take to say that it is ready, on a busy machine."""


class Machine:
    """One process of Dask with all that it starts, as a machine apart would be."""

    def __init__(self, folder: Path, name: str, ready: str, *arguments: str, **env: str) -> None:
        self.place = folder / name
        self.place.mkdir()
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                cwd=self.place,
                env=os.environ | {"TMPDIR": str(self.place)} | env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + WAIT
        while ready not in self.said:
            assert time.monotonic() < end, self.said
            assert self._process.poll() is None, self.said
            time.sleep(0.05)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """Cut the power: the whole group gets the signal that no program can catch."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Net:
    """A scheduler and its workers, all in one folder and gone at the end of a test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._machines: list[Machine] = []
        self.address = ""

    def scheduler(self, protocol: str = "tcp", *options: str) -> Machine:
        self.address = f"{protocol}://127.0.0.1:{free_port()}"
        return self._start(
            "scheduler", "Scheduler at:", "scheduler", "--host", self.address,
            "--no-dashboard", "--dashboard-address", "127.0.0.1:0", *options,
        )  # fmt: skip

    def worker(self, name: str, *options: str, **environment: str) -> Machine:
        place = str(self._folder / name)
        return self._start(
            name, "Starting established connection to", "worker", self.address, "--nthreads", "1",
            "--no-dashboard", "--no-nanny", "--local-directory", place, *options, **environment,
        )  # fmt: skip

    def _start(self, name: str, ready: str, *arguments: str, **environment: str) -> Machine:
        machine = Machine(self._folder, name, ready, *arguments, **environment)
        self._machines.append(machine)
        return machine

    def close(self) -> None:
        for machine in reversed(self._machines):
            machine.kill()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def tree(folder: Path) -> dict[str, bytes]:
    """All that lies below a folder; folders have no bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }
