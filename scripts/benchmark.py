"""Measures this project beside named peers: whole processes, in turn, in one run.

    python scripts/benchmark.py build [--rounds 3]

prints medians and their ratio. Figures depend on the machine; ratios far less so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Without compiled modules on disk each process compiles ours anew, and an installed Sphinx not.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}

STOCK_CONF = """\
project = "Cellulite Content"
exclude_patterns = ["handbook"]
gettext_compact = False
smartquotes = False
locale_dirs = ["../locales"]
"""


def main() -> None:
    """Parse the command line and run the benchmark that it names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(required=True, metavar="BENCHMARK")
    build = commands.add_parser("build", help="all editions, beside the loop of sphinx-build")
    build.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    build.set_defaults(run=benchmark_build)
    arguments = parser.parse_args()
    arguments.run(arguments)


def benchmark_build(arguments: argparse.Namespace) -> None:
    """Build every locale's page and book from nothing, here and with stock Sphinx's commands."""
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = _our_copy(Path(folder) / "ours"), _stock_copy(Path(folder) / "stock")
        codes = ["en", *sorted(path.parent.name for path in stock.glob("locales/*/LC_MESSAGES"))]
        times = measure(
            {
                "cellulite-content build": lambda: _build(ours),
                "the loop of sphinx-build": lambda: _loop(stock, codes),
            },
            arguments.rounds,
        )
    print(f"{len(codes)} locales, html and epub, from nothing; {os.cpu_count()} cores")
    _print_times(times)
    first, second = (statistics.median(each) for each in times.values())
    print(f"the loop takes {second / first:.1f} times as long")


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


def _print_times(times: dict[str, list[float]]) -> None:
    print(f"{'seconds':32}{'min':>8}{'median':>8}{'max':>8}")
    for name, values in times.items():
        print(f"{name:32}{min(values):8.2f}{statistics.median(values):8.2f}{max(values):8.2f}")


def _our_copy(folder: Path) -> Path:
    for name in ("docs", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    settings = settings.replace('bundle = "cellulite_content/data"', 'bundle = "build/bundle"')
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    return folder


def _stock_copy(folder: Path) -> Path:
    for name in ("docs", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "docs" / "conf.py").write_text(STOCK_CONF, encoding="utf-8")
    return folder


def _build(folder: Path) -> None:
    shutil.rmtree(folder / "build", ignore_errors=True)
    _run("cellulite_content", "--project", folder, "build", "--formats", "html,epub")


def _loop(folder: Path, codes: Sequence[str]) -> None:
    shutil.rmtree(folder / "out", ignore_errors=True)
    for compiled in folder.glob("locales/**/*.mo"):
        compiled.unlink()
    for code in codes:
        for builder in ("html", "epub"):
            _run(
                "sphinx", "-q", "-b", builder, "-D", f"language={code}",
                folder / "docs", folder / "out" / code / builder,
            )  # fmt: skip


def _run(module: str, *arguments: str | Path) -> None:
    """Run a module as a program with this Python; its complaints are not our measure."""
    subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )


if __name__ == "__main__":
    main()
