"""Builds an adopted project with its own theme; compares the costs with sphinx-build's loop."""

from __future__ import annotations

import argparse
import math
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.adopt.project import adopt_project, write_project
from benchmarks.articles import CODES
from benchmarks.timing import ENVIRONMENT, ROOT
from benchmarks.usage import Usage, measure_usage, median, run_all
from cellulite_content.pipeline.model.project import Project, load_project

OURS = "build --formats sphinx:html"
ONE = "the same, one locale"
AGAIN = "the same, nothing changed"
MESSAGE = "the same, one message edited"
LOOP = "stock Sphinx, one locale after another"
AUTO = "sphinx-build -j auto, one locale"
FLOOR = "of that: writing"

_LEFT_OUT = {".doctrees", ".buildinfo.bak"}


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--documents", type=int, default=150, help="default: 150")
    parser.add_argument("--locales", type=int, default=5, help=f"at most {len(CODES)}; default: 5")
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    parser.add_argument(
        "--project",
        type=Path,
        help="a Sphinx project with catalogs instead of a synthetic one; it is copied, and gets "
        "the synthetic one's settings and theme if it has no conf.py",
    )


def run(arguments: argparse.Namespace) -> None:
    """Build all locales, here and with stock Sphinx's commands, and compare the pages."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "project"
        if arguments.project:
            shutil.copytree(arguments.project, root)
            _make_writable(root)
        else:
            write_project(root, arguments.documents, CODES[: arguments.locales])
        adopt_project(root)
        case = _Case(load_project(root), Path(name) / "stock")
        case.compile()
        rounds = [dict(case.round()) for _ in range(arguments.rounds)]
        medians = {title: median([each[title] for each in rounds]) for title in rounds[0]}
        _print(medians, len(case.codes), case.pages)


@dataclass(frozen=True)
class _Case:
    """A project, and the folder of stock Sphinx's output."""

    project: Project
    stock: Path

    @property
    def codes(self) -> list[str]:
        return [locale.code for locale in self.project.locales]

    @property
    def ours(self) -> Path:
        return self.project.build / "html"

    @property
    def pages(self) -> int:
        return len([*self.ours.rglob("*.html")])

    def compile(self) -> None:
        """Write the accepted messages for the loop."""
        _run(sys.executable, "-m", "benchmarks.adopt.accepted", self.project.root, self.stock)

    def round(self) -> Iterator[tuple[str, Usage]]:
        """Each command once, in turn."""
        shutil.rmtree(self.stock / "out", ignore_errors=True)
        yield AUTO, measure_usage(*self._auto(self.codes[0]))
        shutil.rmtree(self.stock / "out", ignore_errors=True)
        yield LOOP, run_all([self._loop(code) for code in self.codes])
        yield FLOOR, Usage(cpu=sum(self._writing(code) for code in self.codes))
        self._clean()
        yield ONE, measure_usage(*self._build(self.codes[0]))
        self._clean()
        yield OURS, measure_usage(*self._build())
        self.compare()
        yield AGAIN, measure_usage(*self._build())
        catalog = max(
            self.project.locales_folder.glob(f"{self.codes[0]}/**/*.po"),
            key=lambda path: path.stat().st_size,
        )
        old = catalog.read_bytes()
        before, end, after = old.rpartition(b'."\n')
        catalog.write_bytes(before + b"." + end + after)
        yield MESSAGE, measure_usage(*self._build())
        catalog.write_bytes(old)

    def compare(self) -> None:
        """Exit when a file of ours differs from the loop's, or is missing on one side."""
        for locale in self.project.locales:
            ours, stock = self.ours / locale.tag, self.stock / "out" / locale.code
            names = [_names(folder) for folder in (ours, stock)]
            if names[0] != names[1]:
                sys.exit(f"benchmark: {locale.code}: {sorted(names[0] ^ names[1])[:3]}")
            for each in sorted(names[0]):
                if (ours / each).read_bytes() != (stock / each).read_bytes():
                    sys.exit(f"benchmark: {locale.code}: {each} differs from stock Sphinx's")
        print("all files of all locales are equal to the loop's, byte for byte")

    def _clean(self) -> None:
        shutil.rmtree(self.project.build, ignore_errors=True)

    def _build(self, *codes: str) -> list[str | Path]:
        """Our command; the exit code 1 only says that the gate refuses a translation."""
        program = [sys.executable, "-m", "cellulite_content", "--project", self.project.root]
        words = [*map(str, program), "build", *codes, "--formats", "sphinx:html"]
        return ["sh", "-c", f"{shlex.join(words)} || [ $? -eq 1 ]"]

    def _loop(self, code: str) -> list[str | Path]:
        """Stock Sphinx as a program."""
        folders = self.project.source, self.stock / "out" / code, code, self.stock / "catalogs"
        (self.stock / "out").mkdir(parents=True, exist_ok=True)
        program = ROOT / "scripts" / "benchmarks" / "adopt" / "stock_build.py"
        return [sys.executable, str(program), *map(str, folders)]

    def _auto(self, code: str) -> list[str | Path]:
        settings = f"language={code}", f"locale_dirs={self.stock / 'catalogs'}"
        options = [part for each in settings for part in ("-D", each)]
        folders = self.project.source, self.stock / "out" / code
        return [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-b",
            "html",
            "-j",
            "auto",
            *options,
            *folders,
        ]

    def _writing(self, code: str) -> float:
        return float((self.stock / "out" / f"{code}.seconds").read_text())


def _print(medians: dict[str, Usage], locales: int, pages: int) -> None:
    cores = os.cpu_count() or 1
    print(f"{locales} locales, {pages} pages; {cores} cores; load {os.getloadavg()[0]:.1f}")
    print(f"{'seconds':42}{'processors':>12}{'clock':>8}{'MiB':>6}")
    for title, usage in medians.items():
        wall = f"{usage.wall:8.1f}{usage.memory / 2**20:6.0f}" if usage.wall else ""
        print(f"{title:42}{usage.cpu:12.1f}{wall}")
    ours, one, loop = (medians[title].cpu for title in (OURS, ONE, LOOP))
    locale = (ours - one) / max(1, locales - 1)
    path = one - locale + math.ceil(locales / cores) * locale
    floor = medians[FLOOR].cpu / cores
    print(f"the loop takes {loop / ours:.1f} times the seconds of processors")
    print(f"with a core for each process it takes {loop / path:.1f} times as long:")
    print(
        f"  {path:.1f} s is the longest path here, {floor:.1f} s its writing divided by the cores"
    )
    print(f"  loop / floor is {loop / floor:.1f}; ours is {floor / path:.0%} of it")
    for title in (AGAIN, MESSAGE):
        print(f"{title}: {medians[title].cpu / loop:.1%} of the loop")


def _names(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not _LEFT_OUT & set(path.relative_to(folder).parts)
    }


def _make_writable(root: Path) -> None:
    for path in (root, *root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _run(*program: str | Path) -> str:
    """Run a program and return its output."""
    environment = {**ENVIRONMENT, "PYTHONPATH": f"{ROOT / 'scripts'}{os.pathsep}{ROOT}"}
    result = subprocess.run(
        list(map(str, program)),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
        text=True,
    )
    if result.returncode:
        sys.exit(f"benchmark: {' '.join(map(str, program))}:\n{result.stderr}")
    return result.stdout
