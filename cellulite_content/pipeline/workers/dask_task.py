"""What a worker of Dask runs, by name: it hands items to stations and gives their answers.

Nothing here builds: `station` does.
"""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from typing import IO, cast

from distributed import Worker, get_worker

from ..files.archive import Archive
from .job import Job, JobResult
from .process_pool import MEMORY, time_for

__all__ = ("IDLE", "run_job", "start_servers")

_GRACE = 60.0
"""Seconds beside the engine's deadline that a station may take to start, unpack and pack."""

IDLE = 10.0
"""Seconds after which a station that nobody asks is ended: the next build may have other code."""


def start_servers(dask_worker: Worker) -> None:
    """Start a station for each of the worker's threads, to be ready when the first item comes.

    Dask gives the worker to a parameter of this name.
    """
    for _ in range(dask_worker.state.nthreads - len(_idle)):
        _BuildServer(dask_worker).release()


def run_job(job: bytes, project: bytes, catalogs: bytes) -> bytes:
    """What became of an `Job`, as a pickled `JobResult`. Raises `OSError` when there is no answer.

    All that travels is bytes: the scheduler, which looks into calls, then needs none of our code.
    """
    worker = get_worker()
    server = _idle_server() or _BuildServer(worker)
    made = server.ask(pickle.loads(job), Archive(project), Archive(catalogs))  # noqa: S301
    server.release()
    return pickle.dumps(replace(made, worker=worker.address, memory=server.memory))


class _BuildServer:
    """A running station, asked by one thread of the worker at a time.

    `memory` is in bytes; 0 leaves the bound to the engine.
    """

    def __init__(self, worker: Worker) -> None:
        self.memory = _memory(worker)
        self._place = tempfile.mkdtemp(prefix="station-", dir=worker.local_directory)
        program = (
            "-m",
            "cellulite_content.pipeline.workers.build_server",
            self._place,
            str(self.memory),
        )
        # From an empty folder: what lies in the worker's own is nothing to import.
        self._process = subprocess.Popen(
            [sys.executable, *program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self._place,
        )
        self._pipes = cast(
            "tuple[IO[bytes], IO[bytes]]", (self._process.stdin, self._process.stdout)
        )

    def ask(self, job: Job, *archives: Archive) -> JobResult:
        """The answer. Raises `OSError` when there is none; the station has then ended."""
        questions, answers = self._pipes
        bound = threading.Timer(time_for(job.size) + _GRACE, self._process.kill)
        bound.start()
        try:
            pickle.dump((job, *archives), questions)
            questions.flush()
            made: JobResult = pickle.load(answers)  # noqa: S301 - our own program's
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.end()
            code = self._process.returncode
            raise OSError(f"the program that builds ended with code {code}") from error
        finally:
            bound.cancel()
        return made

    def release(self) -> None:
        """Wait for the next item, but not for long."""
        with _lock:
            _idle.append(self)
        timer = threading.Timer(IDLE, self._end_if_idle)
        timer.daemon = True
        timer.start()

    def _end_if_idle(self) -> None:
        with _lock:
            if self not in _idle:
                return
            _idle.remove(self)
        self.end()

    def end(self) -> None:
        """End the program, and what it has left."""
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._place, ignore_errors=True)


_idle: list[_BuildServer] = []
_lock = threading.Lock()


def _idle_server() -> _BuildServer | None:
    with _lock:
        return _idle.pop() if _idle else None


def _memory(worker: Worker) -> int:
    """The bytes that one of the worker's builds may have; 0 where the engine allows no more."""
    limit: int = (worker.memory_manager.memory_limit or 0) // max(1, worker.state.nthreads)
    return limit if limit < MEMORY else 0
