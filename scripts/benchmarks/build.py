"""All editions from nothing, beside the loop of sphinx-build."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.timing import ROOT, measure, print_times, run_module

STOCK_CONF = """\
project = "Cellulite Content"
exclude_patterns = ["handbook"]
gettext_compact = False
smartquotes = False
locale_dirs = ["../locales"]
"""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare what the benchmark can be asked for."""
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")


def run(arguments: argparse.Namespace) -> None:
    """Build every locale's page and book from nothing, here and with stock Sphinx's commands."""
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = copy_project(Path(folder) / "ours"), _stock_copy(Path(folder) / "stock")
        codes = ["en", *sorted(path.parent.name for path in stock.glob("locales/*/LC_MESSAGES"))]
        times = measure(
            {
                "cellulite-content build": lambda: _build(ours),
                "the loop of sphinx-build": lambda: _loop(stock, codes),
            },
            arguments.rounds,
        )
    print(f"{len(codes)} locales, html and epub, from nothing; {os.cpu_count()} cores")
    print_times(times)
    first, second = (statistics.median(each) for each in times.values())
    print(f"the loop takes {second / first:.1f} times as long")


def copy_project(folder: Path) -> Path:
    """This project, with a bundle of its own; gives the folder."""
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
    run_module("cellulite_content", "--project", folder, "build", "--formats", "html,epub")


def _loop(folder: Path, codes: Sequence[str]) -> None:
    shutil.rmtree(folder / "out", ignore_errors=True)
    for compiled in folder.glob("locales/**/*.mo"):
        compiled.unlink()
    for code in codes:
        for builder in ("html", "epub"):
            run_module(
                "sphinx", "-q", "-b", builder, "-D", f"language={code}",
                folder / "docs", folder / "out" / code / builder,
            )  # fmt: skip
