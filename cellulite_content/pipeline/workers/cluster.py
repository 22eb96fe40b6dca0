"""A cluster: builds locales on other machines, through the door that `ProcessPool` has.

What a build needs goes there as archives known by their digests, and its editions come back as
one, which is read strictly; they pass the audit like those of a local build. No file system is
shared.
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
"""How often an item is sent out in all, when its workers are lost one after the other."""

_OPINIONS = 2
"""How many workers must fail an item until it counts as failed, where there are so many."""


@dataclass
class _Attempt:
    """An item under way: how often it was sent, to which workers, and which have failed it."""

    task: Task
    number: int = 0
    workers: frozenset[str] = frozenset()
    failed_on: tuple[str, ...] = ()
    held: tuple[Future[bytes], ...] = field(default=(), repr=False)


_Flying: TypeAlias = "dict[str, tuple[Future[bytes], _Attempt]]"
"""The items sent out, by the keys of their futures."""


class Cluster:
    """Builds the locales of a project on the workers of a Dask scheduler.

    A work item is a locale with all its documents and formats. Sphinx reads all documents of a
    locale whatever it builds, a page tells the sizes and checksums of its books, and the bundle
    and the books come from the same reading: smaller items would do the same work again.
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
        """The outcomes of `build` tasks, each as soon as it is there.

        All are of one project. Raises `ProjectError` when it cannot travel, and when the scheduler
        or the last worker is gone for good.
        """
        waiting = deque(map(_Attempt, tasks))
        if waiting:
            self._project = load_project(waiting[0].task.arguments[0])
            self._inputs = pack_project(self._project)
        flying: _Flying = {}
        while waiting or flying:
            self._dask.find_workers()
            while waiting and len(flying) < self._dask.room:
                attempt = waiting.popleft()
                future = self._send(attempt)
                flying[str(future.key)] = future, attempt
            for attempt, made in (*self._stranded(flying), *self._landed(flying)):
                outcome = self._outcome(attempt, made)
                if outcome is None:
                    waiting.append(attempt)
                else:
                    yield outcome

    def _send(self, attempt: _Attempt) -> Future[bytes]:
        """Send an item out, and its inputs where the cluster does not have them."""
        _, code, formats, published, outdated, _ = attempt.task.arguments
        catalogs = pack_catalogs(self._project, code)
        addresses = (self._inputs.digest, catalogs.digest)
        told = (tuple(formats), tuple(published), tuple(outdated))
        job = Job(attempt.task.function, code, *told, addresses, attempt.task.size)
        everyone = frozenset(self._dask.workers)
        attempt.number += 1
        attempt.workers = everyone.difference(attempt.failed_on) or everyone
        # As long as somebody here holds them, the cluster does.
        attempt.held = self._dask.hold(self._inputs), self._dask.hold(catalogs)
        return self._dask.submit(job, *attempt.held, attempt.workers)

    def _stranded(self, flying: _Flying) -> Iterator[tuple[_Attempt, JobResult]]:
        """The items of which no worker is left; the scheduler would wait for one forever."""
        for key, (future, attempt) in list(flying.items()):
            if attempt.workers.isdisjoint(self._dask.workers):
                del flying[key]
                future.cancel()
                yield attempt, JobResult(error="its worker was lost")

    def _landed(self, flying: _Flying) -> Iterator[tuple[_Attempt, JobResult]]:
        """The items of which something has become; one that was given up before is none."""
        for future in self._dask.ready():
            if str(future.key) in flying:
                _, attempt = flying.pop(str(future.key))
                yield attempt, self._dask.made(future)

    def _outcome(self, attempt: _Attempt, made: JobResult) -> Outcome | None:
        """What came of a task; nothing yet where another worker may do better."""
        key = attempt.task.key
        error = made.error
        if not error:
            try:
                self._place(attempt.task, made)
            except ArchiveError as refused:
                error = f"the editions that came back are refused: {refused}"
        if not error:
            warnings = tuple(self._here(made, line) for line in made.warnings)
            return Outcome(key, (warnings, dict(made.seconds)))
        if made.worker:
            attempt.failed_on += (made.worker,)
        others = set(self._dask.workers).difference(attempt.failed_on)
        # What a worker lacks (memory, a library, a disk) another may have; but only one is asked.
        if attempt.number < _ATTEMPTS and others and len(attempt.failed_on) < _OPINIONS:
            return None
        return Outcome(key, error=f"{key}: {self._here(made, error)}{_where(made)}")

    def _place(self, task: Task, made: JobResult) -> None:
        """Unpack editions in the folder that the task names. Raises `ArchiveError`."""
        _, _, formats, _, _, place = task.arguments
        if made.archive is None:
            raise ArchiveError("there are none")
        files = read_archive(made.archive, made.address)
        for name in files:
            if name.partition("/")[0] not in formats:
                raise ArchiveError(f"{name!r} is in none of the formats that were asked for")
        write_files(files, place)

    def _here(self, made: JobResult, line: str) -> str:
        """A line of a worker with the project's folder in the place of its own."""
        line = " ".join(line.split())
        return line.replace(made.root, str(self._project.root)) if made.root else line


def _where(made: JobResult) -> str:
    """Who made it, and with how little memory: libraries that lack it say many things."""
    room = f", with {made.memory // 1024**2} MB of memory" if made.memory else ""
    return f" (on {made.worker}{room})" if made.worker else ""
