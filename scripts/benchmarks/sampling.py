"""Sampling: processor time of whole processes in random order, and intervals of ratios."""

from __future__ import annotations

import os
import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

Samples = Mapping[str, Sequence[float]]
Figure = Callable[[Mapping[str, float]], float]

RESAMPLES = 1000
"""The number of resamples for an interval (the bootstrap's percentile method)."""

QUICK = 40
"""Milliseconds; a program that takes less runs `REPEATS` times in each round."""

REPEATS = 10


@dataclass(frozen=True)
class Estimate:
    """The median of a figure, and the interval with 95 of 100 resamples."""

    value: float
    low: float
    high: float


def processor_times(
    programs: Mapping[str, list[str]], rounds: int, environment: Mapping[str, str], folder: Path
) -> dict[str, list[float]]:
    """Milliseconds of a processor, user and system, of each program in each of the rounds.

    In each round, all programs run in `folder` and in a random order, so that other load on the
    machine affects all of them equally. Quick programs run more often, because they differ from
    each other by less than two runs of one of them do; their samples are medians of a round. A
    first round, in which each program runs once, is not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in programs}
    with chdir(folder):
        first = {name: _processor_time(programs[name], environment) for name in programs}
        runs = [name for name in programs for _ in range(REPEATS if first[name] < QUICK else 1)]
        for _ in range(rounds):
            values: dict[str, list[float]] = {name: [] for name in programs}
            for name in random.sample(runs, len(runs)):
                values[name].append(_processor_time(programs[name], environment))
            for name in programs:
                times[name].append(statistics.median(values[name]))
    return times


def _processor_time(program: list[str], environment: Mapping[str, str]) -> float:
    output = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(program[0], program, environment, file_actions=output)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"benchmark: {Path(program[0]).name} {program[-1]!r} failed")
    return (used.ru_utime + used.ru_stime) * 1000


def estimate(samples: Samples, figure: Figure) -> Estimate:
    """The median of a figure of each round, with its interval; rounds are resampled.

    Load that lasts longer than a round affects all samples of a round, and so no ratio of them: the
    intervals are half as wide as those of a figure of the samples' medians.
    """
    figures = [
        figure(dict(zip(samples, values, strict=True)))
        for values in zip(*samples.values(), strict=True)
    ]
    resampled = sorted(
        statistics.median(random.choices(figures, k=len(figures)))  # noqa: S311
        for _ in range(RESAMPLES)
    )
    tail = RESAMPLES // 40
    return Estimate(statistics.median(figures), resampled[tail], resampled[-tail - 1])
