"""Synthetic catalogs; the same numbers give the same catalogs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, write_entry
from cellulite_content.pipeline.model.unit import Document, Unit


def synthetic_project(
    folder: Path, count: int, changed: int, pieces: tuple[int, int] = (-3, 2)
) -> list[Document]:
    """Make a project with a translated catalog for each 2,000 of `count` messages.

    In the templates, `changed` of a hundred sources differ by a word from those of the catalogs.
    A message has a random number of pieces of markup, from the range `pieces`; below 1 it has none.
    The documents have one paragraph for each message, with the catalogs' sources. Returns the
    documents of the catalogs. The same numbers give the same texts.
    """
    rng = random.Random(count)  # noqa: S311  no secret
    words = vocabulary(rng)
    (folder / "locales").mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text('[tool.cellulite-content]\ntitle = "Manual"\n')
    (folder / "locales" / "locales.toml").write_text("[de]\npublish = 80\n")
    _write_index(folder / "docs")
    documents = []
    for number in range((count + 1999) // 2000):
        domain = f"manual-{number}"
        size = min(2000, count - number * 2000)
        texts: dict[str, str] = {}
        while len(texts) < size:
            texts.setdefault(*_sentences(rng, words, pieces))
        changed_texts = [
            f"{text[:-1]} {rng.choice(words)}." if rng.random() * 100 < changed else text
            for text in texts
        ]
        _write_document(folder / f"docs/{domain}.rst", texts)
        write_catalog(folder / f"locales/de/LC_MESSAGES/{domain}.po", _entries(texts))
        template = folder / f"locales/templates/{domain}.pot"
        write_catalog(template, _entries(dict.fromkeys(changed_texts, "")))
        units = (
            Unit(f"s/paragraph-{index}", domain, "paragraph", text)
            for index, text in enumerate(texts, 1)
        )
        documents.append(Document(domain, tuple(units)))
    return documents


def vocabulary(rng: random.Random) -> list[str]:
    """About 6,000 words; short ones are much more frequent, as in a language."""
    syllables = "an ber col den er fi gra hol in ka lem mi nor op par qui ras sen tu ver".split()
    words = ["".join(rng.choices(syllables, k=1 + index % 4)) for index in range(6000)]
    return [word for index, word in enumerate(words, 1) for _ in range(1 + 600 // index)]


def _sentences(rng: random.Random, words: list[str], pieces: tuple[int, int]) -> tuple[str, str]:
    """A sentence of the source and its translation."""
    source_words = rng.choices(words, k=rng.randint(4, 30))
    translated = [word[::-1].replace("e", "ü") for word in source_words]
    forms = ("*{}*", "``{}``", ":ref:`{} <start>`", "`{} <https://example.org/>`_")
    for number in range(max(0, rng.randint(*pieces))):
        form = forms[number + rng.randrange(3)]
        same = form.startswith("``")
        translated[number] = form.format(source_words[number] if same else translated[number])
        source_words[number] = form.format(source_words[number])
    return f"The {' '.join(source_words)}.", f"Die {' '.join(translated)}."


def _write_index(folder: Path) -> None:
    folder.mkdir()
    extension = "cellulite_content.pipeline.editions"
    settings = f"extensions = [{extension!r}]\ngettext_compact = False\nsmartquotes = False\n"
    (folder / "conf.py").write_text(settings)
    (folder / "index.rst").write_text(
        ".. _start:\n\nManual\n======\n\n.. toctree::\n   :glob:\n\n   *\n"
    )


def _write_document(path: Path, texts: dict[str, str]) -> None:
    title = path.stem.capitalize()
    path.write_text("\n\n".join((f"{title}\n{'=' * len(title)}", *texts)) + "\n")


def _entries(texts: dict[str, str]) -> Iterator[Entry]:
    blank = Entry("", extracted=("paragraph, in: Use",), references=("docs/manual.rst",))
    for text, translation in texts.items():
        yield replace(blank, msgid=text, msgstr=translation)


def write_catalog(path: Path, entries: Iterable[Entry]) -> None:
    """Write a German catalog or its template."""
    fields = "Language: de\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    fields += "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    header = write_entry(Entry("", gap="", msgstr=fields))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(Catalog(header, tuple(map(write_entry, entries))).to_bytes())
