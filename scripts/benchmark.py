"""Measures this project beside named peers: whole processes, in turn, in one run.

    python scripts/benchmark.py build [--rounds 3]
    python scripts/benchmark.py update [--rounds 3] [--flat]
    python scripts/benchmark.py gate [--rounds 3]

prints medians and their ratio. Figures depend on the machine; ratios far less so.
`update` needs msgmerge of GNU gettext; the extra `dev` has sphinx-intl.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cellulite_content.pipeline.catalog import Catalog, Entry, write_entry
from cellulite_content.pipeline.gate import judge
from cellulite_content.pipeline.project import load_project
from cellulite_content.pipeline.unit import Document, Unit

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
    update = commands.add_parser("update", help="an update, beside sphinx-intl and msgmerge")
    update.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    update.add_argument("--flat", action="store_true", help="ours alone, up to 100,000 messages")
    update.set_defaults(run=benchmark_update)
    gate = commands.add_parser("gate", help="the rules on messages, up to 100,000 of them")
    gate.add_argument("--rounds", type=int, default=3, help="counted runs of each; default: 3")
    gate.set_defaults(run=benchmark_gate)
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


def benchmark_update(arguments: argparse.Namespace) -> None:
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
            _run_program(*program)

        times = measure(
            {title: lambda program=each: run(program) for title, each in peers.items()},  # type: ignore[misc]
            arguments.rounds,
        )
    print("2,000 messages in one catalog, 5 % of the sources changed")
    _print_times(times)
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
                    _run("cellulite_content", "--project", folder, "update")

                seconds = statistics.median(measure({"": run}, rounds)[""])
            print(f"{count:10,}{changed:8} %{seconds:10.2f}{seconds / count * 1000:14.3f}")


def benchmark_gate(arguments: argparse.Namespace) -> None:
    """Take translated messages, a third of them with markup, through all rules, in one process."""
    print(f"{'messages':>10}{'seconds':>10}{'seconds a 1,000':>18}{'refused':>9}")
    for count in (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as name:
            documents = synthetic_project(Path(name), count, changed=0)
            project = load_project(Path(name))
            (locale,) = project.locales
            refused = [0]

            def run(documents: Sequence[Document] = documents) -> None:
                refused[0] = sum(judge(project, locale, each).refused for each in documents)  # noqa: B023

            seconds = statistics.median(measure({"": run}, arguments.rounds)[""])
        print(f"{count:10,}{seconds:10.2f}{seconds / count * 1000:18.3f}{refused[0]:9}")


def synthetic_project(folder: Path, count: int, changed: int) -> list[Document]:
    """Make a project with a translated catalog for each 2,000 of `count` messages.

    In the templates `changed` of a hundred sources differ by a word from those of the catalogs.
    Gives the documents of the catalogs. The same numbers give the same texts.
    """
    chance = random.Random(count)  # noqa: S311  no secret
    words = _vocabulary(chance)
    (folder / "locales").mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text('[tool.cellulite-content]\ntitle = "Manual"\n')
    (folder / "locales" / "locales.toml").write_text("[de]\npublish = 80\n")
    documents = []
    for number in range((count + 1999) // 2000):
        domain = f"manual-{number}"
        size = min(2000, count - number * 2000)
        texts: dict[str, str] = {}
        while len(texts) < size:
            texts.setdefault(*_sentences(chance, words))
        later = [
            f"{text[:-1]} {chance.choice(words)}." if chance.random() * 100 < changed else text
            for text in texts
        ]
        _write_catalog(folder / f"locales/de/LC_MESSAGES/{domain}.po", texts)
        _write_catalog(folder / f"locales/templates/{domain}.pot", dict.fromkeys(later, ""))
        units = (
            Unit(f"s/paragraph-{place}", domain, "paragraph", text)
            for place, text in enumerate(texts, 1)
        )
        documents.append(Document(domain, tuple(units)))
    return documents


def _vocabulary(chance: random.Random) -> list[str]:
    """Some 6,000 words, the short ones far more often, as in a language."""
    syllables = "an ber col den er fi gra hol in ka lem mi nor op par qui ras sen tu ver".split()
    words = ["".join(chance.choices(syllables, k=1 + place % 4)) for place in range(6000)]
    return [word for place, word in enumerate(words, 1) for _ in range(1 + 600 // place)]


def _sentences(chance: random.Random, words: list[str]) -> tuple[str, str]:
    """A sentence of the source and its translation; a third of them have markup."""
    chosen = chance.choices(words, k=chance.randint(4, 30))
    foreign = [word[::-1].replace("e", "ü") for word in chosen]
    forms = ("*{}*", "``{}``", ":ref:`{} <start>`", "`{} <https://example.org/>`_")
    for number in range(max(0, chance.randint(-3, 2))):
        form = forms[number + chance.randrange(3)]
        same = form.startswith("``")
        foreign[number] = form.format(chosen[number] if same else foreign[number])
        chosen[number] = form.format(chosen[number])
    return f"The {' '.join(chosen)}.", f"Die {' '.join(foreign)}."


def _write_catalog(path: Path, texts: dict[str, str]) -> None:
    fields = "Language: de\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    fields += "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    blank = Entry("", extracted=("paragraph, in: Use",), references=("docs/manual.rst",))
    entries = (
        write_entry(replace(blank, msgid=text, msgstr=translation))
        for text, translation in texts.items()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    header = write_entry(Entry("", gap="", msgstr=fields))
    path.write_bytes(Catalog(header, tuple(entries)).to_bytes())


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
    _run_program(sys.executable, "-m", module, *arguments)


def _run_program(*program: str | Path) -> None:
    """Run a program to its end; its complaints are not our measure."""
    try:
        subprocess.run(
            list(map(str, program)),
            check=True,
            capture_output=True,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
    except FileNotFoundError as error:
        sys.exit(f"benchmark: there is no {error.filename}; install it first")


if __name__ == "__main__":
    main()
