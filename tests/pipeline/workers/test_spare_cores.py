"""Spare cores: there are as many as no task needs, whatever tasks do with them."""

from __future__ import annotations

import sys

import pytest

from cellulite_content.pipeline.workers.helpers import can_spread
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.spare_cores import CountedCores
from cellulite_content.pipeline.workers.task import Task

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")


def _taken(cores: CountedCores) -> int:
    """Take all spare cores; gives their number."""
    count = 0
    while cores.take():
        count += 1
    return count


def test_cores_without_a_task_are_spare() -> None:
    """A core gets spare when a task has ended and none waits."""
    cores = CountedCores(3)
    assert _taken(cores) == 0
    cores.add_tasks(4)
    counts = [(_taken(cores), cores.are_last_tasks)]
    for _ in range(3):
        cores.add_tasks(-1)
        counts.append((_taken(cores), cores.are_last_tasks))
    assert counts == [(0, False), (0, True), (1, True), (1, True)]


def test_new_tasks_get_the_cores_back() -> None:
    """Those that no helper has taken."""
    cores = CountedCores(4)
    cores.add_tasks(1)
    assert cores.take()
    cores.add_tasks(1)
    assert _taken(cores) == 1


def test_lost_cores_are_counted_anew() -> None:
    """A killed process does not put back what it has taken; the next run has all cores."""
    cores = CountedCores(2)
    cores.add_tasks(1)
    assert cores.take()
    cores.add_tasks(-1)
    cores.add_tasks(1)
    assert _taken(cores) == 1


def may_have_helpers() -> bool:
    """A task that says whether it may."""
    return can_spread(100, later=True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks the command")
@pytest.mark.parametrize(("jobs", "tasks", "allowed"), [(1, 1, False), (2, 2, True), (2, 3, False)])
def test_the_last_tasks_of_a_run_may_have_helpers(jobs: int, tasks: int, allowed: bool) -> None:
    """Those that begin when no other task waits, unless the run has one process."""
    function = f"{__name__}:{may_have_helpers.__name__}"
    pool = ProcessPool(jobs, method="fork")
    outcomes = pool.run(Task(str(number), function, ()) for number in range(tasks))
    assert {outcome.key: outcome.value for outcome in outcomes}["0"] is allowed
