"""Runs the gate on up to 100,000 messages."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.synthetic import synthetic_project
from benchmarks.timing import measure
from cellulite_content.pipeline.gate.gate import check_document
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.unit import Document


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")


def run(arguments: argparse.Namespace) -> None:
    """Take translated messages, a third of them with markup, through the gate, in one process."""
    print(f"{'messages':>10}{'seconds':>10}{'seconds a 1,000':>18}{'refused':>9}")
    for count in (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as name:
            documents = synthetic_project(Path(name), count, changed=0)
            project = load_project(Path(name))
            (locale,) = project.locales
            refused = [0]

            def run(documents: Sequence[Document] = documents) -> None:
                results = (check_document(project, locale, each) for each in documents)  # noqa: B023
                refused[0] = sum(result.refused for result in results)  # noqa: B023

            seconds = statistics.median(measure({"": run}, arguments.rounds)[""])
        print(f"{count:10,}{seconds:10.2f}{seconds / count * 1000:18.3f}{refused[0]:9}")
