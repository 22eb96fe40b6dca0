"""The build server: builds locales for a Dask worker, in a program of its own.

A Dask worker has threads and may not fork, so it starts this program and sends it jobs through
pipes. Here a `ProcessPool` runs each build as it runs a local one, with the same limits. When the
worker ends, for whatever reason, the program ends too, with its running build and its files.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import BinaryIO

from ...files.archives.archive import Archive, ArchiveError, pack_folder, unpack
from ...model.document_keys import NOTHING_KEPT
from ..process_pool import ProcessPool
from ..task import Task
from .job import Job, JobResult


def run_job(
    pool: ProcessPool, work_folder: Path, job: Job, project: Archive, catalogs: Archive
) -> JobResult:
    """Build a job from its archives, in a temporary folder below `work_folder`."""
    with tempfile.TemporaryDirectory(dir=work_folder) as folder:
        root, output = Path(folder, "project"), Path(folder, "staging", job.code)
        output.mkdir(parents=True)
        try:
            for archive, digest in zip((project, catalogs), job.inputs, strict=True):
                unpack(archive, digest, root)
        except ArchiveError as error:
            return JobResult(error=f"its inputs are refused: {error}")
        options = (job.formats, job.published, job.outdated, output, job.reading, NOTHING_KEPT)
        arguments = (root, job.code, *options, job.batch)
        outcome = pool.run_one(Task(job.code, job.function, arguments, job.size))
        if outcome.error:
            return JobResult(error=outcome.error.removeprefix(f"{job.code}: "), root=str(root))
        try:
            archive = pack_folder(output)
        except ArchiveError as error:
            return JobResult(error=f"its editions cannot be sent: {error}")
        return JobResult(archive, archive.digest, outcome.value, root=str(root))


def main(work_folder: Path, memory: int) -> None:
    """Read jobs from standard input and write results to standard output until the input ends.

    `memory` is the limit of a build in bytes (0: the pool's limit).
    """
    job_pipe, result_pipe = _open_pipes()
    if memory and sys.platform != "win32":
        import resource  # noqa: PLC0415 - POSIX only

        # The pool gives no build more memory than its own process may have.
        hard_limit = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory if hard_limit == resource.RLIM_INFINITY else min(memory, hard_limit)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    pool = ProcessPool(1)
    jobs: queue.SimpleQueue[tuple[Job, Archive, Archive]] = queue.SimpleQueue()
    listener = threading.Thread(target=_read_jobs, args=(job_pipe, jobs, work_folder), daemon=True)
    listener.start()
    while True:
        result = run_job(pool, work_folder, *jobs.get())
        try:
            pickle.dump(result, result_pipe)
            result_pipe.flush()
        except OSError:  # the worker has ended: the listener cleans up and ends the program
            listener.join()


def _read_jobs(
    job_pipe: BinaryIO, jobs: queue.SimpleQueue[tuple[Job, Archive, Archive]], work_folder: Path
) -> None:
    """Queue the jobs that arrive; at the end of the input, clean up and end the program."""
    try:
        while True:
            jobs.put(pickle.load(job_pipe))  # noqa: S301 - from the program that started this
    finally:
        try:
            for child in multiprocessing.active_children():
                child.kill()
            # A child may still write a file while it is killed.
            end = time.monotonic() + 5
            while work_folder.exists() and time.monotonic() < end:
                shutil.rmtree(work_folder, ignore_errors=True)
        finally:
            os._exit(0)


def _open_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Both pipes, on descriptors that builds do not print to or read from."""
    job_pipe, result_pipe = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return job_pipe, result_pipe


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
