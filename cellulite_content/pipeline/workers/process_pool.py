"""The process pool: runs tasks in processes, each alone, with limits and a deadline.

Sphinx keeps its language in module globals, so a process builds one locale at a time. It may have
another task only if the one before says that it leaves nothing behind (`task_process`).
Processes come from a fork server that has imported everything (16 ms a process instead of half a
second): where possible our own (`fork_server`), or that of `multiprocessing`; or they are spawned.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from . import process_limits
from .task import DEADLINE, Outcome, Task
from .task_process import PRELOAD_MODULE, run_tasks

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from .fork_server import ForkServer
    from .spare_cores import CountedCores

_LONGEST_TEMPORARY_FOLDER = 70
"""Bytes of the path of the folder for temporary files, in which the fork server has a socket: its
name adds 32, and the path of a socket may have 103 bytes (macOS; Linux: 107)."""


class ProcessPool:
    """Runs tasks, at most `jobs` at a time.

    The fork server starts with the first task, or earlier with `start`. It imports the modules that
    it is started for. With `prepare`, the server also makes this call, with the limits of a task,
    and its processes begin with what the call has left in memory. Where there is no server of our
    own, they begin without.
    """

    def __init__(
        self,
        jobs: int | None = None,
        *,
        deadline: float = DEADLINE,
        method: str = "",
        prepare: Task | None = None,
    ) -> None:
        self.jobs = max(1, jobs or os.cpu_count() or 1)
        self.deadline = deadline
        self._method = method
        self._prepare = prepare
        self._server_pending = True
        self._server: ForkServer | None = None
        self._start_lock = threading.Lock()
        self._running: set[Any] = set()
        self._kept: list[_Worker] = []
        self._waiting = 0
        self._count_lock = threading.Lock()
        self._stopped = False
        self._cores: CountedCores | None = None

    @cached_property
    def _start_method(self) -> str:
        """How processes start: `fork` from a server of our own, `forkserver` or `spawn`."""
        if self._method or _can_fork():
            return self._method or "fork"
        # Imported here: a run without changes starts no process, and the import takes 10 ms.
        import multiprocessing  # noqa: PLC0415
        import tempfile  # noqa: PLC0415

        is_short = len(os.fsencode(tempfile.gettempdir())) <= _LONGEST_TEMPORARY_FOLDER
        has_server = is_short and "forkserver" in multiprocessing.get_all_start_methods()
        return "forkserver" if has_server else "spawn"

    @cached_property
    def _context(self) -> Any:
        import multiprocessing  # noqa: PLC0415 - see above

        return multiprocessing.get_context(self._start_method)

    def prepared(self, prepare: Task) -> ProcessPool:
        """A pool like this one, whose server makes a call first."""
        return ProcessPool(self.jobs, deadline=self.deadline, method=self._method, prepare=prepare)

    def start(self, *modules: str) -> None:
        """Start the fork server: it imports `modules` while this process does something else."""
        with self._start_lock:
            if self._server_pending:
                self._server_pending = False
                if self._start_method == "fork":
                    from .fork_server import ForkServer  # noqa: PLC0415
                    from .spare_cores import CountedCores  # noqa: PLC0415

                    task = self._prepare
                    prepare = (
                        partial(process_limits.limited_call, task.call, task.limit())
                        if task
                        else None
                    )
                    self._cores = CountedCores(self.jobs)
                    target = partial(run_tasks, cores=self._cores)
                    self._server = ForkServer(target, [PRELOAD_MODULE, *modules], prepare)
                elif self._start_method == "forkserver":
                    from multiprocessing import forkserver  # noqa: PLC0415

                    self._context.set_forkserver_preload([PRELOAD_MODULE, *modules])
                    forkserver.ensure_running()

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """The outcomes, each as soon as it is ready. Threads only wait; processes work."""
        tasks = list(tasks)
        if tasks:
            self.start(tasks[0].module)  # before there are threads
        if self._cores:
            self._cores.add_tasks(len(tasks))
        self._count(len(tasks))
        with ThreadPoolExecutor(self.jobs) as pool:
            futures = {pool.submit(self._run_counted, task) for task in tasks}
            try:
                for future in as_completed(futures):
                    futures.discard(future)  # or all values would stay in memory until the end
                    yield future.result()
            except BaseException:
                self._stopped = True  # the run is interrupted (Ctrl-C, a broken pipe)
                for future in futures:
                    future.cancel()
                for process in tuple(self._running):
                    process.kill()
                raise
            finally:
                while self._kept:
                    self._end(self._kept.pop())

    def _run_counted(self, task: Task) -> Outcome:
        """The outcome of one task of a run, which may use the cores that have no task."""
        self._count(-1)
        cores = self._cores
        try:
            return self.run_one(replace(task, may_spread=bool(cores and cores.are_last_tasks)))
        finally:
            if cores:
                cores.add_tasks(-1)

    def _count(self, tasks: int) -> None:
        """Count the tasks of runs that wait for a process."""
        with self._count_lock:
            self._waiting += tasks

    def run_one(self, task: Task) -> Outcome:
        """The outcome of one task."""
        begin = time.perf_counter()
        outcome = self._run_process(task)
        return replace(outcome, seconds=time.perf_counter() - begin)

    def _run_process(self, task: Task) -> Outcome:
        self.start(task.module)
        kept = self._take_kept(task)
        if kept is not None:
            answer = self._answer(kept, task)
            if not answer.outcome.error or answer.is_late:
                return answer.outcome
            # Whatever has happened, the tasks before it may be the reason.
        try:
            worker = self._new_process()
        except EOFError:  # otherwise it would look like an end of input
            return Outcome(task.key, error=f"{task.key}: the fork server has ended; run again")
        return self._answer(worker, task).outcome

    def _new_process(self) -> _Worker:
        """A new process, which waits for its task. Raises `EOFError` without the fork server."""
        connection, remote = self._context.Pipe()
        process: Any = (
            self._server.process(remote)
            if self._server
            else self._context.Process(target=run_tasks, args=(remote,), daemon=True)
        )
        try:
            process.start()
        except EOFError:
            connection.close()
            raise
        finally:
            remote.close()
        self._running.add(process)
        if self._stopped:
            process.kill()
        return _Worker(process, connection)

    def _take_kept(self, task: Task) -> _Worker | None:
        """A process that has had a task and may have this one.

        A task that may have helpers gets a new one: a library may have started threads.
        """
        try:
            kept = self._kept.pop()
        except IndexError:
            return None
        if task.may_spread:
            self._end(kept)
            return None
        return kept

    def _answer(self, worker: _Worker, task: Task) -> _Answer:
        """Give a process a task; it ends after that, unless another task waits for it."""
        may_continue = False
        try:
            answer = self._receive(worker, task)
            may_continue = answer.may_continue
        except BaseException:
            worker.process.kill()
            raise
        finally:
            if may_continue and self._waiting > 0 and not self._stopped:
                self._kept.append(worker)
            else:
                self._end(worker)
        return answer

    def _receive(self, worker: _Worker, task: Task) -> _Answer:
        limit = task.limit(self.deadline)
        try:
            worker.connection.send(task)
            if not worker.connection.poll(limit):
                worker.process.kill()
                text = f"{task.key}: stopped after {limit:.0f} s without a result"
                return _Answer(Outcome(task.key, error=text), is_late=True)
            value, error, may_continue = worker.connection.recv()
        except (EOFError, ConnectionError):
            worker.process.join(5)
            text = process_limits.exit_reason(worker.process.exitcode, limit)
            return _Answer(Outcome(task.key, error=f"{task.key}: {text}"))
        error = f"{task.key}: {error}" if error else ""
        return _Answer(Outcome(task.key, value, error), may_continue)

    def _end(self, worker: _Worker) -> None:
        """Let a process end that gets no other task."""
        process = worker.process
        self._running.discard(process)
        worker.connection.close()
        if process.is_alive():
            process.join(1)
        if process.is_alive():
            process.kill()
        process.join()


class _Answer(NamedTuple):
    """The outcome of a task, whether its process may have another one, and whether none came in
    time."""

    outcome: Outcome
    may_continue: bool = False
    is_late: bool = False


class _Worker(NamedTuple):
    """A process, and the connection to it."""

    process: Any
    connection: Connection


def _can_fork() -> bool:
    """Whether this process may be forked.

    Not with threads, nor on macOS, where the system's libraries forbid it. Where Sphinx runs, as
    with plain `sphinx-build`, a fork would have its language and roles.
    """
    return (
        sys.platform == "linux"
        and threading.active_count() == 1
        and "sphinx.application" not in sys.modules
    )
