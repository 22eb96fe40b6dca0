"""An update of a catalog, beside sphinx-intl and msgmerge (GNU gettext)."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.synthetic import synthetic_project
from benchmarks.timing import measure, print_times, run_module, run_program


def options(parser: argparse.ArgumentParser) -> None:
    """Declare what the benchmark can be asked for."""
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    parser.add_argument("--flat", action="store_true", help="ours alone, up to 100,000 messages")


def run(arguments: argparse.Namespace) -> None:
    """Update 2,000 messages of which 5 % changed; with `--flat`, more of them and more changed."""
    if arguments.flat:
        _flat_update(arguments.rounds)
        return
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
            {title: lambda program=each: run(program) for title, each in peers.items()},  # type: ignore[misc]
            arguments.rounds,
        )
    print("2,000 messages in one catalog, 5 % of the sources changed")
    print_times(times)
    ours, *others = (statistics.median(each) for each in times.values())
    for title, other in zip(list(times)[1:], others, strict=True):
        print(f"{title} takes {other / ours:.2f} times as long")


def _flat_update(rounds: int) -> None:
    print(f"{'messages':>10}{'changed':>10}{'seconds':>10}{'ms a message':>14}")
    for changed in (0, 5, 50):
        for count in (1_000, 10_000, 100_000):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name) / "project"
                synthetic_project(folder, count, changed)
                shutil.copytree(folder / "locales", Path(name) / "before")

                def run(folder: Path = folder) -> None:
                    shutil.copytree(
                        folder.parent / "before", folder / "locales", dirs_exist_ok=True
                    )
                    run_module("cellulite_content", "--project", folder, "update")

                seconds = statistics.median(measure({"": run}, rounds)[""])
            print(f"{count:10,}{changed:8} %{seconds:10.2f}{seconds / count * 1000:14.3f}")
