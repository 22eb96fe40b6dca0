"""Measures the loader and its peers inside one process; run by the Python that has them all.

    python loader_in_process.py FOLDER ROUNDS

prints samples as JSON: microseconds of the processor, one value a round.
"""

from __future__ import annotations

import gettext
import json
import random
import sys
import time
import timeit
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from cellulite_content import Content

HEADER = "de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7"
"""The header of a browser set to Austrian German; none of its tags is published exactly."""


def main(folder: Path, rounds: int) -> None:
    """Measure everything in turn, in a random order in each round."""
    calls = {**_loads(folder), **_lookups(folder)}
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name in random.sample(list(calls), len(calls)):
            call, number = calls[name]
            seconds = timeit.timeit(call, timer=time.process_time, number=number)
            samples[name].append(seconds / number * 1e6)
    sys.stdout.write(json.dumps(samples))


Calls = dict[str, tuple[Callable[[], object], int]]


def _loads(folder: Path) -> Calls:
    """Load a catalog and an article from their files, without caches."""
    catalog = str(folder / "de" / "LC_MESSAGES" / "article.mo")
    bundle = str(folder / "bundle") + "/"

    def read(name: str) -> bytes:
        with open(bundle + name, "rb") as file:  # noqa: PTH123  as gettext's own programs do
            return file.read()

    def load_catalog() -> object:
        with open(catalog, "rb") as file:  # noqa: PTH123
            return gettext.GNUTranslations(file)

    def load_both() -> object:
        content = Content(read)
        return content.load("de").root, content.load("fr").root

    return {
        "catalog": (load_catalog, 20),
        "tree": (lambda: Content(read).load("de").root, 20),
        "tree and texts": (lambda: [node.text for node in Content(read).load("de").walk()], 20),
        "two trees": (load_both, 20),
    }


def _lookups(folder: Path) -> Calls:
    content = Content(lambda name: (folder / "bundle" / name).read_bytes())
    load, match = content.load, content.match
    title = load("de").title
    with (folder / "de" / "LC_MESSAGES" / "article.mo").open("rb") as file:
        lookup = gettext.GNUTranslations(file).gettext
    if lookup(title.source) != title or match(HEADER) != "de":
        sys.exit("the peers do not give the same")
    source = title.source
    http, accept = import_module("werkzeug.http"), import_module("werkzeug.datastructures")
    parse, kind, tags = http.parse_accept_header, accept.LanguageAccept, content.languages()
    return {
        "gettext()": (lambda: lookup(source), 10_000),
        "cached load": (lambda: load("de"), 10_000),
        "header": (lambda: match(HEADER), 200),
        "Werkzeug": (lambda: parse(HEADER, kind).best_match(tags), 200),
        "nothing": (lambda: None, 10_000),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
