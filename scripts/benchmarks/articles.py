"""Synthetic articles and translations; the same numbers give the same articles.

The articles have the shape of `docs/articles/will-running-reduce-cellulite.rst`. Their words, and
those of the translations, are the names of languages and countries in CLDR: real words in real
scripts, for any number of languages. A translation follows its source word for word.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from benchmarks.timing import ROOT
from cellulite_content.pipeline.source.pictures.svg_picture import read_picture
from cellulite_content.pipeline.source.ui_strings import read_interface

CODES = tuple(
    "ar bg cs da de el es fa fi fr hi hu id it ja mr nl pl pt_BR ru sv tr uk zh_Hans".split()
)
"""The locales of the corpus besides English: seven scripts, some from right to left or without
spaces."""

_UNSPACED = frozenset({"ja", "zh_Hans"})
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u097f])*")
_GAP = re.compile(r"(%\(\w+\)s)")
_FIGURE = ROOT / "docs" / "figures" / "skin-layers.svg"
_NOTES = 12
_PLACES = 800


@dataclass(frozen=True)
class Piece:
    """Words in a form of markup; `places` are indices in each language's vocabulary."""

    form: str
    places: tuple[int, ...] = ()


Text = tuple[Piece, ...]


def write_corpus(folder: Path, count: int, codes: Sequence[str] = CODES, settings: str = "") -> int:
    """Make a project of `count` articles with complete catalogs of the locales `codes`.

    `settings` are additional lines of its settings. Returns the number of messages of all articles
    in one language. Article `n` does not depend on `count`.
    """
    source = folder / "docs"
    (source / "articles").mkdir(parents=True)
    (source / "figures").mkdir()
    shutil.copyfile(ROOT / "docs" / "conf.py", source / "conf.py")
    shutil.copyfile(ROOT / "docs" / "index.rst", source / "index.rst")
    settings = f'[tool.cellulite-content]\ntitle = "Manual"\n{settings}'
    (folder / "pyproject.toml").write_text(settings)
    (folder / "locales").mkdir()
    tables = (f"[{code}]\npublish = 80\n" for code in codes)
    (folder / "locales" / "locales.toml").write_text("".join(tables))
    labels = [label.text for label in read_picture(_FIGURE.read_bytes()).labels if label.text]
    messages = 0
    for number in range(1, count + 1):
        article = _Article(number)
        (source / "articles" / f"{article.name}.rst").write_text(article.source, encoding="utf-8")
        shutil.copyfile(_FIGURE, source / "figures" / f"{article.name}.svg")
        messages += len(article.texts) + len(labels)
        for code in codes:
            pairs = {text: render(parts, code) for text, parts in article.texts.items()}
            pairs |= {text: _filler_translation(text, code) for text in labels}
            _write_catalog(folder, code, f"articles/{article.name}", pairs)
    strings = [unit.text for unit in read_interface().units]
    for code in codes:
        _write_catalog(
            folder, code, "interface", {text: _filler_translation(text, code) for text in strings}
        )
    return messages


class _Article:
    """One article: its source, and its texts in the order of the source."""

    def __init__(self, number: int) -> None:
        self.name = f"article-{number:04}"
        self.texts: dict[str, Text] = {}
        self._rng = random.Random(number)  # noqa: S311  not a secret
        self._references = 0
        self.source = "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from (":date: 2026-11-22", "", ".. meta::")
        yield f"   :description: {self._text(self._plain(16))}\n"
        yield from self._heading("=")
        yield from self._paragraphs(2)
        yield from (".. note::\n", f"   {self._text(self._sentences(4))}\n")
        for section in range(4):
            yield from self._heading("-")
            yield from self._paragraphs(3)
            if section == 0:
                yield from self._figure()
            if section == 2:
                yield from self._items(4)
            yield from self._paragraphs(2)
        yield from (f".. _evidence-{self.name}:\n", *self._heading("-"), *self._table(9))
        yield from (*self._heading("-"), *self._notes())

    def _heading(self, line: str) -> Iterator[str]:
        title = self._text(self._plain(4, end=""))
        yield from (title, line * len(title), "")

    def _paragraphs(self, count: int) -> Iterator[str]:
        for _ in range(count):
            yield f"{self._text(self._sentences(self._rng.randint(1, 3)))}\n"

    def _figure(self) -> Iterator[str]:
        yield f".. figure:: /figures/{self.name}.svg"
        yield f"   :alt: {self._text(self._plain(20))}\n"
        yield f"   {self._text(self._sentences(2))}\n"

    def _items(self, count: int) -> Iterator[str]:
        for _ in range(count):
            yield f"* {self._text((Piece('**{}:**', self._places(2)), *self._sentences(2)))}"
        yield ""

    def _table(self, rows: int) -> Iterator[str]:
        yield ".. list-table::\n   :header-rows: 1\n   :widths: auto\n"
        for _ in range(rows + 1):
            source = (*self._plain(3, end=""), self._note())
            cells = (self._plain(7), self._plain(2, end=""), source)
            for column, cell in enumerate(cells):
                yield f"   {' ' if column else '*'} - {self._text(cell)}"
        yield ""

    def _notes(self) -> Iterator[str]:
        for number in range(1, min(self._references, _NOTES) + 1):
            link = Piece(f"`{{}} <https://example.org/{self.name}/{number}>`__,", self._places(8))
            yield f".. [#n{number}] {self._text((link, *self._plain(3)))}"
        yield ""

    def _sentences(self, count: int) -> Text:
        """Sentences with the markup of the real ones."""
        pieces = [piece for _ in range(count) for piece in self._plain(self._rng.randint(8, 18))]
        form = self._rng.choice(("*{}*", "**{}**", f":ref:`{{}} <evidence-{self.name}>`", ""))
        if form:
            pieces.insert(1, Piece(form, self._places(2)))
        return (*pieces, self._note()) if self._rng.random() < 0.3 else tuple(pieces)

    def _plain(self, words: int, end: str = ".") -> Text:
        return (Piece("{}" + end, self._places(words)),)

    def _note(self) -> Piece:
        """A reference to the notes in turn: Sphinx warns of notes without a reference."""
        self._references += 1
        return Piece(f"[#n{(self._references - 1) % _NOTES + 1}]_")

    def _places(self, count: int) -> tuple[int, ...]:
        """Places in a vocabulary; the first are much more frequent, as in a language."""
        return tuple(int(_PLACES * self._rng.random() ** 3) for _ in range(count))

    def _text(self, text: Text) -> str:
        """The text in English; it is saved for the translations."""
        words = render(text, "en")
        self.texts[words] = text
        return words


def render(text: Text, code: str) -> str:
    """A text in a language."""
    words, gap = vocabulary(code), "" if code in _UNSPACED else " "
    pieces = (
        piece.form.format(gap.join(words[place % len(words)] for place in piece.places))
        for piece in text
    )
    line = " ".join(pieces)
    return line[0].upper() + line[1:]


def _filler_translation(text: str, code: str) -> str:
    """A text of the interface with its placeholders, its words replaced by the language's."""
    texts = (
        (Piece(part),) if index % 2 else (Piece("{}", tuple(range(100, 100 + len(part.split())))),)
        for index, part in enumerate(_GAP.split(text))
        if part.strip()
    )
    return " ".join(render(part, code) if part[0].places else part[0].form for part in texts)


@cache
def vocabulary(code: str) -> tuple[str, ...]:
    """The words of a language, shortest first."""
    locale = Locale.parse(code)
    names = (*locale.territories.values(), *locale.languages.values())
    words = {word.lower() for name in names for word in _WORD.findall(name) if len(word) > 1}
    return tuple(sorted(words, key=lambda word: (len(word), word)))


def _write_catalog(folder: Path, code: str, domain: str, pairs: dict[str, str]) -> None:
    path = folder / "locales" / code / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = f"Language: {code}\\nMIME-Version: 1.0\\nContent-Type: text/plain; charset=UTF-8\\n"
    fields += "Content-Transfer-Encoding: 8bit\\n"
    entries = (
        f'msgid "{_escaped(text)}"\nmsgstr "{_escaped(target)}"\n' for text, target in pairs.items()
    )
    path.write_text("\n".join((f'msgid ""\nmsgstr "{fields}"\n', *entries)), encoding="utf-8")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
