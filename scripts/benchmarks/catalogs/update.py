"""Updates a tree of catalogs; compares with msgmerge (GNU gettext) and sphinx-intl."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.catalogs.synthetic_tree import synthetic_tree
from benchmarks.synthetic import synthetic_project
from benchmarks.timing import measure, print_times, run_program
from benchmarks.usage import Usage, measure_usage, median, run_all

_STAGES = (("update", 0), ("update", 5), ("update", 50), ("compile", 0), ("status", 0))
"""Each with the percentage of changed sources."""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    parser.add_argument(
        "--tree", type=Path, help="a folder with templates/ and LOCALE/LC_MESSAGES/"
    )
    parser.add_argument("--one", action="store_true", help="one catalog, also with sphinx-intl")
    parser.add_argument("--flat", action="store_true", help="the cost of a message by size")
    parser.add_argument("--most", type=int, default=300_000, help="with --flat; default: 300,000")


def run(arguments: argparse.Namespace) -> None:
    """Update a tree: `--tree`, or six catalogs of which a tenth of the messages changed.

    With `--one`, update 2,000 messages of which 5 % changed; with `--flat`, several numbers.
    """
    if arguments.flat:
        _flat(arguments.most)
    elif arguments.one:
        _one(arguments.rounds)
    else:
        _tree(arguments.tree, arguments.rounds)


def _tree(locales: Path | None, rounds: int) -> None:
    """Update all catalogs of a tree in one process, and with a process of msgmerge for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if locales is None:
            synthetic_tree(folder, 6, changed=10)
        else:
            _copy_tree(locales, folder)
        shutil.copytree(folder / "locales", folder / "before")
        templates = folder / "locales" / "templates"
        merges: list[list[str | Path]] = [
            ["msgmerge", "--update", "--quiet", "--backup=none", "--previous", catalog, template]
            for template in sorted(templates.rglob("*.pot"))
            for catalog in _catalogs_of(template.relative_to(templates), folder / "locales")
        ]
        ours: list[list[str | Path]] = [
            [sys.executable, "-m", "cellulite_content", "--project", folder, "update"]
        ]
        usages: dict[str, list[Usage]] = {"cellulite-content update": [], "msgmerge": []}
        for _ in range(rounds):
            for title, programs in zip(usages, (ours, merges), strict=True):
                shutil.rmtree(folder / "locales")
                shutil.copytree(folder / "before", folder / "locales")
                usages[title].append(run_all(programs))
    print(f"{len(merges)} catalogs, medians of {rounds} rounds")
    seconds = {title: median(runs).cpu for title, runs in usages.items()}
    for title, cpu in seconds.items():
        print(f"{title:26}{cpu:8.2f} s of processors")
    first, second = seconds.values()
    print(f"msgmerge takes {second / first:.1f} times the processor time")


def _copy_tree(locales: Path, folder: Path) -> None:
    """Make a project of a folder of templates and catalogs."""
    shutil.copytree(locales, folder / "locales")
    codes = sorted(path.parent.name for path in locales.glob("*/LC_MESSAGES"))
    settings = "".join(f"[{code}]\npublish = 80\n" for code in codes)
    (folder / "locales" / "locales.toml").write_text(settings)
    (folder / "pyproject.toml").write_text('[tool.cellulite-content]\ntitle = "Manual"\n')


def _catalogs_of(template: Path, locales: Path) -> list[Path]:
    return sorted(locales.glob(f"*/LC_MESSAGES/{template.with_suffix('.po')}"))


def _one(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        synthetic_project(folder, 2000, changed=5)
        catalog = folder / "locales/de/LC_MESSAGES/manual-0.po"
        template = folder / "locales/templates/manual-0.pot"
        before = catalog.read_bytes()
        bin_folder = Path(sys.executable).parent
        peers: dict[str, list[str | Path]] = {
            "cellulite-content update": [
                sys.executable, "-m", "cellulite_content", "--project", folder, "update",
            ],
            "msgmerge": ["msgmerge", "--update", "--quiet", "--no-wrap", catalog, template],
            "sphinx-intl update": [
                shutil.which("sphinx-intl", path=bin_folder) or "sphinx-intl", "update",
                "-p", template.parent, "-d", folder / "locales", "-l", "de", "-w", "0",
            ],
        }  # fmt: skip

        def run(program: list[str | Path]) -> None:
            catalog.write_bytes(before)
            run_program(*program)

        times = measure(
            {title: lambda program=command: run(program) for title, command in peers.items()},  # type: ignore[misc]
            rounds,
        )
    print("2,000 messages in one catalog, 5 % of the sources changed")
    print_times(times)
    ours, *others = (statistics.median(seconds) for seconds in times.values())
    for title, other in zip(list(times)[1:], others, strict=True):
        print(f"{title} takes {other / ours:.2f} times as long")


def _flat(most: int) -> None:
    """Run each stage once for each size; other load on the machine changes CPU seconds less.

    The figures of `compile` and `status` include reading the sources with Sphinx.
    """
    print(f"{'stage':20}{'messages':>10}{'CPU seconds':>13}{'ms a message':>14}{'MiB':>7}")
    for stage, changed in _STAGES:
        for count in sorted({1_000, 10_000, 100_000, most}):
            if count > most:
                continue
            with tempfile.TemporaryDirectory() as folder:
                synthetic_project(Path(folder), count, changed)
                command = [sys.executable, "-m", "cellulite_content", "--project", folder, stage]
                usage = measure_usage(*command)
            name = f"{stage}, {changed} % new" if stage == "update" else stage
            per_message, memory = usage.cpu / count * 1000, usage.memory / 2**20
            print(
                f"{name:20}{count:10,}{usage.cpu:13.2f}{per_message:14.3f}{memory:7.0f}", flush=True
            )
