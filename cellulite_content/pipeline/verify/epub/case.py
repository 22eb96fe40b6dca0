"""The case: a book beside what is expected of it, as every rule gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...model.finding import Problem
from .book import DC, NCX, OPF, Book
from .expected import Expected, Pair, Said
from .passages import Passage, key, read_passages, texts_of, without_joiners
from .showing import Showing, Wanted, compare, key_on_page

AGAIN = "run `cellulite-content build` again; if it stays, please report it"
"""The way out where a translator can do nothing: a book is made anew from its catalogs."""

Fault = tuple[str, Problem]
"""The name of a file in the book (empty: the book itself), and what is wrong with it."""

_PLAIN = frozenset({"description", "alternative text"})
_NCX_TOLD = frozenset({f"{NCX}text"})
_TOLD = frozenset({f"{OPF}meta", *(f"{DC}{name}" for name in "title description subject".split())})
"""The elements outside of pages whose text a reader meets."""

_WORDS = 3
"""Fewer words in a row may stand in both languages: a name, a title, a unit of measure."""


@dataclass(frozen=True)
class Leak:
    """A text of the source that is shown as if it were of the book's language."""

    place: str
    text: str
    pair: Pair


@dataclass(frozen=True)
class Case:
    """A book and what is expected of it. What several rules need is worked out once."""

    book: Book
    expected: Expected

    @cached_property
    def passages(self) -> dict[str, tuple[Passage, ...]]:
        """The passages of each page, of the NCX and of the package document."""
        book, tag = self.book, self.expected.locale.tag
        found = {name: read_passages(root, tag) for name, root in book.pages.items()}
        others = {book.ncx: _NCX_TOLD, book.package_name: _TOLD}
        for name, names in others.items():
            if name:
                texts = texts_of(book.trees[name], names, tag)
                found[name] = tuple(passage for passage in texts if passage.text)
        return found

    def own(self, name: str) -> tuple[Passage, ...]:
        """The passages of a file that are marked as of the book's language."""
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
        """The keys of the article's passages that are marked as of the source's language."""
        tag = self.expected.source.tag
        return tuple(each.key for each in self.body if each.language == tag)

    @cached_property
    def units(self) -> tuple[Said, ...]:
        """The units that stand in the text of the article, in order."""
        return tuple(each for each in self.expected.units if each.unit.kind not in _PLAIN)

    @cached_property
    def showing(self) -> Showing:
        """What the book lacks of the texts in its own language."""
        if self.expected.original:
            return compare([Wanted(each, each.source) for each in self.units], self.own_keys)
        wanted = [Wanted(each, each.target) for each in self.units if each.accepted]
        return compare(wanted, self.own_keys)

    @cached_property
    def in_source(self) -> Showing:
        """What the book lacks of the texts in the source's language: what fell back, and in a
        bilingual book what is translated."""
        if self.expected.original:
            return Showing()
        wanted = [
            Wanted(each, each.source)
            for each in self.units
            if not each.accepted or (self.expected.bilingual and not each.same)
        ]
        return compare(wanted, self.source_keys)

    @property
    def lost_sources(self) -> tuple[Said, ...]:
        """All that `in_source` lacks, in a row or alone."""
        rows = (chapter.lost for chapter in self.in_source.chapters)
        return (*self.in_source.lost, *(said for row in rows for said in row))

    @property
    def complete(self) -> bool:
        """Whether the book has all texts in their languages and in their order."""
        return self.showing == Showing() == self.in_source

    @cached_property
    def foreign(self) -> frozenset[str]:
        """The keys of the passages in chapters that are told as a whole."""
        return frozenset(each for chapter in self.showing.chapters for each in chapter.keys)

    @cached_property
    def leaks(self) -> tuple[Leak, ...]:
        """The texts of the source that are shown unmarked though a translation was accepted."""
        if self.expected.locale.babel.language == self.expected.source.babel.language:
            return ()
        return tuple(dict.fromkeys(leak for name in self.passages for leak in self._leaks(name)))

    def _leaks(self, name: str) -> Iterator[Leak]:
        own = [each for each in self.own(name) if each.key not in self.foreign]
        everything = "\0".join(each.text for each in own)
        whole = dict.fromkeys(each.text for each in own)
        for pair in self.expected.pairs:
            if pair.pattern:
                yield from (
                    Leak(name, text, pair) for text in whole if pair.pattern.fullmatch(text)
                )
                continue
            text = "".join(pair.source)
            if text in whole and f"\0{text}\0" not in f"\0{self.expected.meant}\0":
                yield Leak(name, text, pair)
                continue
            for run in pair.source:
                if run in everything and self._is_leak(run, own):
                    yield Leak(name, run, pair)
                    break

    def _is_leak(self, run: str, own: list[Passage]) -> bool:
        """Whether a run stands there in whole words, and no translation has it too."""
        if len(run.split()) < _WORDS or run in self.expected.meant:
            return False
        bounded = re.compile(rf"(?<!\w){re.escape(run)}(?!\w)")
        return any(bounded.search(each.text) for each in own)

    def in_own(self, said: Said) -> bool:
        """Whether the source of a unit is shown as if it were of the book's language."""
        return key_on_page(Wanted(said, said.source), self.own_keys) in self.own_keys

    @cached_property
    def leaked_keys(self) -> frozenset[str]:
        """The keys of what has leaked: other rules do not tell of it again."""
        return frozenset(key("".join(leak.pair.source)) for leak in self.leaks)

    def is_told(self, said: Said) -> bool:
        """Whether other rules tell that a unit's source, or other words, took its place."""
        chapters = any(said in chapter.lost for chapter in self.showing.chapters)
        return chapters or key("".join(said.source)) in self.leaked_keys

    @cached_property
    def bare(self) -> dict[str, str]:
        """The text of each file without white space and joiners, in its own language."""
        return {
            name: without_joiners("\0".join(each.key for each in self.own(name)))
            for name in self.passages
        }
