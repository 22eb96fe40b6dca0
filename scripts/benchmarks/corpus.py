"""Builds many articles in many languages; compares the costs with sphinx-build's loop."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import articles, stock
from benchmarks.build import AGAIN, LOOP, OURS, PLAIN_SETTINGS
from benchmarks.plot import Line, Panel, draw
from benchmarks.timing import ROOT
from benchmarks.usage import Usage, measure_usage, median, run_all
from cellulite_content.pipeline.model.project import load_project

MESSAGE = "the same, one message edited"
PARAGRAPH = "the same, one paragraph of a source edited"
_MEGABYTE = 2**20
_RECORD = ROOT / "docs" / "handbook" / "_static" / "corpus"


@dataclass(frozen=True)
class Row:
    """A run of a program: the numbers of articles and languages (with English), and its cost."""

    program: str
    articles: int
    languages: int
    usage: Usage

    @property
    def cost(self) -> Usage:
        """The cost of one article in one language."""
        count = self.articles * self.languages
        return Usage(self.usage.wall / count, self.usage.cpu / count)

    def values(self) -> list[str]:
        """The cells: seconds, milliseconds for each article and language, mebibytes."""
        usage, cost = self.usage, self.cost
        return [
            self.program,
            str(self.articles),
            str(self.languages),
            f"{usage.wall:.1f}",
            f"{usage.cpu:.1f}",
            f"{cost.wall * 1000:.0f}",
            f"{cost.cpu * 1000:.0f}",
            f"{usage.memory / _MEGABYTE:.0f}",
            f"{usage.largest / _MEGABYTE:.0f}",
        ]


TITLES = (
    "command", "articles", "languages", "seconds", "of processors", "ms each", "of processors each",
    "MiB of all", "MiB of the largest",
)  # fmt: skip


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.add_argument("--articles", type=int, default=100, help="default: 100")
    parser.add_argument(
        "--locales",
        type=int,
        default=4,
        help=f"translations of each article, at most {len(articles.CODES)}; default: 4",
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help="counted runs of each size of ours; default: 3"
    )
    parser.add_argument("--whole", action="store_true", help="with covers and bilingual books")
    parser.add_argument("--ours", action="store_true", help="without the loop of sphinx-build")
    parser.add_argument(
        "--one-language",
        action="store_true",
        help="only one language whose catalogs have all changed, with one process and with more",
    )
    parser.add_argument(
        "--record",
        action="store_true",
        help=f"write the table and its plot for the handbook: {_RECORD.name}.csv and .svg",
    )


def run(arguments: argparse.Namespace) -> None:
    """Build quarters of the articles and of the languages, then all with the loop."""
    codes = articles.CODES[: arguments.locales]
    settings = "" if arguments.whole else PLAIN_SETTINGS
    if arguments.one_language:
        _one_language(arguments.articles, codes[0], settings, arguments.rounds)
        return
    quarters = [max(1, arguments.articles * part // 4) for part in (1, 2, 3, 4)]
    fewer_languages = sorted({max(1, len(codes) * part // 4) for part in (1, 2, 3)} - {len(codes)})
    print("\t".join(TITLES), flush=True)
    sizes = [(quarters[0], codes[:count]) for count in fewer_languages]
    sizes += [(count, codes) for count in (1, *quarters)]
    rows = [*_ours(sizes, settings, arguments.rounds)]
    whole = rows[-1]
    last_quarter = _last_quarter(rows[-5:])
    edits = list(_edits(arguments.articles, codes, settings))
    rows += edits
    if not arguments.ours:
        for count in (quarters[0], arguments.articles):
            rows += _loop(count, codes)
        print(f"the loop takes {rows[-1].usage.wall / whole.usage.wall:.1f} times as long")
        print(f"and {rows[-1].usage.cpu / whole.usage.cpu:.1f} times the seconds of processors")
    print(f"an article of the last quarter costs {last_quarter:+.0%} against one of the first")
    for row in edits:
        share = row.usage.wall / whole.usage.wall
        print(f"{row.program}: {share:.1%} of the time of a build from nothing")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if arguments.record:
        _record(rows)


def _record(rows: list[Row]) -> None:
    """The handbook's table, and the data of its plot."""
    with _RECORD.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([TITLES, *(row.values() for row in rows)])
    most, fewest = rows[-1].languages, min(row.articles for row in rows if row.articles > 1)
    builds = [row for row in rows if row.program in (OURS, LOOP)]
    by_articles = [row for row in builds if row.languages == most]
    by_languages = [row for row in builds if row.articles == fewest]
    panels = (
        Panel("articles", "processor seconds", _lines(by_articles, "articles")),
        Panel("languages", "processor seconds", _lines(by_languages, "languages")),
    )
    title = "Seconds of processors against the number of articles, and of languages"
    _RECORD.with_suffix(".svg").write_text(draw(panels, title), encoding="utf-8")


def _lines(rows: list[Row], count: str) -> tuple[Line, ...]:
    programs = dict.fromkeys(row.program for row in rows)
    return tuple(
        Line(name, tuple((getattr(r, count), r.usage.cpu) for r in rows if r.program == name))
        for name in programs
    )


def _ours(
    sizes: Sequence[tuple[int, tuple[str, ...]]], settings: str, rounds: int
) -> Iterable[Row]:
    """Measure all sizes in turn; yields the medians of each."""
    runs = [_one_of_ours(count, codes, settings) for _ in range(rounds) for count, codes in sizes]
    for index, (count, codes) in enumerate(sizes):
        usage = median(runs[index :: len(sizes)])
        yield _print_row(Row(OURS, count, len(codes) + 1, usage))


def _one_of_ours(count: int, codes: tuple[str, ...], settings: str) -> Usage:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ours"
        articles.write_corpus(folder, count, codes, settings)
        usage = measure_usage(*_build(folder))
        _check_complete(folder, count)
    return usage


def _build(folder: Path) -> list[str | Path]:
    command = [sys.executable, "-m", "cellulite_content"]
    return [*command, "--project", folder, "build", "--formats", "html,epub"]


def _edits(count: int, codes: tuple[str, ...], settings: str) -> Iterable[Row]:
    """Measure builds after edits, in one project that was built from nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ours"
        articles.write_corpus(folder, count, codes, settings)
        measure_usage(*_build(folder))
        middle = f"articles/article-{(count + 1) // 2:04}"
        catalog = folder / "locales" / codes[0] / "LC_MESSAGES" / f"{middle}.po"
        source = folder / "docs" / f"{middle}.rst"
        for program, path, place in (
            (AGAIN, None, ""),
            (MESSAGE, catalog, '"\n'),
            (PARAGRAPH, source, ".\n\n"),
        ):
            if path is not None:
                before, end, after = path.read_text(encoding="utf-8").rpartition(place)
                path.write_text(f"{before}s{end}{after}", encoding="utf-8")
            yield _print_row(Row(program, count, len(codes) + 1, measure_usage(*_build(folder))))
        _check_complete(folder, count)


def _one_language(count: int, code: str, settings: str, rounds: int) -> None:
    """Measure builds of one language in turn, the original of which is up to date."""
    runs: dict[str, list[Usage]] = {"1": [], str(os.cpu_count()): []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ours"
        articles.write_corpus(folder, count, (code,), settings)
        measure_usage(*_build(folder))
        catalogs = sorted(folder.glob("locales/*/LC_MESSAGES/articles/*.po"))
        for _ in range(rounds):
            for jobs, usages in runs.items():
                for catalog in catalogs:
                    before, end, after = catalog.read_text(encoding="utf-8").rpartition('"\n')
                    catalog.write_text(f"{before}s{end}{after}", encoding="utf-8")
                usages.append(measure_usage(*_build(folder), code, "--jobs", jobs))
    for jobs, usages in runs.items():
        fastest = min(usage.wall for usage in usages)
        print(f"--jobs {jobs}: fastest {fastest:.2f} s, {median(usages)}")


def _loop(count: int, codes: tuple[str, ...]) -> Iterable[Row]:
    with tempfile.TemporaryDirectory() as name:
        articles.write_corpus(Path(name) / "ours", count, codes)
        folder = stock.stock_copy(Path(name) / "ours", Path(name) / "stock")
        usage = run_all(list(stock.calls(folder, ("en", *codes))))
        names = [f"articles/{path.stem}" for path in folder.glob("docs/articles/*.rst")]
        _, missing = stock.missing_files(
            names, {code: code for code in ("en", *codes)}, folder, folder
        )
        if missing:
            sys.exit(f"benchmark: stock Sphinx lacks {missing[0]} ({len(missing)} in all)")
    yield _print_row(Row(LOOP, count, len(codes) + 1, usage))


def _check_complete(folder: Path, count: int) -> None:
    """Exit when a page or a book is missing: then the figures mean nothing."""
    project, site = load_project(folder), folder / "build" / "site"
    for locale in (project.source_locale, *project.locales):
        pages = len(list((site / locale.tag / "articles").glob("*.html")))
        books = len(list((site / "downloads").glob(f"*.{locale.tag}.epub")))
        if (pages, books) != (count, count):
            sys.exit(f"benchmark: {locale.code} has {pages} pages and {books} books of {count}")


def _print_row(row: Row) -> Row:
    print("\t".join(row.values()), flush=True)
    return row


def _last_quarter(rows: list[Row]) -> float:
    """The additional cost of an article of the last quarter over one of the first, in CPU seconds.

    The first run has one article: the fixed cost of a build is in no quarter.
    """
    one, first, third, fourth = rows[0], rows[1], rows[-2], rows[-1]
    return _cost_per_article(third, fourth) / _cost_per_article(one, first) - 1


def _cost_per_article(less: Row, more: Row) -> float:
    return (more.usage.cpu - less.usage.cpu) / max(1, more.articles - less.articles)
