"""The process pool: runs each task in a process of its own, with limits and a deadline.

Sphinx keeps its language in module globals, so a locale never shares a process with another.
Processes come from a fork server that has imported everything (16 ms a process instead of half a
second): where possible our own (`fork_server`), or that of `multiprocessing`; or they are spawned.
"""

from __future__ import annotations

import gc
import importlib
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, SourceError
from . import process_limits
from .call_stack import call_with_room

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from .fork_server import ForkServer
    from .spare_cores import CountedCores, SpareCores

DEADLINE = 300.0
"""Seconds after which a task is ended, by the clock and by processor time: the latter works even
when the parent process has ended. A large task has more (`time_limit`)."""

_BYTES_PER_SECOND = 4000
"""Bytes of documents that every task processes in a second: a tenth of the slowest task's, a build
with covers and bilingual books (0.20 s for an article of 8 KB)."""

GC_THRESHOLD = 1_000_000
"""Objects, about 100 MB, after which a process collects garbage: 200 built articles."""

_LONGEST_TEMPORARY_FOLDER = 70
"""Bytes of the path of the folder for temporary files, in which the fork server has a socket: its
name adds 32, and the path of a socket may have 103 bytes (macOS; Linux: 107)."""

_PRELOAD_MODULE = "cellulite_content.pipeline.workers.forkserver_preload"


def time_limit(size: int, deadline: float = DEADLINE) -> float:
    """The time limit of a task in seconds: `deadline`, or more for many bytes of documents."""
    return max(deadline, size / _BYTES_PER_SECOND)


@dataclass(frozen=True)
class Task:
    """A call to make in a process of its own; its outcome has the same `key`.

    `function` is `module:name`, so that the parent process need not import the module. `size` is
    the number of bytes of the documents that the task processes. `seconds` is a shorter time limit
    than the pool's; 0 for none. With `may_spread`, it may have helpers on spare cores.
    """

    key: str
    function: str
    arguments: tuple[Any, ...]
    size: int = 0
    seconds: float = 0.0
    may_spread: bool = False

    @property
    def module(self) -> str:
        """The module of the function."""
        return self.function.partition(":")[0]

    def limit(self, deadline: float = DEADLINE) -> float:
        """The task's time limit in seconds, in a pool with this deadline."""
        limit = time_limit(self.size, deadline)
        return min(limit, self.seconds) if self.seconds else limit

    def call(self) -> Any:
        """Import the function and call it."""
        function = getattr(importlib.import_module(self.module), self.function.partition(":")[2])
        return function(*self.arguments)


@dataclass(frozen=True)
class Outcome:
    """The outcome of a task: its value, or one line with the error."""

    key: str
    value: Any = None
    error: str = ""
    seconds: float = 0.0


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
                    target = partial(_run_task, cores=self._cores)
                    self._server = ForkServer(target, [_PRELOAD_MODULE, *modules], prepare)
                elif self._start_method == "forkserver":
                    from multiprocessing import forkserver  # noqa: PLC0415

                    self._context.set_forkserver_preload([_PRELOAD_MODULE, *modules])
                    forkserver.ensure_running()

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """The outcomes, each as soon as it is ready. Threads only wait; processes work."""
        tasks = list(tasks)
        if tasks:
            self.start(tasks[0].module)  # before there are threads
        if self._cores:
            self._cores.add_tasks(len(tasks))
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

    def _run_counted(self, task: Task) -> Outcome:
        """The outcome of one task of a run, which may use the cores that have no task."""
        cores = self._cores
        try:
            return self.run_one(replace(task, may_spread=bool(cores and cores.are_last_tasks)))
        finally:
            if cores:
                cores.add_tasks(-1)

    def run_one(self, task: Task) -> Outcome:
        """The outcome of one task."""
        begin = time.perf_counter()
        outcome = self._run_process(task)
        return replace(outcome, seconds=time.perf_counter() - begin)

    def _run_process(self, task: Task) -> Outcome:
        self.start(task.module)
        receiver, sender = self._context.Pipe(duplex=False)
        process: Any = (
            self._server.process(sender, task)
            if self._server
            else self._context.Process(target=_run_task, args=(sender, task), daemon=True)
        )
        try:
            process.start()
        except EOFError:  # otherwise it would look like an end of input
            receiver.close()
            return Outcome(task.key, error=f"{task.key}: the fork server has ended; run again")
        finally:
            sender.close()
        self._running.add(process)
        if self._stopped:
            process.kill()
        try:
            return self._receive(task, receiver, process)
        except BaseException:
            process.kill()
            raise
        finally:
            self._running.discard(process)
            receiver.close()
            if process.is_alive():
                process.join(1)
            if process.is_alive():
                process.kill()
            process.join()

    def _receive(self, task: Task, receiver: Connection, process: Any) -> Outcome:
        limit = task.limit(self.deadline)
        if not receiver.poll(limit):
            process.kill()
            return Outcome(
                task.key, error=f"{task.key}: stopped after {limit:.0f} s without a result"
            )
        try:
            value, error = receiver.recv()
        except EOFError:
            process.join(5)
            return Outcome(
                task.key, error=f"{task.key}: {process_limits.exit_reason(process.exitcode, limit)}"
            )
        return Outcome(task.key, value, f"{task.key}: {error}" if error else "")


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


def _run_task(sender: Connection, task: Task, cores: SpareCores | None = None) -> None:
    """Make the call in the new process, and send back its result."""
    if task.may_spread:
        from .helpers import use_spare_cores  # noqa: PLC0415 - most have none

        use_spare_cores(cores)
    # Ctrl-C reaches all processes of a terminal: tasks end, and the command reports it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=process_limits.end_with_parent, daemon=True).start()
    memory = process_limits.set_limits(math.ceil(task.limit()))
    # Little garbage is left once `reference_cycles` has freed the trees: 0.4 MB an article.
    # Collecting it early takes a tenth of the time.
    gc.set_threshold(GC_THRESHOLD, 4, 4)
    try:
        importlib.import_module(_PRELOAD_MODULE)
        importlib.import_module(task.module)
        # Imported modules are never freed: the collector can skip them.
        gc.freeze()
        gc.enable()
        result: tuple[Any, str] = (call_with_room(task.call), "")
    except Exception as error:
        # An error in one locale is reported in one line and does not affect the others.
        name = "" if isinstance(error, PipelineError) else f"{type(error).__name__}: "
        text = str(error) if isinstance(error, SourceError) else " ".join(str(error).split())
        if process_limits.is_out_of_memory(error):
            name, text = "", f"needs more memory than the {memory // 1024**2} MB allowed"
        result = (None, name + text)
    sender.send(result)
    sender.close()
