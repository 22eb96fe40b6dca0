"""Builds all editions on a cluster of one worker and of two, on this machine, and locally."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.articles import write_corpus
from benchmarks.build import PLAIN_SETTINGS, copy_project
from benchmarks.process_group import ProcessGroup

FORMATS = "html,epub,bundle"
WORKERS = (1, 2)


@dataclass(frozen=True)
class Cost:
    """The cost of a build: seconds of the clock, and of the processor in each machine's processes.

    The command's are those until the first locale is built, until the last one, and until the end.
    """

    wall: float
    before: float
    during: float
    after: float
    scheduler: float
    workers: tuple[float, ...]

    @property
    def command(self) -> float:
        """All processes of the command."""
        return self.before + self.during + self.after

    @property
    def busiest(self) -> float:
        """The worker that has most to do."""
        return max(self.workers, default=0.0)

    @property
    def path(self) -> float:
        """The longest path of processor time: the stages in turn, of machines with a core each.

        Workers already start their programs in the first stage, which is counted in the second.
        """
        return self.before + max(self.during, self.scheduler, self.busiest) + self.after


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    parser.add_argument("--articles", type=int, default=40, help="of each language; default: 40")
    parser.add_argument("--locales", type=int, default=0, help="translations; default: all")
    parser.add_argument("--plain", action="store_true", help="no covers and bilingual books")
    parser.add_argument(
        "--edit",
        action="store_true",
        help="one language of synthetic articles, after an edit of each round",
    )


def run(arguments: argparse.Namespace) -> None:
    """Build everything from nothing, here with one process, on one worker and on two, in turn."""
    if arguments.edit:
        _run_edits(arguments)
        return
    costs: dict[int, list[Cost]] = {workers: [] for workers in (0, *WORKERS)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = copy_project(folder / "project", PLAIN_SETTINGS if arguments.plain else "")
        languages = _keep_locales(project, arguments.locales) + 1
        multiply(project, arguments.articles)
        for number in range(arguments.rounds):
            for workers, runs in costs.items():
                place = folder / f"cluster-{number}-{workers}"
                place.mkdir()
                shutil.rmtree(project / "build", ignore_errors=True)
                runs.append(_measured_build(project, place, workers))
    print(f"{arguments.articles} articles, {languages} languages: {FORMATS}, from nothing")
    _print_results(costs)


def _run_edits(arguments: argparse.Namespace) -> None:
    """Build one language again and again, of which one translation is edited each time.

    Workers keep nothing, so they build all of its articles.
    """
    costs: dict[int, list[Cost]] = {workers: [] for workers in WORKERS}
    with tempfile.TemporaryDirectory() as name:
        folder, project = Path(name), Path(name, "project")
        settings = PLAIN_SETTINGS if arguments.plain else ""
        write_corpus(project, arguments.articles, ("de",), settings)
        _measured_build(project, folder, 0)
        for number in range(arguments.rounds):
            for workers, runs in costs.items():
                place = folder / f"cluster-{number}-{workers}"
                place.mkdir()
                _edit(project, f"{number}.{workers}")
                runs.append(_measured_build(project, place, workers))
    print(f"{arguments.articles} articles, one language: {FORMATS}, after an edit")
    _print_results(costs)


def _edit(project: Path, word: str) -> None:
    """Add a word to a translation of the first article."""
    path = min(project.glob("locales/de/LC_MESSAGES/articles/*.po"))
    head, start, rest = path.read_text(encoding="utf-8").rpartition('msgstr "')
    path.write_text(f"{head}{start}{word} {rest}", encoding="utf-8")


def _print_results(costs: dict[int, list[Cost]]) -> None:
    rounds = len(costs[WORKERS[0]])
    print(f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}; medians of {rounds}")
    _print_table(costs)
    one, two = (_median(costs[workers], lambda cost: cost.path) for workers in WORKERS)
    print(f"by the longest path, two workers are {one / two:.2f} times as fast as one")
    print(f"that is {one / two / 2:.0%} of the ideal")


def _print_table(costs: dict[int, list[Cost]]) -> None:
    columns: dict[str, Callable[[Cost], float]] = {
        "clock": lambda cost: cost.wall,
        "path": lambda cost: cost.path,
        "before": lambda cost: cost.before,
        "during": lambda cost: cost.during,
        "after": lambda cost: cost.after,
        "scheduler": lambda cost: cost.scheduler,
        "busiest": lambda cost: cost.busiest,
        "workers": lambda cost: sum(cost.workers),
    }
    print(f"{'seconds':24}", *(f"{title:>10}" for title in columns))
    for workers, runs in costs.items():
        name = f"{workers} workers" if workers else "no cluster, one process"
        print(f"{name:24}", *(f"{_median(runs, value):10.2f}" for value in columns.values()))


def _median(costs: Sequence[Cost], value: Callable[[Cost], float]) -> float:
    return statistics.median(map(value, costs))


def _keep_locales(project: Path, count: int) -> int:
    """Keep the first locales of the list (0: all); returns their number."""
    listed = project / "locales" / "locales.toml"
    head, *tables = re.split(r"(?m)^(?=\[)", listed.read_text(encoding="utf-8"))
    kept = tables[: count or None]
    listed.write_text("".join((head, *kept)), encoding="utf-8")
    for table in tables[len(kept) :]:
        code = table[1:].partition("]")[0]
        shutil.rmtree(project / "locales" / code)
    return len(kept)


def multiply(project: Path, articles: int) -> None:
    """Copy the article and its catalogs this number of times, with other names and labels."""
    sources = sorted(project.glob("docs/articles/*.rst"))
    catalogs = sorted(project.glob("locales/*/LC_MESSAGES/articles/*.po"))
    texts = {path: path.read_text(encoding="utf-8") for path in (*sources, *catalogs)}
    labels = [
        label for path in sources for label in re.findall(r"(?m)^\.\. _([\w-]+):$", texts[path])
    ]
    for number in range(2, articles + 1):
        for path, words in texts.items():
            text = words
            for label in labels:
                text = text.replace(f"<{label}>", f"<{label}-{number}>")
                text = text.replace(f".. _{label}:", f".. _{label}-{number}:")
            path.with_stem(f"{path.stem}-{number}").write_text(text, encoding="utf-8")


def _measured_build(project: Path, folder: Path, workers: int) -> Cost:
    """Build in one process or with workers. The start of Dask's own programs is not counted."""
    arguments = ["-m", "cellulite_content", "--project", str(project), "build"]
    arguments += ["--formats", FORMATS]
    with ExitStack() as stack:
        if workers:
            address, machines = stack.enter_context(_cluster(folder, workers))
            arguments += ["--cluster", address]
        else:
            machines = []
            arguments += ["--jobs", "1"]
        command = ProcessGroup(sys.executable, *arguments, errors=subprocess.PIPE)
        wall, lines = command.wait()
        scheduler, *busy = [machine.end() for machine in machines] or [0.0]
    built = [used for line, used in lines if re.match(r"\[\d+/\d+\] built ", line)]
    before, during = built[0], built[-1] - built[0]
    return Cost(wall, before, during, command.seconds - built[-1], scheduler, tuple(busy))


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[ProcessGroup]]]:
    """Run a scheduler with single-threaded workers, each on a core of its own as far as there are
    any; yields the scheduler's address, and the scheduler and the workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    cores = sorted(os.sched_getaffinity(0))
    own = dict(enumerate(cores))
    machines = [
        _start_dask(folder, own.get(workers), "scheduler", "--host", address,
                    "--dashboard-address", ":0")
    ]  # fmt: skip
    try:
        machines += (
            _start_dask(folder, own.get(number), "worker", address, "--nthreads", "1",
                        "--no-nanny", "--local-directory", str(folder))
            for number in range(workers)
        )  # fmt: skip
        _await_workers(address, workers)
        for machine in machines:
            machine.start_counting()
        yield address, machines
    finally:
        for machine in reversed(machines):
            machine.end()


def _start_dask(folder: Path, core: int | None, *arguments: str) -> ProcessGroup:
    """Start a program of Dask, on one core if it is given."""
    program = (sys.executable, "-m", "dask", *arguments, "--no-dashboard")
    return ProcessGroup(*program, folder=folder, core=core)


def _await_workers(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415 - takes 300 ms, only this benchmark needs it

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)
