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
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.build import copy_project
from benchmarks.timing import ENVIRONMENT, print_times, run_module
from cellulite_content.pipeline.workers.dask_task import IDLE_TIMEOUT


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    parser.add_argument("--articles", type=int, default=1, help="copies of the article; default: 1")


def run(arguments: argparse.Namespace) -> None:
    """Build everything from nothing, here with one process, on one worker and on two, in turn."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        project = copy_project(folder / "project")
        _multiply(project, arguments.articles)
        one, two = (stack.enter_context(_cluster(folder / str(n), n)) for n in (1, 2))
        builds = {
            "one process, no cluster": ("--jobs", "1"),
            "one worker": ("--cluster", one),
            "two workers": ("--cluster", two),
        }
        times: dict[str, list[float]] = {name: [] for name in builds}
        for number in range(arguments.rounds + 1):
            for name, build_options in builds.items():
                time.sleep(
                    IDLE_TIMEOUT + 1
                )  # no worker has its programs ready from the build before
                seconds = _build(project, build_options)
                if number:  # the first round is not counted
                    times[name].append(seconds)
    description = (
        f"html, epub and bundle of all locales, {arguments.articles} articles, from nothing"
    )
    print(f"{description}; {os.cpu_count()} cores")
    print_times(times)
    _, first, second = (statistics.median(seconds) for seconds in times.values())
    print(f"two workers are {first / second:.2f} times as fast as one")


def _multiply(project: Path, articles: int) -> None:
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


def _build(project: Path, build_options: tuple[str, str]) -> float:
    shutil.rmtree(project / "build", ignore_errors=True)
    start = time.perf_counter()
    run_module("cellulite_content", "--project", project, "build", *build_options)
    return time.perf_counter() - start


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[str]:
    """Run a scheduler with single-threaded workers; yields its address."""
    folder.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    programs = [_start_dask(folder, "scheduler", "--host", address, "--dashboard-address", ":0")]
    try:
        for _ in range(workers):
            programs.append(
                _start_dask(folder, "worker", address, "--nthreads", "1", "--no-nanny",
                         "--local-directory", str(folder))
            )  # fmt: skip
        _await_workers(address, workers)
        yield address
    finally:
        for program in reversed(programs):
            program.terminate()
            program.wait()


def _start_dask(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _await_workers(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415 - takes 300 ms, only this benchmark needs it

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)
