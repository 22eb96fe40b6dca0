"""Measures how processor time grows with what hostile input can multiply; Linux and macOS only."""

from __future__ import annotations

import argparse
import csv
import gc
import os
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.growth import books, bundles, catalogs, worst
from benchmarks.growth.case import Case
from benchmarks.timing import ROOT

CASES = [*catalogs.CASES, *books.CASES, *bundles.CASES]
SIZES = (1_000, 10_000, 100_000)
MOST = 12
"""The most that 100,000 may take, as a multiple of the time for 10,000."""

MOST_SECONDS = 10
"""The most that the gate may take for one catalog of the largest size."""

_ENOUGH = 0.05
"""Seconds that 10,000 should take; shorter work is repeated."""


_TABLES = ROOT / "docs" / "handbook" / "_static"


_GC_THRESHOLD = 1_000_000
"""Objects after which garbage is collected, as in the processes of `workers.process_pool`."""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--rounds", type=int, default=5, help="counted runs of each; default: 5")
    parser.add_argument("--only", default="", help="the rows whose title has this text")
    parser.add_argument(
        "--record", action="store_true", help="write these rows into the tables of the handbook"
    )


def run(arguments: argparse.Namespace) -> None:
    """Print a row for each kind of input; exit with 1 if one grows faster than its size.

    Then the time of the gate for the slowest catalogs of the largest size.
    """
    cases = [case for case in CASES if arguments.only in case.title]
    slowest = [case for case in worst.CASES if arguments.only in case.title]
    head = "".join(f"{size:>12,}" for size in SIZES)
    print(f"{'seconds of the processor':46}{head}{'ratio':>8}  repeated")
    growth = {case.title: _print_row(case, arguments.rounds) for case in cases}
    print(f"\n{'seconds of the processor, 8 MB':46}")
    seconds = {case.title: _print_seconds(case) for case in slowest}
    if arguments.record:
        _record(growth, seconds)
    failed = [title for title, times in growth.items() if times[-1] > MOST * times[-2]]
    failed += [title for title, time in seconds.items() if time > MOST_SECONDS]
    if failed:
        sys.exit(f"benchmark: these take too long: {failed}")


def _print_row(case: Case, rounds: int) -> list[float]:
    """Print one row. Returns the median of each size."""
    repeats = max(1, int(_ENOUGH / max(processor_time(case, SIZES[1]), 0.001)))
    times = {size: [processor_time(case, size, repeats) for _ in range(rounds)] for size in SIZES}
    medians = [statistics.median(values) for values in times.values()]
    columns = "".join(f"{median:12.3f}" for median in medians)
    ratio = medians[-1] / medians[-2]
    print(f"{case.title:46}{columns}{ratio:8.1f}{repeats:>9}", flush=True)
    return medians


def _print_seconds(case: Case) -> float:
    seconds = processor_time(case, 0)
    print(f"{case.title:46}{seconds:12.2f}", flush=True)
    return seconds


def _record(growth: dict[str, list[float]], seconds: dict[str, float]) -> None:
    """Write the figures into the handbook's tables. Rows that were not measured stay, if their
    cases still exist."""
    rows = _read_table("growth.csv")
    for title, times in growth.items():
        figures = (f"{time:.3f}" for time in times)
        rows[title] = [*figures, f"{times[-1] / times[-2]:.1f}"]
    _write_table("growth.csv", ["input", *(f"{size:,}" for size in SIZES), "ratio"], rows, CASES)
    rows = _read_table("largest-catalogs.csv")
    for title, time in seconds.items():
        name = title.partition(", ")[2]
        row = rows.setdefault(name, [""] * len(worst.SHAPES))
        row[[worst.title(each, name) for each in worst.SHAPES].index(title)] = f"{time:.1f}"
    _write_table("largest-catalogs.csv", ["messages", *worst.SHAPES], rows, worst.CASES)


def _read_table(name: str) -> dict[str, list[str]]:
    """The rows of a table by their titles."""
    with (_TABLES / name).open(encoding="utf-8", newline="") as file:
        return {title: figures for title, *figures in list(csv.reader(file))[1:]}


def _write_table(
    name: str, head: Sequence[str], rows: Mapping[str, Sequence[str]], cases: Iterable[Case]
) -> None:
    """Write a table in the order of the cases, whose titles may begin with their shape."""
    titles = dict.fromkeys(
        title for case in cases for title in (case.title, case.title.partition(", ")[2])
    )
    with (_TABLES / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([title, *rows[title]] for title in titles if title in rows)


def processor_time(case: Case, size: int, repeats: int = 1) -> float:
    """Seconds of user and system time of a forked child for the work, without its preparation.

    Python and the modules are loaded before: what does not grow is not in the figures.
    """
    prepared = case.prepare(size)
    gc.set_threshold(_GC_THRESHOLD, 4, 4)
    gc.collect()
    gc.freeze()
    child = os.fork()
    if not child:
        _work_and_exit(case, prepared, repeats)
    _, status, usage = os.wait4(child, 0)
    gc.unfreeze()
    if status:
        sys.exit(f"benchmark: {case.title} failed with {size:,}")
    return usage.ru_utime + usage.ru_stime


def _work_and_exit(case: Case, prepared: object, repeats: int) -> None:
    try:
        for _ in range(repeats):
            case.work(prepared)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def find(title: str) -> Case:
    """The case with this title. Raises `StopIteration` for an unknown one."""
    return next(case for case in CASES if case.title == title)
