"""Builds all editions from nothing and after small changes; compares with sphinx-build's loop."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.stock import calls, clean, makefile, missing_files, stock_copy
from benchmarks.timing import ROOT, measure, print_times, run_module, run_program
from cellulite_content.pipeline.model.project import load_project

OURS = "cellulite-content build"
PLAIN = "the same, without covers and bilingual books"
AGAIN = "the same, nothing changed"
EDITED = "the same, one message of one catalog edited"
LOOP = "the loop of sphinx-build"
MAKE = "make -j2 of the same calls"
AUTO = "the loop with sphinx-build -j auto"
PDF = "the same, with PDF editions and the bundle"
PLAIN_SETTINGS = "covers = false\nbilingual = false\n"

PAGES_AND_BOOKS = "--formats", "html,epub"
EVERY_FORMAT = "--formats", "html,epub,pdf,bundle"

_TABLE = "[tool.cellulite-content]\n"


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--rounds", type=int, default=5, help="counted runs of each; default: 5")


def run(arguments: argparse.Namespace) -> None:
    """Build every locale's page and book from nothing, here and with stock Sphinx's commands."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, plain = copy_project(folder / "ours"), copy_project(folder / "plain", PLAIN_SETTINGS)
        stock = stock_copy(ours, folder / "stock")
        project = load_project(ours)
        tags = {locale.code: locale.tag for locale in (project.source_locale, *project.locales)}
        times = measure(
            {
                OURS: lambda: _build(ours),
                AGAIN: lambda: _rebuild(ours),
                EDITED: lambda: _rebuild(ours, edited=True),
                PLAIN: lambda: _build(plain),
                PDF: lambda: _build(ours, *EVERY_FORMAT),
                LOOP: lambda: _loop(stock, [*tags]),
                MAKE: lambda: _make(stock, [*tags]),
                AUTO: lambda: _loop(stock, [*tags], "-j", "auto"),
            },
            arguments.rounds,
        )
        articles = [f"articles/{path.stem}" for path in sorted(ours.glob("docs/articles/*.rst"))]
        for site in (ours, plain):
            _check_complete(articles, tags, site, stock)
    print(f"{len(tags)} locales, html and epub, from nothing; {os.cpu_count()} cores")
    print_times(times)
    medians = {title: statistics.median(values) for title, values in times.items()}
    for peer in (LOOP, MAKE, AUTO):
        for own in (OURS, PLAIN, PDF):
            print(f"{peer} takes {medians[peer] / medians[own]:.1f} times as long as {own}")
    for own in (AGAIN, EDITED):
        print(f"{own}: {medians[own] / medians[LOOP]:.1%} of the loop")


def _check_complete(articles: list[str], tags: dict[str, str], ours: Path, stock: Path) -> None:
    """Exit when one side lacks a page or a book: then nothing can be compared."""
    for side, missing in zip(
        ("ours", "stock"),
        missing_files(articles, tags, ours / "build" / "site", stock),
        strict=True,
    ):
        if missing:
            sys.exit(f"benchmark: {side} lacks {', '.join(missing[:3])} ({len(missing)} in all)")
    pages = len(articles) * len(tags)
    print(f"both sides have {pages} pages of articles and all articles as books")


def copy_project(folder: Path, more: str = "") -> Path:
    """Copy this project, with more settings and its own bundle; returns the folder."""
    for name in ("docs", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    settings = settings.replace('bundle = "cellulite_content/data"', 'bundle = "build/bundle"')
    settings = settings.replace(_TABLE, _TABLE + more)
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    return folder


def _build(folder: Path, *formats: str) -> None:
    shutil.rmtree(folder / "build", ignore_errors=True)
    _rebuild(folder, *formats)


def _rebuild(folder: Path, *formats: str, edited: bool = False) -> None:
    """Build with the current state; edited texts are new to every build."""
    if edited:
        catalog = next(folder.glob("locales/de/LC_MESSAGES/articles/*.po"))
        text = catalog.read_text(encoding="utf-8")
        _, _, rest = text.partition('msgid "Conclusion"\nmsgstr "')
        sentence = rest.partition('"')[0]
        catalog.write_text(text.replace(f'"{sentence}"', f'"{sentence}!"', 1), encoding="utf-8")
    run_module("cellulite_content", "--project", folder, "build", *(formats or PAGES_AND_BOOKS))


def _loop(folder: Path, codes: list[str], *options: str) -> None:
    clean(folder)
    for program in calls(folder, codes):
        run_program(*program, *options)


def _make(folder: Path, codes: list[str]) -> None:
    clean(folder)
    run_program("make", "-j2", "-f", makefile(folder, codes))
