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

SLOWEST = [
    case.title
    for case in worst.CASES
    if case.title.endswith((worst.HONEST, worst.MIXED, "list marks", "roles", "tags"))
]

PROGRAM = """\
import resource, sys
from benchmarks.growth import measure, worst
module, size, seconds, *titles = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
for case in (worst if module == "worst" else measure).CASES:
    if case.title in titles:
        case.work(case.prepare(int(size)))
"""


def work(module: str, size: int, seconds: int, *titles: str) -> None:
    """Do the work of these cases in a process with this much processor time."""
    path = os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "scripts")))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, module, str(size), str(seconds), *titles],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=10 * seconds,
        check=False,
    )
    assert done.returncode == 0, f"{titles}: {done.stderr[-2000:] or 'killed'}"


@pytest.mark.slow
@pytest.mark.parametrize("title", [case.title for case in CASES])
def test_time_grows_no_faster_than_the_input(title: str) -> None:
    """The slowest kind takes 7 seconds, most less than one."""
    work("measure", MANY, 30, title)


@pytest.mark.slow
@pytest.mark.parametrize("title", SLOWEST)
def test_the_gate_takes_ten_seconds_at_most(title: str) -> None:
    """Catalogs as large as the limit, of legal messages; the limit here is for slower machines."""
    work("worst", 0, 30, title)
