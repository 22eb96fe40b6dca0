"""A cluster: builds locales on other machines, with the interface of `ProcessPool`.

Inputs are sent as archives that are identified by their digests. Editions return as one archive,
which is read strictly; they pass the audit like those of a local build. No file system is shared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TypeAlias

from ...files.archives.archive import Archive, ArchiveError, read_archive
from ...files.folder import write_files
from ...model.fault import BuildResult, Fault
from ...model.project import Project, load_project
from ..task import Outcome, Task
from .batches import Batch, batch_counts, divide
from .dask_client import DaskClient, Future
from .divided_task import DividedTask
from .job import Job, JobResult
from .job_inputs import pack_catalogs, pack_project

_MAX_ATTEMPTS = 3
"""How often a job is sent in all when its workers are lost one after the other."""

_MAX_FAILURES = 2
"""A job has failed when so many workers failed it, or all workers if there are fewer."""


@dataclass(eq=False)
class _TrackedTask:
    """A task or one batch of it, how often it was sent, to which workers, and which workers failed
    it."""

    task: Task
    whole: DividedTask | None = None
    batch: Batch | None = None
    attempts: int = 0
    workers: frozenset[str] = frozenset()
    failed_on: tuple[str, ...] = ()
    inputs: tuple[Future[bytes], ...] = field(default=(), repr=False)


_Running: TypeAlias = "dict[str, tuple[Future[bytes], _TrackedTask]]"
"""The jobs sent out, by the keys of their futures."""


class Cluster:
    """Builds the locales of a project on the workers of a Dask scheduler.

    A job is a locale with all its documents and formats, or a batch of its articles where workers
    would have nothing to do otherwise. All documents of a locale are translated for any job, since
    pages name the titles of others, and a page contains the sizes and checksums of its books.
    """

    _project: Project
    _inputs: Archive

    def __init__(self, address: str, warn: Callable[[str], None]) -> None:
        """Raises `ProjectError` when there is no scheduler at the address, or no suitable worker.

        `warn` gets a line for each worker that is not used.
        """
        self._dask = DaskClient(address, warn)
        try:
            self._dask.find_workers(timeout=0)
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
        listed = [*tasks]
        if listed:
            self._project = load_project(listed[0].arguments[0])
            self._inputs = pack_project(self._project)
            self._dask.find_workers()
        waiting = deque(self._tracked(listed))
        running: _Running = {}
        while waiting or running:
            self._dask.find_workers()
            while waiting and len(running) < self._dask.capacity:
                tracked = waiting.popleft()
                future = self._send(tracked)
                running[str(future.key)] = future, tracked
            for tracked, result in (*self._lost_jobs(running), *self._finished_jobs(running)):
                if tracked.whole is not None and tracked.whole.is_given_up:
                    continue
                outcome = self._outcome(tracked, result)
                if outcome is None:
                    waiting.append(tracked)
                elif tracked.whole is None:
                    yield outcome
                elif outcome.error or outcome.value.failure:
                    self._give_up(tracked.whole, waiting, running)
                    waiting.appendleft(_TrackedTask(tracked.task))
                elif tracked.whole.is_complete:
                    yield outcome

    def _tracked(self, tasks: Sequence[Task]) -> Iterator[_TrackedTask]:
        """The tasks in their order, some of them in batches."""
        counts = batch_counts([task.divisible for task in tasks], self._dask.threads)
        for task, count in zip(tasks, counts, strict=True):
            if task.divisible is None or count == 1:
                yield _TrackedTask(task)
                continue
            batches = divide(task.divisible.sizes, count)
            whole = DividedTask(task, task.divisible, batches)
            yield from (_TrackedTask(task, whole, batch) for batch in batches)

    def _give_up(self, whole: DividedTask, waiting: deque[_TrackedTask], running: _Running) -> None:
        """Forget all batches of a task: one has failed, and only a build of all says what is
        wrong."""
        whole.give_up()
        for tracked in [each for each in waiting if each.whole is whole]:
            waiting.remove(tracked)
        for key, (future, tracked) in list(running.items()):
            if tracked.whole is whole:
                del running[key]
                future.cancel()

    def _send(self, tracked: _TrackedTask) -> Future[bytes]:
        """Send a job, and its inputs unless the cluster has them already."""
        _, code, formats, published, outdated, _, reading, *_ = tracked.task.arguments
        options = tuple(formats), tuple(published), tuple(outdated)
        catalogs = pack_catalogs(self._project, code)
        digests = (self._inputs.digest, catalogs.digest)
        size, batch = tracked.task.size, tracked.batch
        job = Job(tracked.task.function, code, *options, reading, digests, size, batch)
        workers = frozenset(self._dask.workers)
        tracked.attempts += 1
        tracked.workers = workers.difference(tracked.failed_on) or workers
        # The cluster keeps them as long as their futures exist here.
        tracked.inputs = self._dask.send_archive(self._inputs), self._dask.send_archive(catalogs)
        return self._dask.submit(job, *tracked.inputs, tracked.workers)

    def _lost_jobs(self, running: _Running) -> Iterator[tuple[_TrackedTask, JobResult]]:
        """The jobs whose workers are all lost; the scheduler would wait for them forever."""
        for key, (future, tracked) in list(running.items()):
            if tracked.workers.isdisjoint(self._dask.workers):
                del running[key]
                future.cancel()
                yield tracked, JobResult(error="its worker was lost")

    def _finished_jobs(self, running: _Running) -> Iterator[tuple[_TrackedTask, JobResult]]:
        """The jobs with a result; cancelled ones are ignored."""
        for future in self._dask.finished():
            if str(future.key) in running:
                _, tracked = running.pop(str(future.key))
                yield tracked, self._dask.result_of(future)

    def _outcome(self, tracked: _TrackedTask, result: JobResult) -> Outcome | None:
        """The outcome of a task or a batch; None when another worker shall try it again.

        The outcome of the last batch is that of the whole task.
        """
        key = tracked.task.key
        failure = result.build.failure
        error = result.error or (failure.text if failure else "")
        if not error:
            try:
                return Outcome(key, self._unpack_editions(tracked, result))
            except ArchiveError as refused:
                error = f"the editions that came back are refused: {refused}"
        if result.worker:
            tracked.failed_on += (result.worker,)
        others = set(self._dask.workers).difference(tracked.failed_on)
        # Another worker may have what this one lacks (memory, a library, disk space); ask one more.
        # A batch that fails is built with all others, as one job, which has these attempts too.
        may_retry = tracked.batch is None or not result.worker
        if (
            may_retry
            and tracked.attempts < _MAX_ATTEMPTS
            and others
            and len(tracked.failed_on) < _MAX_FAILURES
        ):
            return None
        text = f"{self._with_local_paths(result, error)}{_worker_note(result)}"
        if failure:
            return Outcome(key, replace(result.build, failure=replace(failure, text=text)))
        return Outcome(key, error=f"{key}: {text}")

    def _unpack_editions(self, tracked: _TrackedTask, result: JobResult) -> BuildResult:
        """Unpack editions in the task's folder; gives the result of the build. Raises
        `ArchiveError`."""
        _, _, formats, _, _, folder, *_ = tracked.task.arguments
        if result.archive is None:
            raise ArchiveError("there is no archive")
        files = read_archive(result.archive, result.digest)
        for name in files:
            if name.partition("/")[0] not in formats:
                raise ArchiveError(f"{name!r} is in none of the requested formats")
        built = self._with_local_faults(result)
        if tracked.whole is None or tracked.batch is None:
            write_files(files, folder)
            return built
        tracked.whole.add(tracked.batch, files, built)
        return tracked.whole.finish() if tracked.whole.is_complete else built

    def _with_local_faults(self, result: JobResult) -> BuildResult:
        """The result of the worker's task, with the local project folder in its texts."""
        built = result.build

        def local(fault: Fault) -> Fault:
            return replace(fault, text=self._with_local_paths(result, fault.text))

        return replace(built, warnings=tuple(map(local, built.warnings)))

    def _with_local_paths(self, result: JobResult, line: str) -> str:
        """A worker's line, with the local project folder instead of the worker's."""
        line = " ".join(line.split())
        return line.replace(result.root, str(self._project.root)) if result.root else line


def _worker_note(result: JobResult) -> str:
    """The worker and its memory limit: libraries report a lack of memory in many ways."""
    memory = f", with {result.memory // 1024**2} MB of memory" if result.memory else ""
    return f" (on {result.worker}{memory})" if result.worker else ""
