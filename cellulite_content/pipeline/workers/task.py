"""A task: a call that a process makes, and what comes of it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .clusters.batches import Divisible

DEADLINE = 300.0
"""Seconds after which a task is ended, by the clock and by processor time: the latter works even
when the parent process has ended. A large task has more (`time_limit`)."""

_BYTES_PER_SECOND = 4000
"""Bytes of documents that every task processes in a second: a tenth of the slowest task's, a build
with covers and bilingual books (0.20 s for an article of 8 KB)."""


def time_limit(size: int, deadline: float = DEADLINE) -> float:
    """The time limit of a task in seconds: `deadline`, or more for many bytes of documents."""
    return max(deadline, size / _BYTES_PER_SECOND)


@dataclass(frozen=True)
class Task:
    """A call to make in another process; its outcome has the same `key`.

    `function` is `module:name`, so that the parent process need not import the module. `size` is
    the number of bytes of the documents that the task processes. `seconds` is a shorter time limit
    than the pool's; 0 for none. With `may_spread`, it may have helpers on spare cores. On a
    cluster, several jobs may do it in parts, as `divisible` says.
    """

    key: str
    function: str
    arguments: tuple[Any, ...]
    size: int = 0
    seconds: float = 0.0
    may_spread: bool = False
    divisible: Divisible | None = None

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
