"""Parses catalogs and takes them through the gate; compares with `msgfmt -c` (GNU gettext)."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.synthetic import synthetic_project
from cellulite_content.pipeline.catalogs.catalog import CatalogError, parse_catalog
from cellulite_content.pipeline.gate.checks.quality import check_quality
from cellulite_content.pipeline.gate.explanation import explain
from cellulite_content.pipeline.gate.gate import ExtraCheck, check_catalog, no_extra_check
from cellulite_content.pipeline.gate.glossary import Glossary
from cellulite_content.pipeline.model.locale import LOCALE_CODE, Locale
from cellulite_content.pipeline.model.unit import Document, Unit
from cellulite_content.pipeline.source.message_markup import read_markup
from cellulite_content.pipeline.workers.task_process import GC_THRESHOLD

_GOALS = {"parse and gate": 4, "with quality checks": 5}


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    parser.add_argument("--messages", type=int, default=20_000, help="default: 20,000")
    parser.add_argument("--dense", action="store_true", help="half have markup, not a third")
    parser.add_argument(
        "--catalogs",
        type=Path,
        help="a folder with <locale>/LC_MESSAGES/*.po, instead of synthetic catalogs",
    )


def run(arguments: argparse.Namespace) -> None:
    """Compare the processor time of each stage with that of `msgfmt -c`, in turn, in one run."""
    if shutil.which("msgfmt") is None:
        sys.exit("benchmark: msgfmt is missing; install it first")
    with tempfile.TemporaryDirectory() as name:
        folder, pieces = arguments.catalogs, (-1, 2) if arguments.dense else (-3, 2)
        if folder is None:
            synthetic_project(Path(name), arguments.messages, changed=0, pieces=pieces)
            folder = Path(name) / "locales"
        inputs = list(_inputs(folder))
        count = sum(each.translated for each in inputs)
        print(f"{count:,} translated messages in {len(inputs)} catalogs, {arguments.rounds} rounds")
        stages: dict[str, Callable[[], None]] = {
            "msgfmt -c": partial(_compile, inputs),
            "parse": partial(_parse, inputs),
            "parse and gate": partial(_check, inputs, quality=False),
            "with quality checks": partial(_check, inputs, quality=True),
        }
        # As in the gate's processes.
        gc.set_threshold(GC_THRESHOLD, 4, 4)
        gc.freeze()
        times: dict[str, list[float]] = {title: [] for title in stages}
        for number in range(arguments.rounds + 1):
            for title, stage in stages.items():
                seconds = _processor_seconds(stage)
                if number:
                    times[title].append(seconds)
    print(f"{'processor time':22}{'seconds':>9}{'µs a message':>14}{'ratio':>7}{'goal':>6}")
    for title, values in times.items():
        median = statistics.median(values)
        ratios = [value / peer for value, peer in zip(values, times["msgfmt -c"], strict=True)]
        print(
            f"{title:22}{median:9.2f}{median / count * 1e6:14.1f}{statistics.median(ratios):7.2f}"
            f"{_GOALS.get(title, ''):>6}"
        )


@dataclass(frozen=True)
class _Input:
    """A catalog, and a document that has its sources as paragraphs."""

    path: Path
    data: bytes
    locale: Locale
    document: Document
    translated: int


def _inputs(folder: Path) -> Iterator[_Input]:
    for path in sorted(folder.glob("*/LC_MESSAGES/**/*.po")):
        code = path.relative_to(folder).parts[0]
        if not LOCALE_CODE.fullmatch(code):
            continue
        try:
            catalog = parse_catalog(path.read_bytes())
        except CatalogError as error:
            print(f"{path}:{error.line}: {error}; left out")
            continue
        units = (
            Unit(f"s/paragraph-{number}", path.stem, "paragraph", entry.msgid, flags=entry.flags)
            for number, entry in enumerate(catalog.live)
        )
        translated = sum(bool(each.msgstr) and not each.fuzzy for each in catalog.live)
        document = Document(path.stem, tuple(units))
        yield _Input(path, path.read_bytes(), Locale(code), document, translated)


def _compile(inputs: list[_Input]) -> None:
    for each in inputs:
        program = ["msgfmt", "-c", "-o", os.devnull, str(each.path)]
        # It fails for a catalog with a fault, after it has read all of it.
        subprocess.run(program, capture_output=True, check=False)


def _parse(inputs: list[_Input]) -> None:
    for each in inputs:
        parse_catalog(each.data)


def _check(inputs: list[_Input], *, quality: bool) -> None:
    """As `check` and `compile` do, which parse the sources once for all locales."""
    read_markup.cache_clear()
    for each in inputs:
        extra_check: ExtraCheck = no_extra_check
        if quality:
            extra_check = partial(check_quality, locale=each.locale, glossary=Glossary())
        catalog = parse_catalog(each.data)
        result = check_catalog(each.locale, each.document, catalog, each.path.name, extra_check)
        explain(result, each.locale.allowed_links, extra_check)


def _processor_seconds(stage: Callable[[], None]) -> float:
    """User and system time of this process and of those that the stage has run."""
    before = os.times()
    stage()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])
