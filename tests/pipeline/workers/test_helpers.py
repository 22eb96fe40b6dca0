"""Helpers of a task: they do all its parts, and a failure of one is the task's."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice

import pytest

from cellulite_content.pipeline.source.warning_causes import TranslationError
from cellulite_content.pipeline.workers.helpers import (
    HelperError,
    can_spread,
    spread,
    spread_evenly,
    use_spare_cores,
)
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.spare_cores import SpareCores
from cellulite_content.pipeline.workers.task import Outcome, Task

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks the command")


@pytest.fixture
def cores() -> Iterator[SpareCores]:
    """The spare cores of this process: none."""
    cores = SpareCores()
    use_spare_cores(cores)
    yield cores
    use_spare_cores(None)


def _square(number: int) -> int:
    return number * number


@pytest.mark.parametrize("spare", [0, 1, 3])
def test_results_are_in_order(cores: SpareCores, spare: int) -> None:
    """There is one helper, and one for each spare core, which it puts back at its end."""
    for _ in range(spare):
        cores.give()
    done = spread(range(20), _square, os.getpid)
    assert done.results == [*map(_square, range(20))]
    assert len({*done.ends, os.getpid()}) == 1 + spare + 1
    assert [cores.take() for _ in range(spare + 1)] == [True] * spare + [False]


def test_a_helper_has_no_helpers(cores: SpareCores) -> None:
    """It would wait for a core that its task has taken."""
    cores.give()
    assert can_spread(100)
    assert spread([100], can_spread, lambda: None).results == [False]


def test_a_process_without_helpers() -> None:
    """It does all parts itself, and as late as possible."""
    assert not can_spread(100, later=True)
    numbers: list[int] = []
    assert [*islice(spread_evenly(range(100), numbers.append), 3)] == [None] * 3
    assert numbers == [0, 1, 2]


def test_short_work_does_not_wait_for_a_core(cores: SpareCores) -> None:
    """Without a spare core, a helper would cost its start; long work may get one later."""
    assert (can_spread(100), can_spread(100, later=True)) == (False, True)
    assert {*spread_evenly(range(21), lambda _: os.getpid())} == {os.getpid()}


def test_things_are_spread_evenly(cores: SpareCores) -> None:
    """In parts of several; with few, a helper is not worth its start."""
    cores.give()
    assert [*spread_evenly(range(21), _square)] == [*map(_square, range(21))]
    assert {*spread_evenly(range(3), lambda _: os.getpid())} == {os.getpid()}


@contextmanager
def _all_ended() -> Iterator[None]:
    """No process is left that was forked meanwhile."""
    reader, writer = os.pipe()
    try:
        yield
    finally:
        os.close(writer)
        assert select.select([reader], [], [], 30)[0]  # no process has the other end
        os.close(reader)


def _unsendable(text: str) -> Exception:
    """An error of a class that no other process can find.

    Programs such as Dask teach `pickle` to restore errors of all other classes.
    """

    class LocalError(Exception):
        pass

    return LocalError(text)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TranslationError("no", "articles/a", "a key"), TranslationError),
        (MemoryError(), MemoryError),
        (_unsendable("no class"), HelperError),
    ],
)
def test_an_error_comes_back(cores: SpareCores, error: Exception, expected: type) -> None:
    """With its values, or else with its text; the other helper is ended."""
    cores.give()

    def work(number: int) -> None:
        if number:
            raise error
        time.sleep(60)

    with pytest.raises(expected) as raised, _all_ended():
        spread([0, 1], work, lambda: None)
    assert str(error) in str(raised.value)
    assert getattr(raised.value, "message", None) == getattr(error, "message", None)
    assert cores.take()


# in a pool


def _do(work: Callable[[int], object]) -> None:
    spread([0, 1], work, lambda: None)


def kill_helper() -> None:
    """A task of which a helper is killed."""
    _do(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number else time.sleep(60))


def exceed_time() -> None:
    """A task of which a helper has used too much time of the processor."""
    _do(lambda number: os.kill(os.getpid(), signal.SIGXCPU))


def hang() -> None:
    """A task whose helper never ends."""
    _do(lambda number: time.sleep(60))


def _outcome(function: Callable[[], None], deadline: float = 300) -> Outcome:
    """The outcome of a task whose helpers have ended when this returns."""
    with _all_ended():
        pool = ProcessPool(2, method="fork", deadline=deadline)
        (outcome,) = pool.run([Task("de", f"{__name__}:{function.__name__}", ())])
        assert pool._server is not None
        pool._server._connection.close()
    return outcome


def test_a_killed_helper_ends_its_task() -> None:
    """The run reports what it reports of a killed task, and goes on."""
    assert _outcome(kill_helper).error == "de: its process ended with code -9"
    error = _outcome(exceed_time).error
    assert error == "de: stopped: used more than the 300 s of processor time allowed"


def test_no_helper_outlives_its_task() -> None:
    """A task that is ended at its deadline takes its helpers with it."""
    assert _outcome(hang, deadline=0.2).error == "de: stopped after 0 s without a result"
