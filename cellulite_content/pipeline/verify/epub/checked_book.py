"""A book and its expected content, as every check gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...model.finding import Problem
from .book import DC, NCX, OPF, Book
from .expected_book import BookUnit, Expected, Pair
from .passages import Passage, key, read_passages, texts_of, without_joiners
from .text_coverage import ExpectedText, TextCoverage, compare_texts, key_on_page

AGAIN = "run `cellulite-content build` again; if it stays, please report it"
"""The hint where a translator can do nothing: the book is built again from its catalogs."""

Fault = tuple[str, Problem]
"""The name of a file in the book (empty: the book itself), and its problem."""

_PLAIN = frozenset({"description", "alternative text"})
_READ_NCX_ELEMENTS = frozenset({f"{NCX}text"})
_READ_ELEMENTS = frozenset(
    {f"{OPF}meta", *(f"{DC}{name}" for name in "title description subject".split())}
)
"""The elements outside of pages whose text readers see."""

_WORDS = 3
"""Fewer words in a row may be equal in both languages: a name, a title, a unit of measure."""


@dataclass(frozen=True)
class Leak:
    """A source text that is shown without being marked as such."""

    place: str
    text: str
    pair: Pair


@dataclass(frozen=True)
class CheckedBook:
    """A book and its expected content. Values that several checks need are computed once."""

    book: Book
    expected: Expected

    @cached_property
    def passages(self) -> dict[str, tuple[Passage, ...]]:
        """The passages of each page, of the NCX and of the package document."""
        book, tag = self.book, self.expected.locale.tag
        found = {name: read_passages(root, tag) for name, root in book.pages.items()}
        others = {book.ncx: _READ_NCX_ELEMENTS, book.package_name: _READ_ELEMENTS}
        for name, names in others.items():
            if name:
                texts = texts_of(book.trees[name], names, tag)
                found[name] = tuple(passage for passage in texts if passage.text)
        return found

    def own(self, name: str) -> tuple[Passage, ...]:
        """The passages of a file that are marked with the book's language."""
        tag = self.expected.locale.tag
        return tuple(each for each in self.passages[name] if each.language == tag)

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        """The passages of the article, in all languages, in order."""
        return tuple(
            each for name in self.book.body for each in self.passages[name] if each.kind == "text"
        )

    @cached_property
    def own_keys(self) -> tuple[str, ...]:
        """The keys of the article's passages in the book's language, in order."""
        tag = self.expected.locale.tag
        return tuple(each.key for each in self.body if each.language == tag)

    @cached_property
    def source_keys(self) -> tuple[str, ...]:
        """The keys of the article's passages that are marked with the source's language."""
        tag = self.expected.source.tag
        return tuple(each.key for each in self.body if each.language == tag)

    @cached_property
    def units(self) -> tuple[BookUnit, ...]:
        """The units of the article's visible text, in order."""
        return tuple(each for each in self.expected.units if each.unit.kind not in _PLAIN)

    @cached_property
    def coverage(self) -> TextCoverage:
        """Which texts in its own language the book lacks."""
        if self.expected.original:
            return compare_texts(
                [ExpectedText(each, each.source) for each in self.units], self.own_keys
            )
        wanted = [ExpectedText(each, each.target) for each in self.units if each.accepted]
        return compare_texts(wanted, self.own_keys)

    @cached_property
    def source_coverage(self) -> TextCoverage:
        """Which texts in the source's language the book lacks: fallbacks, and in a bilingual book
        the sources of translations."""
        if self.expected.original:
            return TextCoverage()
        wanted = [
            ExpectedText(each, each.source)
            for each in self.units
            if not each.accepted or (self.expected.bilingual and not each.same)
        ]
        return compare_texts(wanted, self.source_keys)

    @property
    def lost_sources(self) -> tuple[BookUnit, ...]:
        """All units that `source_coverage` lacks, in a row or alone."""
        rows = (chapter.lost for chapter in self.source_coverage.chapters)
        return (*self.source_coverage.lost, *(entry for row in rows for entry in row))

    @property
    def complete(self) -> bool:
        """Whether the book has all texts in their languages and in their order."""
        return self.coverage == TextCoverage() == self.source_coverage

    @cached_property
    def chapter_keys(self) -> frozenset[str]:
        """The keys of the passages in chapters that are reported as a whole."""
        return frozenset(each for chapter in self.coverage.chapters for each in chapter.keys)

    @cached_property
    def leaks(self) -> tuple[Leak, ...]:
        """The texts of the source that are shown unmarked though a translation was accepted."""
        if self.expected.locale.babel.language == self.expected.source.babel.language:
            return ()
        return tuple(dict.fromkeys(leak for name in self.passages for leak in self._leaks(name)))

    def _leaks(self, name: str) -> Iterator[Leak]:
        own = [each for each in self.own(name) if each.key not in self.chapter_keys]
        everything = "\0".join(each.text for each in own)
        whole = dict.fromkeys(each.text for each in own)
        for pair in self.expected.pairs:
            if pair.pattern:
                yield from (
                    Leak(name, text, pair) for text in whole if pair.pattern.fullmatch(text)
                )
                continue
            text = "".join(pair.source)
            if text in whole and f"\0{text}\0" not in f"\0{self.expected.all_translations}\0":
                yield Leak(name, text, pair)
                continue
            for run in pair.source:
                if run in everything and self._is_leak(run, own):
                    yield Leak(name, run, pair)
                    break

    def _is_leak(self, run: str, own: list[Passage]) -> bool:
        """Whether a run occurs in whole words, and in no translation."""
        if len(run.split()) < _WORDS or run in self.expected.all_translations:
            return False
        bounded = re.compile(rf"(?<!\w){re.escape(run)}(?!\w)")
        return any(bounded.search(each.text) for each in own)

    def is_shown_as_own(self, entry: BookUnit) -> bool:
        """Whether a unit's source is shown without being marked as such."""
        return key_on_page(ExpectedText(entry, entry.source), self.own_keys) in self.own_keys

    @cached_property
    def leaked_keys(self) -> frozenset[str]:
        """The keys of leaked texts: other checks do not report them again."""
        return frozenset(key("".join(leak.pair.source)) for leak in self.leaks)

    def is_reported(self, entry: BookUnit) -> bool:
        """Whether another check reports that a unit's source, or other words, replaced it."""
        chapters = any(entry in chapter.lost for chapter in self.coverage.chapters)
        return chapters or key("".join(entry.source)) in self.leaked_keys

    @cached_property
    def bare(self) -> dict[str, str]:
        """The text of each file without white space and joiners, in its own language."""
        return {
            name: without_joiners("\0".join(each.key for each in self.own(name)))
            for name in self.passages
        }
