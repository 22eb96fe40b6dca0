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

from ..files.archive import Archive, ArchiveError, pack_folder, unpack
from .job import Job, JobResult
from .process_pool import ProcessPool, Task


def run_job(
    pool: ProcessPool, place: Path, job: Job, project: Archive, catalogs: Archive
) -> JobResult:
    """Build a job from its archives, in a temporary folder below `place`."""
    with tempfile.TemporaryDirectory(dir=place) as folder:
        root, output = Path(folder, "project"), Path(folder, "staging", job.code)
        output.mkdir(parents=True)
        try:
            for archive, address in zip((project, catalogs), job.inputs, strict=True):
                unpack(archive, address, root)
        except ArchiveError as error:
            return JobResult(error=f"its inputs are refused: {error}")
        arguments = (root, job.code, job.formats, job.published, job.outdated, output)
        outcome = pool.run_one(Task(job.code, job.function, arguments, job.size))
        if outcome.error:
            return JobResult(error=outcome.error.removeprefix(f"{job.code}: "), root=str(root))
        try:
            archive = pack_folder(output)
        except ArchiveError as error:
            return JobResult(error=f"its editions cannot travel: {error}")
        warnings, seconds = outcome.value
        return JobResult(archive, archive.digest, warnings, seconds=seconds, root=str(root))


def main(place: Path, memory: int) -> None:
    """Read jobs from standard input and write results to standard output until the input ends.

    `place` is the working folder, `memory` the limit of a build in bytes (0: the pool's limit).
    """
    questions, answers = _pipes()
    if memory and sys.platform != "win32":
        import resource  # noqa: PLC0415 - POSIX only

        # The pool gives no build more memory than its own process may have.
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        bound = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    pool = ProcessPool(1)
    waiting: queue.SimpleQueue[tuple[Job, Archive, Archive]] = queue.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(questions, waiting, place), daemon=True)
    listener.start()
    while True:
        made = run_job(pool, place, *waiting.get())
        try:
            pickle.dump(made, answers)
            answers.flush()
        except OSError:  # the worker has ended: the listener cleans up and ends the program
            listener.join()


def _listen(
    questions: BinaryIO, waiting: queue.SimpleQueue[tuple[Job, Archive, Archive]], place: Path
) -> None:
    """Queue the jobs that arrive; at the end of the input, clean up and end the program."""
    try:
        while True:
            waiting.put(pickle.load(questions))  # noqa: S301 - from the program that started this
    finally:
        try:
            for child in multiprocessing.active_children():
                child.kill()
            # A child may still write a file while it is killed.
            end = time.monotonic() + 5
            while place.exists() and time.monotonic() < end:
                shutil.rmtree(place, ignore_errors=True)
        finally:
            os._exit(0)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Both pipes, on descriptors that builds do not print to or read from."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return questions, answers


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
