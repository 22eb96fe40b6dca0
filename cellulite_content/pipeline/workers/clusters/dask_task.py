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

from ...files.archives.archive import Archive
from ..process_limits import MEMORY
from ..task import time_limit
from .job import Job, JobResult

__all__ = ("IDLE_TIMEOUT", "run_job", "start_servers")

_OVERHEAD = 60.0
"""Seconds, in addition to the pool's deadline, for starting, unpacking and packing."""

IDLE_TIMEOUT = 10.0
"""Seconds after which an idle server is ended: the next build may have other code."""


def start_servers(dask_worker: Worker) -> None:
    """Start a server for each of the worker's threads, to be ready for the first job.

    Dask passes the worker to a parameter of this name.
    """
    for _ in range(dask_worker.state.nthreads - len(_idle_servers)):
        _BuildServer(dask_worker).release()


def run_job(job: bytes, project: bytes, catalogs: bytes) -> bytes:
    """The pickled `JobResult` of a pickled `Job`. Raises `OSError` when the server gives none.

    Arguments and result are bytes: the scheduler unpickles calls and would need this package.
    """
    worker = get_worker()
    server = _take_idle_server() or _BuildServer(worker)
    result = server.build(pickle.loads(job), Archive(project), Archive(catalogs))  # noqa: S301
    server.release()
    return pickle.dumps(replace(result, worker=worker.address, memory=server.memory))


class _BuildServer:
    """A running build server, used by one thread of the worker at a time.

    `memory` is in bytes; 0 means the pool's own limit.
    """

    def __init__(self, worker: Worker) -> None:
        self.memory = _memory_limit(worker)
        self._folder = tempfile.mkdtemp(prefix="build-server-", dir=worker.local_directory)
        arguments = (
            "-m",
            "cellulite_content.pipeline.workers.clusters.build_server",
            self._folder,
            str(self.memory),
        )
        # In an empty folder, so that nothing from the worker's folder is imported.
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self._folder,
        )
        self._pipes = cast(
            "tuple[IO[bytes], IO[bytes]]", (self._process.stdin, self._process.stdout)
        )

    def build(self, job: Job, *archives: Archive) -> JobResult:
        """Send a job and return its result. Raises `OSError` when the server has ended."""
        jobs, results = self._pipes
        timer = threading.Timer(time_limit(job.size) + _OVERHEAD, self._process.kill)
        timer.start()
        try:
            pickle.dump((job, *archives), jobs)
            jobs.flush()
            result: JobResult = pickle.load(results)  # noqa: S301 - our own program's
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.end()
            code = self._process.returncode
            raise OSError(f"the program that builds ended with code {code}") from error
        finally:
            timer.cancel()
        return result

    def release(self) -> None:
        """Make the server available for the next job, for `IDLE_TIMEOUT` seconds."""
        with _lock:
            _idle_servers.append(self)
        timer = threading.Timer(IDLE_TIMEOUT, self._end_if_idle)
        timer.daemon = True
        timer.start()

    def _end_if_idle(self) -> None:
        with _lock:
            if self not in _idle_servers:
                return
            _idle_servers.remove(self)
        self.end()

    def end(self) -> None:
        """End the program and remove its files."""
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


_idle_servers: list[_BuildServer] = []
_lock = threading.Lock()


def _take_idle_server() -> _BuildServer | None:
    with _lock:
        return _idle_servers.pop() if _idle_servers else None


def _memory_limit(worker: Worker) -> int:
    """The memory limit of one of the worker's builds in bytes; 0 if the pool's is lower."""
    limit: int = (worker.memory_manager.memory_limit or 0) // max(1, worker.state.nthreads)
    return limit if limit < MEMORY else 0
