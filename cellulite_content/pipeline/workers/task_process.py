"""The process of a task: it makes the call, within limits, and sends back the result.

A process ends after its task, unless the task says that it leaves nothing behind that could change
the next one (`allow_another_task`). Then it can have the pool's next task, which saves a fork,
4,000 page faults and what a first task prepares.
"""

from __future__ import annotations

import gc
import importlib
import math
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

from ..errors import PipelineError, SourceError
from . import process_limits
from .call_stack import call_with_room

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from .spare_cores import SpareCores
    from .task import Task

PRELOAD_MODULE = "cellulite_content.pipeline.workers.forkserver_preload"

GC_THRESHOLD = 1_000_000
"""Objects, about 100 MB, after which a process collects garbage: 200 built articles."""

MOST_NEW_MEMORY = 120 * 1024**2
"""Bytes by which a process may have grown since its first task and still have another one; garbage
of the tasks before is not collected. A language of one article leaves 3 MB, and its PDF editions
25."""

_tasks = 0
_may_continue = False


class NewProcessError(PipelineError):
    """A task must be done again in a new process."""


def allow_another_task() -> None:
    """Let this process have another task: this one leaves nothing that could change it."""
    global _may_continue  # noqa: PLW0603 - a process does one task at a time
    _may_continue = True


def require_new_process() -> None:
    """Raise `NewProcessError` if this process had another task before: whether something is wrong
    is only certain in a new one."""
    if _tasks > 1:
        raise NewProcessError("to be done again in a new process")


def run_tasks(connection: Connection, cores: SpareCores | None = None) -> None:
    """Do the tasks that arrive in this process, until it may have no other.

    For each, sends back its value, an error in one line, and whether another task may follow.
    """
    # Ctrl-C reaches all processes of a terminal: tasks end, and the command reports it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=process_limits.end_with_parent, daemon=True).start()
    # Little garbage is left once `reference_cycles` has freed the trees: 0.4 MB an article.
    # Collecting it early takes a tenth of the time.
    gc.set_threshold(GC_THRESHOLD, 4, 4)
    begin = process_limits.resident_memory()
    may_continue = True
    while may_continue:
        try:
            task = connection.recv()
        except EOFError:  # there is no other
            break
        value, error = _result(task, cores)
        grown = process_limits.resident_memory() - begin
        may_continue = _may_continue and grown < MOST_NEW_MEMORY
        connection.send((value, error, may_continue))
    connection.close()


def _result(task: Task, cores: SpareCores | None) -> tuple[Any, str]:
    """The value of a task, and an error in one line."""
    global _tasks, _may_continue
    _tasks, _may_continue = _tasks + 1, False
    if task.may_spread:
        from .helpers import use_spare_cores  # noqa: PLC0415 - most have none

        use_spare_cores(cores)
    used = time.process_time() if _tasks > 1 else 0.0
    memory = process_limits.set_limits(math.ceil(used + task.limit()))
    try:
        if _tasks == 1:
            importlib.import_module(PRELOAD_MODULE)
            importlib.import_module(task.module)
            # Imported modules are never freed: the collector can skip them.
            gc.freeze()
            gc.enable()
        return call_with_room(task.call), ""
    except Exception as error:
        # An error in one locale is reported in one line and does not affect the others.
        name = "" if isinstance(error, PipelineError) else f"{type(error).__name__}: "
        text = str(error) if isinstance(error, SourceError) else " ".join(str(error).split())
        if process_limits.is_out_of_memory(error):
            return None, f"needs more memory than the {memory // 1024**2} MB allowed"
        return None, name + text
