"""`build --cluster`: real machines of Dask give the bytes of a local build, or a line that says why
not.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.requirements import require

require("cluster", "distributed")

import psutil

from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.workers.clusters.environment import versions
from support.cluster.machines import Net, free_port, tree

pytestmark = pytest.mark.slow

BOOKS = ("build", "--formats", "epub")
HTML = ("build", "--formats", "html")
ALL = "html,epub,pdf,bundle"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


class Running:
    """A build under way, whose lines can be waited for."""

    def __init__(
        self, checkout: Path, project: Path, output: Path, address: str, formats: str
    ) -> None:
        arguments = [
            "--project",
            project,
            "build",
            "--output",
            output,
            "--clean",
            "--cluster",
            address,
        ]
        arguments += ["--formats", formats]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cellulite_content", *map(str, arguments)],
            cwd=checkout,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.lines: list[str] = []

    def until(self, words: str) -> None:
        """Wait for a line with these words."""
        for line in self._told():
            if words in line:
                return
        pytest.fail(f"never said {words!r}: {self.lines}")

    def end(self) -> int:
        """Wait for the end; gives the exit code."""
        list(self._told())
        return self._process.wait(60)

    def kill(self) -> None:
        """Stop it, whatever it does."""
        self._process.kill()
        self._process.wait()

    def _told(self) -> Iterator[str]:
        assert self._process.stderr
        for line in self._process.stderr:
            self.lines.append(line)
            yield line


def _complaints(said: str) -> list[str]:
    """The lines of standard error without progress and the warning of an open scheduler."""
    return [
        line
        for line in said.splitlines()
        if not re.match(r"\[\d+/\d+\] |warning: tcp://\S+ is open and not encrypted: ", line)
    ]


def test_a_killed_worker_changes_no_byte(
    net: Net, checkout: Path, run: Run, project_copy: Path, tmp_path: Path
) -> None:
    """Two workers, one of them cut off midway: site and bundle are the local build's."""
    local = tmp_path / "local"
    done = run("build", "--formats", ALL, "--output", local, project=project_copy)
    assert done.returncode == 0, done.stderr
    bundle = (project_copy / "build" / "bundle").rename(tmp_path / "bundle")
    shutil.rmtree(project_copy / "build")
    net.scheduler()
    first, _ = net.worker("first", "--nanny"), net.worker("second", "--nanny")
    build = Running(checkout, project_copy, tmp_path / "site", net.address, ALL)
    build.until(f"[3/{len(load_project(project_copy).editions)}] built")
    first.kill()
    assert build.end() == 0
    assert _complaints("".join(build.lines)) == []
    assert tree(tmp_path / "site") == tree(local)
    assert tree(project_copy / "build" / "bundle") == tree(bundle)
    assert not list((project_copy / "build").glob("staging-*"))


def test_a_worker_that_comes_later_takes_over(
    net: Net, checkout: Path, run: Run, small: Path, tmp_path: Path
) -> None:
    """The only worker is cut off; one that comes in the next half minute builds what is left."""
    run(*HTML, "--output", tmp_path / "local", project=small)
    net.scheduler()
    first = net.worker("first")
    build = Running(checkout, small, tmp_path / "site", net.address, "html")
    build.until("[1/3] built")
    first.kill()
    net.worker("second")
    assert build.end() == 0
    assert tree(tmp_path / "site") == tree(tmp_path / "local")


def test_a_lost_scheduler_ends_the_build(
    net: Net, checkout: Path, small: Path, tmp_path: Path
) -> None:
    """One line, code 2, and nothing is published."""
    scheduler = net.scheduler()
    net.worker("first")
    build = Running(checkout, small, tmp_path / "site", net.address, "html")
    build.until("[1/3] built")
    scheduler.kill()
    assert build.end() == 2
    (line,) = _complaints("".join(build.lines))
    assert line.startswith(f"cellulite-content: {net.address}: the scheduler is gone")
    assert not (tmp_path / "site").exists()


def test_workers_that_differ_are_told_and_not_used(
    net: Net, run: Run, small: Path, other_code: Callable, tmp_path: Path
) -> None:
    """Another version, no package at all: a line each; without a third worker, code 2."""
    net.scheduler()
    old = other_code("bundle.py", '__version__ = "', '__version__ = "0.0.')
    (tmp_path / "none" / "cellulite_content").mkdir(parents=True)
    (tmp_path / "none" / "cellulite_content" / "__init__.py").touch()
    net.worker("old", PYTHONPATH=old)
    net.worker("none", PYTHONPATH=str(tmp_path / "none"))
    site = tmp_path / "site"
    done = run(*HTML, "--output", site, "--clean", "--cluster", net.address, project=small)
    assert done.returncode == 2
    *unfit, last = _complaints(done.stderr)
    ours = versions()["cellulite-content"]
    assert len(unfit) == 2
    assert {line.partition("it has ")[2].partition(":")[0] for line in unfit} == {
        f"cellulite-content 0.0.{ours} instead of {ours}",
        f"no cellulite-content {ours}",
    }
    assert f"{net.address}: has no suitable worker" in last
    assert not site.exists()
    net.worker("good")
    done = run(*HTML, "--output", site, "--clean", "--cluster", net.address, project=small)
    assert done.returncode == 0
    assert len(_complaints(done.stderr)) == 2
    assert (site / "de" / "index.html").is_file()


def test_an_unreachable_scheduler_is_one_line(run: Run, small: Path, tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    done = run(*HTML, "--output", tmp_path / "site", "--clean", "--cluster", address, project=small)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"cellulite-content: {address}: cannot use this scheduler: ")
    assert not (tmp_path / "site").exists()


def test_a_worker_short_of_memory_fails_its_builds_alone(
    net: Net, run: Run, small: Path, tmp_path: Path
) -> None:
    """Alone it fails each locale in a line that names it; beside another, that one builds all.

    The line has the worker's memory: libraries that get none say so in many ways.
    One that is over its limit before it has built anything is reported and not used.
    """
    net.scheduler()
    net.worker("narrow", "--memory-limit", "100MiB")
    site = tmp_path / "site"
    done = run(*BOOKS, "--output", site, "--clean", "--cluster", net.address, project=small)
    assert done.returncode == 1
    lines = _complaints(done.stderr)
    words = r"error: (..): .+ \(on tcp://\S+, with 100 MB of memory\)"
    told = [match[1] for line in lines if (match := re.fullmatch(words, line))]
    assert sorted(told) == ["ar", "de", "en"], lines
    net.worker("full", "--memory-limit", "50MiB")
    net.worker("wide")
    done = run(*BOOKS, "--output", site, "--clean", "--cluster", net.address, project=small)
    (line,) = _complaints(done.stderr)
    assert re.fullmatch(r"warning: tcp://\S+: is not used; Dask pauses it for lack of memory", line)
    assert done.returncode == 0
    assert len(list((site / "downloads").glob("*.epub"))) == 5


def test_a_large_build_has_the_time_there_that_it_has_here(
    net: Net, run: Run, small: Path, tmp_path: Path
) -> None:
    """What a process may use of the processor grows with the documents, on a worker too."""
    net.scheduler()
    net.worker("one")
    (small / "docs" / "long.txt").write_text("x" * 2_000_000)
    conf = small / "docs" / "conf.py"
    lines = "\nimport resource\nif 'build-server-' in __file__:\n"
    lines += "    raise RuntimeError(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
    conf.write_text(conf.read_text(encoding="utf-8") + lines, encoding="utf-8")
    site = tmp_path / "site"
    done = run(*HTML, "--output", site, "--clean", "--cluster", net.address, project=small)
    assert done.returncode == 1
    found = re.findall(r"error: (..): .*RuntimeError: (\d+) ", done.stderr)
    assert {code: 500 <= int(seconds) < 510 for code, seconds in found} == dict.fromkeys(
        ("ar", "de", "en"), True
    ), done.stderr


def test_a_build_server_ends_with_its_worker(net: Net, checkout: Path, small: Path) -> None:
    """A worker is killed alone: the program that builds for it ends too and leaves no files."""
    net.scheduler()
    worker = net.worker("alone")
    build = Running(checkout, small, small / "site", net.address, "html")
    build.until("[1/3] built")
    group = os.getpgid(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)
    end = time.monotonic() + 60
    while any(_in_group(process, group) for process in psutil.process_iter()):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert list(worker.place.rglob("build-server-*")) == []
    build.kill()


def _in_group(process: psutil.Process, group: int) -> bool:
    try:
        return os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE
    except (ProcessLookupError, psutil.Error):
        return False
