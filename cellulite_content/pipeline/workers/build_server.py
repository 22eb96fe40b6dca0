"""A station: builds locales for a worker of a cluster, in a program of its own.

A worker of Dask has threads and may not fork, so it starts this program and asks it, through
pipes; here the `ProcessPool` makes each build as it makes a local one, with the same limits. The
program ends with the worker, however that ends, and takes its running build and its files along.
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
    """Build an item from its archives in a fresh folder of `place`, which is gone afterwards."""
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
    """Answer questions from standard input on standard output until there are no more.

    `place` is the folder to work in, `memory` the bytes that a build may have (0: the engine's).
    """
    questions, answers = _pipes()
    if memory and sys.platform != "win32":
        import resource  # noqa: PLC0415 - POSIX only

        # The engine allows no build more than its own process may have.
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
        except OSError:  # the worker is gone: the listener clears up, and ends the program
            listener.join()


def _listen(
    questions: BinaryIO, waiting: queue.SimpleQueue[tuple[Job, Archive, Archive]], place: Path
) -> None:
    """Hand over what is asked; at the end of the questions nobody waits for an answer."""
    try:
        while True:
            waiting.put(pickle.load(questions))  # noqa: S301 - from the program that started this
    finally:
        try:
            for child in multiprocessing.active_children():
                child.kill()
            # A child may write a last file while it is being killed.
            end = time.monotonic() + 5
            while place.exists() and time.monotonic() < end:
                shutil.rmtree(place, ignore_errors=True)
        finally:
            os._exit(0)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two ends of the pipes, out of reach of what builds print and read."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return questions, answers


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
