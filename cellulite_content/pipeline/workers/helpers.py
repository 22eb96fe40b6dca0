"""Spreads the work of a task over helpers: processes forked from its own.

A run with fewer tasks than cores has spare ones (`spare_cores`). A task that can divide its work
does it in one helper, and in another one for each core that is spare, also when it becomes so
later. The task's own process only distributes the parts, so it stays as it was when it was forked:
a library with threads, such as Typst, works in a helper, and not in one that is forked after it.

Helpers are forked by hand: a task's process is a daemon of `multiprocessing`, which lets none have
children, and a pool of `concurrent.futures` neither grows later nor says how a process has ended.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar

from ..errors import PipelineError
from .spare_cores import SpareCores

Part = TypeVar("Part")
Result = TypeVar("Result")
End = TypeVar("End")

_FEWEST = 8
"""Things to do, of which each takes some milliseconds, that are worth the 20 ms of a helper."""

_TOGETHER = 8
"""Such things that a helper does before it asks for others."""

_cores: SpareCores | None = None


def use_spare_cores(cores: SpareCores | None) -> None:
    """Let this process and its forks have helpers on these cores; None for no helpers."""
    global _cores  # noqa: PLW0603 - a process has one task
    _cores = cores


def can_spread(count: int, *, later: bool = False) -> bool:
    """Whether so many things should be done by helpers: when a core is spare, or for long work also
    when one may be `later`."""
    return _cores is not None and count >= _FEWEST and (later or _cores.has_any())


class HelperError(PipelineError):
    """An error in a helper, of a kind that cannot be sent."""


class Spread(NamedTuple, Generic[Result, End]):
    """What helpers did: the result of each part, and what `end` has returned in each helper."""

    results: list[Result]
    ends: list[End]


def spread(
    parts: Sequence[Part], work: Callable[[Part], Result], end: Callable[[], End]
) -> Spread[Result, End]:
    """Call `work` in helpers, for one part after the other; `end` is called last in each helper.

    Raises what a helper raises. When a helper is killed, this process ends in the same way. All
    helpers have ended when this function returns or raises.
    """
    if _cores is None:
        raise RuntimeError("this process may have no helpers")
    crew = _Crew(parts, work, end, _cores)
    try:
        return crew.run()
    finally:
        crew.close()


def spread_evenly(things: Sequence[Part], work: Callable[[Part], Result]) -> Iterator[Result]:
    """Call `work` for each thing, in helpers if this process may have any; yields the results in
    their order."""
    if not can_spread(len(things)):
        yield from map(work, things)
        return
    parts = [things[start : start + _TOGETHER] for start in range(0, len(things), _TOGETHER)]
    for results in spread(parts, lambda part: [*map(work, part)], lambda: None).results:
        yield from results


@dataclass
class _Helper:
    """A helper's process, on the task's own core or on a spare one."""

    pid: int
    number: int
    on_spare_core: bool


@dataclass
class _Crew(Generic[Part, Result, End]):
    """The helpers of a task, and the parts that they have been given."""

    parts: Sequence[Part]
    work: Callable[[Part], Result]
    end: Callable[[], End]
    cores: SpareCores
    _next: int = 0
    _count: int = 0
    _helpers: dict[Connection, _Helper] = field(default_factory=dict)
    _results: dict[int, Result] = field(default_factory=dict)
    _ends: dict[int, End] = field(default_factory=dict)
    _lifeline: tuple[int, int] = field(default_factory=os.pipe)

    def run(self) -> Spread[Result, End]:
        """Do all parts."""
        self._start(on_spare_core=False)
        while self._helpers:
            watched: list[Any] = [*self._helpers]
            if self._next < len(self.parts):
                watched.append(self.cores)
            ready_ones: list[Any] = wait(watched)
            for ready in ready_ones:
                if ready is not self.cores:
                    self._answer(ready)
                elif self._next < len(self.parts) and self.cores.take():
                    self._start(on_spare_core=True)
        results = [self._results[index] for index in range(len(self.parts))]
        return Spread(results, [self._ends[number] for number in sorted(self._ends)])

    def close(self) -> None:
        """End the helpers that are left."""
        for handle in self._lifeline:
            os.close(handle)
        for connection in [*self._helpers]:
            with suppress(ProcessLookupError):
                os.kill(self._helpers[connection].pid, 9)
            self._reap(connection)

    def _start(self, *, on_spare_core: bool) -> None:
        connection, remote = Pipe()
        helper = _Helper(os.fork(), self._count, on_spare_core)
        if helper.pid == 0:
            connection.close()
            self._help(remote)
        remote.close()
        self._helpers[connection] = helper
        self._count += 1

    def _answer(self, connection: Connection) -> None:
        """Give a helper its next part, or take what it has sent."""
        try:
            error, is_over, values = connection.recv()
            if error is None and not is_over:
                has_part = self._next < len(self.parts)
                connection.send(self._next if has_part else None)
                self._next += has_part
        except (EOFError, ConnectionError):
            self._end_as(os.waitstatus_to_exitcode(self._reap(connection)))
        if error is not None:
            raise error
        if is_over:
            results, self._ends[self._helpers[connection].number] = values
            self._results |= results
            self._reap(connection)

    def _reap(self, connection: Connection) -> int:
        """Wait until a helper has ended; gives its status."""
        helper = self._helpers.pop(connection)
        connection.close()
        status = os.waitpid(helper.pid, 0)[1]
        if helper.on_spare_core:
            self.cores.give()
        return status

    def _end_as(self, code: int) -> NoReturn:
        """End this process as a helper has ended: the pool reports it, and ends the other helpers
        by closing the lifeline."""
        if code < 0:
            os.kill(os.getpid(), -code)
        os._exit(code)

    def _help(self, connection: Connection) -> NoReturn:
        """Work as a helper."""
        status = 1
        try:
            for other in self._helpers:
                other.close()
            os.close(self._lifeline[1])
            use_spare_cores(None)  # a helper has none itself
            threading.Thread(target=_end_with, args=(self._lifeline[0],), daemon=True).start()
            results: dict[int, Result] = {}
            try:
                while (index := _next_part(connection)) is not None:
                    results[index] = self.work(self.parts[index])
                message: Any = None, True, (results, self.end())
            except Exception as error:
                message = _sendable(error), True, None
            connection.send(message)
            status = 0
        finally:
            os._exit(status)


def _next_part(connection: Connection) -> int | None:
    connection.send((None, False, None))
    index: int | None = connection.recv()
    return index


def _end_with(lifeline: int) -> None:
    """End this process when the task's process has ended, and with it the pipe."""
    os.read(lifeline, 1)
    os._exit(1)


def _sendable(error: Exception) -> Exception:
    """An error that the task's process can restore."""
    try:
        restored: Any = pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    except Exception:
        restored = None
    if type(restored) is type(error) and str(restored) == str(error):
        return error
    return HelperError(f"{type(error).__name__}: {error}")
