"""A cluster: builds locales on other machines, with the interface of `ProcessPool`.

Inputs are sent as archives that are identified by their digests. Editions return as one archive,
which is read strictly; they pass the audit like those of a local build. No file system is shared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import TypeAlias

from ..files.archive import Archive, ArchiveError, read_archive, write_files
from ..model.project import Project, load_project
from .dask_client import DaskClient, Future
from .job import Job, JobResult
from .job_inputs import pack_catalogs, pack_project
from .process_pool import Outcome, Task

_ATTEMPTS = 3
"""How often a job is sent in all when its workers are lost one after the other."""

_MOST_FAILURES = 2
"""A job has failed when so many workers failed it, or all workers if there are fewer."""


@dataclass
class _Attempt:
    """A job's attempts: how often it was sent, to which workers, and which workers failed it."""

    task: Task
    number: int = 0
    workers: frozenset[str] = frozenset()
    failed_on: tuple[str, ...] = ()
    inputs: tuple[Future[bytes], ...] = field(default=(), repr=False)


_Running: TypeAlias = "dict[str, tuple[Future[bytes], _Attempt]]"
"""The jobs sent out, by the keys of their futures."""


class Cluster:
    """Builds the locales of a project on the workers of a Dask scheduler.

    A job is a locale with all its documents and formats. Smaller jobs would repeat work: Sphinx
    reads all documents of a locale for any build, a page contains the sizes and checksums of its
    books, and bundle and books share one reading.
    """

    _project: Project
    _inputs: Archive

    def __init__(self, address: str, warn: Callable[[str], None]) -> None:
        """Raises `ProjectError` when there is no scheduler at the address, or no fitting worker.

        `warn` gets a line for each worker that is not used.
        """
        self._dask = DaskClient(address, warn)
        try:
            self._dask.find_workers(patience=0)
        except BaseException:
            self._dask.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._dask.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """The outcomes of tasks that build locales, each as soon as it is ready.

        All tasks belong to one project. Raises `ProjectError` when the project cannot be sent, and
        when the scheduler or the last worker is lost and does not return.
        """
        waiting = deque(map(_Attempt, tasks))
        if waiting:
            self._project = load_project(waiting[0].task.arguments[0])
            self._inputs = pack_project(self._project)
        running: _Running = {}
        while waiting or running:
            self._dask.find_workers()
            while waiting and len(running) < self._dask.capacity:
                attempt = waiting.popleft()
                future = self._send(attempt)
                running[str(future.key)] = future, attempt
            for attempt, result in (*self._lost_jobs(running), *self._finished_jobs(running)):
                outcome = self._outcome(attempt, result)
                if outcome is None:
                    waiting.append(attempt)
                else:
                    yield outcome

    def _send(self, attempt: _Attempt) -> Future[bytes]:
        """Send a job, and its inputs unless the cluster has them already."""
        _, code, formats, published, outdated, _ = attempt.task.arguments
        catalogs = pack_catalogs(self._project, code)
        addresses = (self._inputs.digest, catalogs.digest)
        told = (tuple(formats), tuple(published), tuple(outdated))
        job = Job(attempt.task.function, code, *told, addresses, attempt.task.size)
        everyone = frozenset(self._dask.workers)
        attempt.number += 1
        attempt.workers = everyone.difference(attempt.failed_on) or everyone
        # The cluster keeps them as long as their futures exist here.
        attempt.inputs = self._dask.send_archive(self._inputs), self._dask.send_archive(catalogs)
        return self._dask.submit(job, *attempt.inputs, attempt.workers)

    def _lost_jobs(self, running: _Running) -> Iterator[tuple[_Attempt, JobResult]]:
        """The jobs whose workers are all lost; the scheduler would wait for them forever."""
        for key, (future, attempt) in list(running.items()):
            if attempt.workers.isdisjoint(self._dask.workers):
                del running[key]
                future.cancel()
                yield attempt, JobResult(error="its worker was lost")

    def _finished_jobs(self, running: _Running) -> Iterator[tuple[_Attempt, JobResult]]:
        """The jobs with a result; cancelled ones are ignored."""
        for future in self._dask.ready():
            if str(future.key) in running:
                _, attempt = running.pop(str(future.key))
                yield attempt, self._dask.result_of(future)

    def _outcome(self, attempt: _Attempt, result: JobResult) -> Outcome | None:
        """The outcome of a task; None when another worker shall try it again."""
        key = attempt.task.key
        error = result.error
        if not error:
            try:
                self._unpack_editions(attempt.task, result)
            except ArchiveError as refused:
                error = f"the editions that came back are refused: {refused}"
        if not error:
            warnings = tuple(self._with_local_paths(result, line) for line in result.warnings)
            return Outcome(key, (warnings, dict(result.seconds)))
        if result.worker:
            attempt.failed_on += (result.worker,)
        others = set(self._dask.workers).difference(attempt.failed_on)
        # Another worker may have what this one lacks (memory, a library, disk space); ask one more.
        if attempt.number < _ATTEMPTS and others and len(attempt.failed_on) < _MOST_FAILURES:
            return None
        return Outcome(
            key, error=f"{key}: {self._with_local_paths(result, error)}{_worker_note(result)}"
        )

    def _unpack_editions(self, task: Task, result: JobResult) -> None:
        """Unpack editions in the task's folder. Raises `ArchiveError`."""
        _, _, formats, _, _, place = task.arguments
        if result.archive is None:
            raise ArchiveError("there are none")
        files = read_archive(result.archive, result.address)
        for name in files:
            if name.partition("/")[0] not in formats:
                raise ArchiveError(f"{name!r} is in none of the formats that were asked for")
        write_files(files, place)

    def _with_local_paths(self, result: JobResult, line: str) -> str:
        """A worker's line, with the local project folder instead of the worker's."""
        line = " ".join(line.split())
        return line.replace(result.root, str(self._project.root)) if result.root else line


def _worker_note(result: JobResult) -> str:
    """The worker and its memory limit: libraries report a lack of memory in many ways."""
    capacity = f", with {result.memory // 1024**2} MB of memory" if result.memory else ""
    return f" (on {result.worker}{capacity})" if result.worker else ""
