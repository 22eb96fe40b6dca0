"""The process of a task: it has another one only if nothing of the first can change it."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest

from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Task
from support import process_tasks
from support.watched_pool import CountingPool


def _call(*functions: Any, jobs: int = 1, method: str = "") -> list[Any]:
    """The values of calls in one run of a pool, in their order."""
    tasks = [
        Task(str(number), f"{process_tasks.__name__}:{function.__name__}", ())
        for number, function in enumerate(functions)
    ]
    outcomes = list(ProcessPool(jobs, method=method).run(tasks))
    assert [outcome.error for outcome in outcomes] == [""] * len(tasks)
    return [outcome.value for outcome in sorted(outcomes, key=lambda each: int(each.key))]


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_process_has_another_task(method: str) -> None:
    """However processes are started, the tasks of one job are in one process, not in this one."""
    first, second, third = _call(*[process_tasks.process_id] * 3, method=method)
    assert first == second == third != os.getpid()


def test_a_task_must_allow_another() -> None:
    """A process ends after a task that says nothing."""
    tasks = [Task(str(number), "os:getpid", ()) for number in range(3)]
    assert len({outcome.value for outcome in ProcessPool(1).run(tasks)}) == 3


def test_a_run_ends_its_processes() -> None:
    """The next run of a pool has new ones."""
    pool = ProcessPool(1)
    task = Task("one", f"{process_tasks.__name__}:process_id", ())
    first = {outcome.value for outcome in pool.run([task, task])}
    second = {outcome.value for outcome in pool.run([task, task])}
    assert len(first) == len(second) == 1
    assert first != second
    for process in first | second:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.parametrize(
    "function", [process_tasks.only_in_a_new_process, process_tasks.end_unless_new]
)
def test_what_fails_is_done_again(function: Any) -> None:
    """A task that fails after another one is done again in a new process; nobody sees the error."""
    first, second = _call(process_tasks.process_id, function)
    assert first != second


def test_a_task_that_never_ends_is_not_done_again() -> None:
    """It takes the time limit once, in whichever process it is."""
    functions = process_tasks.process_id, process_tasks.never_ends
    tasks = [Task(each.__name__, f"{each.__module__}:{each.__name__}", ()) for each in functions]
    pool = CountingPool(1, deadline=1)
    _, outcome = pool.run(tasks)
    assert outcome.error == "never_ends: stopped after 1 s without a result"
    assert pool.count == 1


def test_each_task_has_its_own_time() -> None:
    """The processor time of the tasks before does not count."""
    (one, first), (other, second) = _call(*[process_tasks.processor_seconds_left] * 2)
    assert one == other
    assert second > first - 0.25


def test_memory_ends_a_process() -> None:
    """After a task with much memory, the next one has a new process."""
    first, second = _call(process_tasks.much_memory, process_tasks.process_id)
    assert first != second


@pytest.mark.skipif(sys.platform != "linux", reason="only there are helpers")
def test_the_last_task_has_a_new_process() -> None:
    """It may have helpers, which are forked from a process in which no library has threads."""
    values = _call(*[process_tasks.process_id] * 6, jobs=2, method="fork")
    assert values.count(values[-1]) == 1
