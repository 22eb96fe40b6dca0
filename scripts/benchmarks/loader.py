"""Compares the loader with gettext, Babel, Fluent, Flask-Babel, Django and Werkzeug."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import loader_in_process, loader_peers
from benchmarks.sampling import Figure, Samples, estimate, processor_times
from benchmarks.timing import ROOT

OURS = "cellulite-content"

IMPORTED = """\
import sys
before = set(sys.modules)
from cellulite_content import load
load("de").title
ours = "cellulite_content"
print(*(name for name in sys.modules if name not in before and name.split(".")[0] != ours))
"""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.description = (
        "Compares the loader with its goals and its peers in one run. Makes a virtual environment "
        "with the peers and the wheel of this checkout, so it needs PyPI (or pip's own index) the "
        "first time, and the extra `dev` where it runs."
    )
    parser.add_argument("--rounds", type=int, default=200, help="rounds of each; default: 200")
    parser.add_argument(
        "--venv",
        type=Path,
        default=ROOT / "build" / "benchmark-loader",
        help="the environment, kept for the next run; default: build/benchmark-loader",
    )


def run(arguments: argparse.Namespace) -> None:
    """Print processor times, then each figure with its goal."""
    python = loader_peers.install(arguments.venv.absolute())
    with tempfile.TemporaryDirectory() as name:
        sample = loader_peers.make_sample(python, Path(name))
        programs = loader_peers.programs(python, Path(name), sample)
        # In a folder of its own: in the checkout, `python -c` would import the checkout.
        cold = processor_times(programs, arguments.rounds, loader_peers.ENVIRONMENT, Path(name))
        warm = _in_process(python, Path(name), arguments.rounds)
    _print_times("processes, ms of the processor", cold)
    _print_times("in one process, µs of the processor", warm)
    print(f"{'ratio':48}{'figure':>9}{'95 % interval':>19}{'goal':>9}")
    for title, samples, figure, goal in _figures(cold, warm):
        result = estimate(samples, figure)
        interval = f"{result.low:.3f} to {result.high:.3f}"
        print(
            f"{title:48}{result.value:9.3f}{interval:>19}{_goal(goal):>9}"
            f"  {_verdict(result.high, goal)}"
        )
    imported = loader_peers.output(python, IMPORTED).split()
    verdict = "reached" if not imported else f"missed: {', '.join(imported)}"
    title = "modules of the standard library for a title"
    print(f"{title:48}{len(imported):9}{'':19}{0:>9}  {verdict}")


def _figures(cold: Samples, warm: Samples) -> list[tuple[str, Samples, Figure, float | None]]:
    """A figure: its name, its inputs and formula, and the goal or None."""
    figures: list[tuple[str, Samples, Figure, float | None]] = [
        ("a title, cold / bare Python", cold, lambda m: m[OURS] / m["bare"], 1.12)
    ]
    goals = {"gettext": 0.12, "babel.support": 0.04, "Django": 0.006}
    for peer in list(loader_peers.PROGRAMS)[2:]:
        figures.append((f"cost over bare / that of {peer}", cold, _over(peer), goals.get(peer)))
    return [
        *figures,
        ("article tree / gettext's .mo", warm, lambda m: m["tree"] / m["catalog"], 0.8),
        ("the same, every text read", warm, lambda m: m["tree and texts"] / m["catalog"], None),
        (
            "next language / gettext's .mo",
            warm,
            lambda m: (m["two trees"] - m["tree"]) / m["catalog"],
            0.5,
        ),
        (
            "cached load / one gettext()",
            warm,
            lambda m: (m["cached load"] - m["nothing"]) / (m["gettext()"] - m["nothing"]),
            1.2,
        ),
        ("one header / Werkzeug's", warm, lambda m: m["header"] / m["Werkzeug"], 0.25),
    ]


def _over(peer: str) -> Figure:
    return lambda m: (m[OURS] - m["bare"]) / (m[peer] - m["bare"])


def _in_process(python: Path, folder: Path, rounds: int) -> dict[str, list[float]]:
    completed = subprocess.run(
        [python, loader_in_process.__file__, folder, str(rounds)],
        env=loader_peers.ENVIRONMENT,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if completed.returncode:
        sys.exit(f"benchmark: {completed.stderr.strip()[-300:]}")
    samples: dict[str, list[float]] = json.loads(completed.stdout)
    return samples


def _print_times(title: str, samples: Samples) -> None:
    print(f"{title:48}{'median':>9}{'95 % interval':>19}")
    for name in samples:
        result = estimate({name: samples[name]}, lambda values: next(iter(values.values())))
        print(f"{name:48}{result.value:9.2f}{f'{result.low:.2f} to {result.high:.2f}':>19}")
    print()


def _goal(goal: float | None) -> str:
    return "" if goal is None else f"<= {goal:g}"


def _verdict(high: float, goal: float | None) -> str:
    """Whether a figure reaches its goal even at the upper end of its interval."""
    if goal is None:
        return ""
    return "reached" if high <= goal else "missed"
