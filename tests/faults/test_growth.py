"""Hostile input of any kind takes time in proportion to its size: each kind, in a process that is
killed when it takes far longer."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.growth import worst
from benchmarks.growth.measure import CASES
from support import CHECKOUT

MANY = 30_000
"""Thirty seconds are enough for so many; in proportion to the square, they would not be."""

pytestmark = pytest.mark.slow

SLOWEST = [
    case.title
    for case in worst.CASES
    if case.title.endswith((worst.HONEST, worst.MIXED, "list marks", "roles", "tags"))
]

STAGES = sorted({case.stage for case in CASES})
SECONDS = 30
"""The processor time of a case; the slowest takes 7 seconds, most less than one."""

PROGRAM = """\
import os, resource, sys
from benchmarks.growth import measure, worst
module, size, seconds, *titles = sys.argv[1:]
for case in (worst if module == "worst" else measure).CASES:
    if case.title not in titles:
        continue
    process = os.fork()
    if not process:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        case.work(case.prepare(int(size)))
        os._exit(0)
    if os.waitpid(process, 0)[1]:
        print(case.title)
"""
"""Each case works in a fork, which has the imported modules and a limit of its own."""


def failed(module: str, size: int, titles: list[str], seconds: int = SECONDS) -> list[str]:
    """The cases that fail, or take more than so much processor time."""
    path = os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "scripts")))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, module, str(size), str(seconds), *titles],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=10 * SECONDS * len(titles),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


@pytest.mark.parametrize("stage", STAGES)
def test_time_grows_no_faster_than_the_input(stage: str) -> None:
    """So many of each kind of a stage."""
    titles = [case.title for case in CASES if case.stage == stage]
    assert titles
    assert failed("measure", MANY, titles) == []


def test_the_gate_takes_ten_seconds_at_most() -> None:
    """Catalogs as large as the limit, of legal messages; the limit here is for slower machines."""
    assert len(SLOWEST) > 10
    assert failed("worst", 0, SLOWEST) == []


def test_a_case_that_takes_too_long_is_told() -> None:
    """The check works: the largest catalogs take longer than a second, the others are done."""
    short, long = CASES[0].title, SLOWEST[0]
    assert failed("worst", 0, [long], seconds=1) == [long]
    assert failed("measure", 10, [short], seconds=1) == []
