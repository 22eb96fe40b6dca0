"""Compares this project with named peers: whole processes, in turn, in one run.

    python scripts/benchmark.py build
    python scripts/benchmark.py update [--tree DIR | --one | --flat]
    python scripts/benchmark.py replay --catalogs DIR
    python scripts/benchmark.py gate [--catalogs FOLDER]
    python scripts/benchmark.py growth
    python scripts/benchmark.py loader
    python scripts/benchmark.py corpus [--articles N] [--locales N]
    python scripts/benchmark.py cluster
    python scripts/benchmark.py desk [--articles N] [--locales N]
    python scripts/benchmark.py adopt [--documents N] [--locales N | --project DIR]

prints medians and their ratios; `--rounds` is the number of counted runs. Figures depend on the
machine, ratios much less. `update` and `replay` need GNU gettext, and `gate` its msgfmt; the extra
`dev` has sphinx-intl; `loader` installs its peers itself.
"""

from __future__ import annotations

import argparse

from benchmarks import adopt, build, cluster, corpus, desk, gate, loader
from benchmarks.catalogs import replay, update
from benchmarks.growth import measure as growth

BENCHMARKS = {
    "build": build,
    "update": update,
    "replay": replay,
    "gate": gate,
    "growth": growth,
    "loader": loader,
    "corpus": corpus,
    "cluster": cluster,
    "desk": desk,
    "adopt": adopt,
}


def main() -> None:
    """Parse the command line and run the benchmark that it names."""
    parser = argparse.ArgumentParser(description="Compares this project with named peers.")
    commands = parser.add_subparsers(required=True, metavar="BENCHMARK")
    for name, module in BENCHMARKS.items():
        command = commands.add_parser(name, help=module.__doc__)
        module.options(command)
        command.set_defaults(run=module.run)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
