"""Sampling: processor time of whole processes in random order, and intervals of ratios."""

from __future__ import annotations

import os
import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Samples = Mapping[str, Sequence[float]]
Figure = Callable[[Mapping[str, float]], float]

RESAMPLES = 1000
"""The number of resamples for an interval (the bootstrap's percentile method)."""


@dataclass(frozen=True)
class Estimate:
    """A figure of the medians, and the interval with 95 of 100 resamples."""

    value: float
    low: float
    high: float


def processor_times(
    programs: Mapping[str, list[str]], rounds: int, environment: Mapping[str, str]
) -> dict[str, list[float]]:
    """Milliseconds of a processor, user and system, of each program in each of the rounds.

    In each round, all programs run in a random order, so that other load on the machine affects all
    of them equally. The first round is not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name in random.sample(list(programs), len(programs)):
            milliseconds = _processor_time(programs[name], environment)
            if number:
                times[name].append(milliseconds)
    return times


def _processor_time(program: list[str], environment: Mapping[str, str]) -> float:
    output = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(program[0], program, environment, file_actions=output)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"benchmark: {Path(program[0]).name} {program[-1]!r} failed")
    return (used.ru_utime + used.ru_stime) * 1000


def estimate(samples: Samples, figure: Figure) -> Estimate:
    """A figure of the samples' medians, with its interval. Whole rounds are resampled."""
    rounds = len(next(iter(samples.values())))
    resampled = sorted(
        figure(_medians(samples, random.choices(range(rounds), k=rounds)))  # noqa: S311
        for _ in range(RESAMPLES)
    )
    tail = RESAMPLES // 40
    return Estimate(figure(_medians(samples, range(rounds))), resampled[tail], resampled[-tail - 1])


def _medians(samples: Samples, rounds: Sequence[int]) -> dict[str, float]:
    return {
        name: statistics.median([values[number] for number in rounds])
        for name, values in samples.items()
    }
