"""The functions that a Dask worker calls: they pass jobs to build servers and return the results.

The build itself runs in `build_server`.
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
from .process_pool import MEMORY, time_limit

__all__ = ("IDLE", "run_job", "start_servers")

_GRACE = 60.0
"""Seconds, in addition to the pool's deadline, for starting, unpacking and packing."""

IDLE = 10.0
"""Seconds after which an idle server is ended: the next build may have other code."""


def start_servers(dask_worker: Worker) -> None:
    """Start a server for each of the worker's threads, to be ready for the first job.

    Dask passes the worker to a parameter of this name.
    """
    for _ in range(dask_worker.state.nthreads - len(_idle)):
        _BuildServer(dask_worker).release()


def run_job(job: bytes, project: bytes, catalogs: bytes) -> bytes:
    """The pickled `JobResult` of a pickled `Job`. Raises `OSError` when the server gives none.

    Arguments and result are bytes: the scheduler unpickles calls and would need this package.
    """
    worker = get_worker()
    server = _idle_server() or _BuildServer(worker)
    made = server.ask(pickle.loads(job), Archive(project), Archive(catalogs))  # noqa: S301
    server.release()
    return pickle.dumps(replace(made, worker=worker.address, memory=server.memory))


class _BuildServer:
    """A running build server, used by one thread of the worker at a time.

    `memory` is in bytes; 0 means the pool's own limit.
    """

    def __init__(self, worker: Worker) -> None:
        self.memory = _memory(worker)
        self._folder = tempfile.mkdtemp(prefix="build-server-", dir=worker.local_directory)
        program = (
            "-m",
            "cellulite_content.pipeline.workers.build_server",
            self._folder,
            str(self.memory),
        )
        # In an empty folder, so that nothing from the worker's folder is imported.
        self._process = subprocess.Popen(
            [sys.executable, *program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self._folder,
        )
        self._pipes = cast(
            "tuple[IO[bytes], IO[bytes]]", (self._process.stdin, self._process.stdout)
        )

    def ask(self, job: Job, *archives: Archive) -> JobResult:
        """Send a job and return its result. Raises `OSError` when the server has ended."""
        questions, answers = self._pipes
        bound = threading.Timer(time_limit(job.size) + _GRACE, self._process.kill)
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
        """Make the server available for the next job, for `IDLE` seconds."""
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
        """End the program and remove its files."""
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


_idle: list[_BuildServer] = []
_lock = threading.Lock()


def _idle_server() -> _BuildServer | None:
    with _lock:
        return _idle.pop() if _idle else None


def _memory(worker: Worker) -> int:
    """The memory limit of one of the worker's builds in bytes; 0 if the pool's is lower."""
    limit: int = (worker.memory_manager.memory_limit or 0) // max(1, worker.state.nthreads)
    return limit if limit < MEMORY else 0
