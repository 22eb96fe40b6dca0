"""Calls that a task's process makes, which allow another task or not."""

from __future__ import annotations

import os
import resource
import time

from cellulite_content.pipeline.workers import task_process

_kept: list[bytes] = []


def process_id(*, allows: bool = True) -> int:
    """The number of this process."""
    time.sleep(0.02)
    if allows:
        task_process.allow_another_task()
    return os.getpid()


def only_in_a_new_process() -> int:
    """As `process_id`, and refuses a process that had another task."""
    task_process.require_new_process()
    return process_id()


def end_unless_new() -> int:
    """As `process_id`, but a process that had another task ends."""
    try:
        task_process.require_new_process()
    except task_process.NewProcessError:
        os._exit(7)
    return process_id()


def never_ends() -> None:
    """Wait longer than any test."""
    time.sleep(600)


def processor_seconds_left() -> tuple[int, float]:
    """The number of this process, and how many seconds of processor time its task may use."""
    limit = resource.getrlimit(resource.RLIMIT_CPU)[0]
    left = limit - time.process_time()
    while time.process_time() < limit - left + 0.5:
        pass
    return process_id(), left


def much_memory() -> int:
    """As `process_id`, and keeps more memory than a process may have for another task."""
    _kept.append(b"x" * (task_process.MOST_NEW_MEMORY + 1))
    return process_id()
