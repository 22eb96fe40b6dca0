"""Timing: whole processes in turn, and the medians of their times."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Without compiled modules on disk, each process would compile ours again, but not Sphinx.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}


def measure(commands: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    """Wall seconds of each command, the commands in turn, after one uncounted round."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, run in commands.items():
            start = time.perf_counter()
            run()
            if number:
                times[name].append(time.perf_counter() - start)
    return times


def print_times(times: dict[str, list[float]]) -> None:
    print(f"{'seconds':46}{'min':>8}{'median':>8}{'max':>8}")
    for name, values in times.items():
        print(f"{name:46}{min(values):8.2f}{statistics.median(values):8.2f}{max(values):8.2f}")


def run_module(module: str, *arguments: str | Path) -> None:
    run_program(sys.executable, "-m", module, *arguments)


def run_program(*program: str | Path) -> None:
    """Run a program to its end, without its output."""
    try:
        subprocess.run(
            list(map(str, program)),
            check=True,
            capture_output=True,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
    except FileNotFoundError as error:
        sys.exit(f"benchmark: {error.filename} is missing; install it first")
