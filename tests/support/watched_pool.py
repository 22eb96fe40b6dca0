"""Pools of processes that remember what they were asked for, and count what they start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Outcome, Task


class Watched(ProcessPool):
    """An engine that keeps its tasks and their keys; those of `lost` end without an answer."""

    def __init__(self, jobs: int, lost: Callable[[str], bool] = lambda key: False) -> None:
        super().__init__(jobs)
        self.keys: list[str] = []
        self.tasks: list[Task] = []
        self._lost = lost

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        tasks = list(tasks)
        self.keys += (task.key for task in tasks)
        self.tasks += tasks
        return super().run(tasks)

    def run_one(self, task: Task) -> Outcome:
        if self._lost(task.key):
            return Outcome(task.key, error=f"{task.key}: its process ended with code -9")
        return super().run_one(task)


class CountingPool(ProcessPool):
    """A pool that counts its processes."""

    count = 0

    def _new_process(self) -> Any:
        self.count += 1
        return super()._new_process()
