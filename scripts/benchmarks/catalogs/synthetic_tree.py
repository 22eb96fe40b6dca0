"""A synthetic tree of catalogs as a manual has it; the same numbers give the same tree."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.synthetic import vocabulary, write_catalog
from benchmarks.timing import run_program
from cellulite_content.pipeline.catalogs.catalog import Entry

_MESSAGES = 1400
_PHRASES = 600
"""Messages of manuals share phrases. With texts without common words, msgmerge's search for similar
ones would take a fifth of the time that it takes in real catalogs."""
_LENGTHS = (1, 1, 1, 2, 2, 3, 4, 6, 8, 12, 18)
"""Phrases of a message: headings and labels, sentences, paragraphs."""


def synthetic_tree(folder: Path, catalogs: int, changed: int) -> list[Path]:
    """Make a project with this many catalogs of 1,400 messages, as large manuals have for a locale.

    Between the catalogs and the templates, all references moved by some lines, and of a hundred
    messages, `changed` have another phrase, half as many are new, and half as many are gone. The
    catalogs are wrapped as GNU gettext does. Returns them, each with a template of its name.
    """
    rng = random.Random(catalogs)  # noqa: S311  no secret
    words = vocabulary(rng)
    phrases = [" ".join(rng.choices(words, k=rng.randint(2, 6))) for _ in range(_PHRASES)]
    locales = folder / "locales"
    locales.mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[tool.cellulite-content]\ntitle = "Manual"\n')
    (locales / "locales.toml").write_text("[de]\npublish = 80\n")
    paths = []
    for number in range(catalogs):
        messages = [rng.choices(phrases, k=rng.choice(_LENGTHS)) for _ in range(_MESSAGES)]
        new_messages = [
            _changed(rng, phrases, message) if rng.random() * 100 < changed else message
            for message in messages
            if rng.random() * 200 >= changed
        ]
        for _ in range(_MESSAGES * changed // 200):
            new = rng.choices(phrases, k=rng.choice(_LENGTHS))
            new_messages.insert(rng.randint(0, len(new_messages)), new)
        path = locales / f"de/LC_MESSAGES/manual-{number}.po"
        write_catalog(path, _entries(messages, 1, translated=True))
        run_program("msgcat", path, "--output-file", path)
        template = locales / f"templates/manual-{number}.pot"
        write_catalog(template, _entries(new_messages, 4, translated=False))
        paths.append(path)
    return paths


def _changed(rng: random.Random, phrases: Sequence[str], message: list[str]) -> list[str]:
    place = rng.randrange(len(message))
    return [*message[:place], rng.choice(phrases), *message[place + 1 :]]


def _entries(messages: Iterable[list[str]], line: int, *, translated: bool) -> list[Entry]:
    texts = dict.fromkeys(f"The {' '.join(message)}." for message in messages)
    return [
        Entry(
            "",
            msgid=text,
            msgstr=text[::-1].replace("e", "ü") if translated else "",
            references=(f"../docs/manual.rst:{line + 3 * number}",),
        )
        for number, text in enumerate(texts)
    ]
