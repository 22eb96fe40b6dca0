"""All editions on a cluster of one worker and of two, on this machine, beside a local build."""

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
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.build import copy_project
from benchmarks.timing import ENVIRONMENT, print_times, run_module
from cellulite_content.pipeline.workers.dask_task import IDLE


def options(parser: argparse.ArgumentParser) -> None:
    """Declare what the benchmark can be asked for."""
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    parser.add_argument("--articles", type=int, default=1, help="copies of the article; default: 1")


def run(arguments: argparse.Namespace) -> None:
    """Build everything from nothing, here with one process, on one worker and on two, in turn."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        project = copy_project(folder / "project")
        _multiply(project, arguments.articles)
        one, two = (stack.enter_context(_cluster(folder / str(n), n)) for n in (1, 2))
        places = {
            "one process, no cluster": ("--jobs", "1"),
            "one worker": ("--cluster", one),
            "two workers": ("--cluster", two),
        }
        times: dict[str, list[float]] = {name: [] for name in places}
        for number in range(arguments.rounds + 1):
            for name, where in places.items():
                time.sleep(IDLE + 1)  # no worker has its programs ready from the build before
                seconds = _build(project, where)
                if number:  # the first round is not counted
                    times[name].append(seconds)
    what = f"html, epub and bundle of all locales, {arguments.articles} articles, from nothing"
    print(f"{what}; {os.cpu_count()} cores")
    print_times(times)
    _, first, second = (statistics.median(each) for each in times.values())
    print(f"two workers are {first / second:.2f} times as fast as one")


def _multiply(project: Path, articles: int) -> None:
    """Put the article, and its catalogs, in as often as that, under more names and labels."""
    sources = sorted(project.glob("docs/articles/*.rst"))
    catalogs = sorted(project.glob("locales/*/LC_MESSAGES/articles/*.po"))
    found = {path: path.read_text(encoding="utf-8") for path in (*sources, *catalogs)}
    labels = [
        each for path in sources for each in re.findall(r"(?m)^\.\. _([\w-]+):$", found[path])
    ]
    for number in range(2, articles + 1):
        for path, words in found.items():
            text = words
            for label in labels:
                text = text.replace(f"<{label}>", f"<{label}-{number}>")
                text = text.replace(f".. _{label}:", f".. _{label}-{number}:")
            path.with_stem(f"{path.stem}-{number}").write_text(text, encoding="utf-8")


def _build(project: Path, where: tuple[str, str]) -> float:
    shutil.rmtree(project / "build", ignore_errors=True)
    start = time.perf_counter()
    run_module("cellulite_content", "--project", project, "build", *where)
    return time.perf_counter() - start


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler with workers of a thread each; gives its address."""
    folder.mkdir()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{found.getsockname()[1]}"
    programs = [_started(folder, "scheduler", "--host", address, "--dashboard-address", ":0")]
    try:
        for _ in range(workers):
            programs.append(
                _started(folder, "worker", address, "--nthreads", "1", "--no-nanny",
                         "--local-directory", str(folder))
            )  # fmt: skip
        _await_workers(address, workers)
        yield address
    finally:
        for program in reversed(programs):
            program.terminate()
            program.wait()


def _started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _await_workers(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415 - takes 300 ms, for this benchmark alone

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)
