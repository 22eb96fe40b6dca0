"""A book and its expected content: the input of every check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from ...model.finding import Problem
from ...model.unit import FIGURE_LABEL
from .book import DC, NCX, OPF, Book
from .expected_book import BookUnit, ExpectedBook, TranslatedMessage
from .passages import Passage, read_passages, read_texts, text_key, without_joiners
from .text_coverage import ExpectedText, PageKeys, TextCoverage, compare_texts

REBUILD_HINT = "run `cellulite-content build` again; if it stays, please report it"
"""The hint for faults that no translator can fix."""

Fault = tuple[str, Problem]
"""The name of a file in the book (empty for the book itself), and its problem."""

_INVISIBLE_KINDS = frozenset({"description", "alternative text", FIGURE_LABEL})
"""Kinds whose text is on no page."""
_VISIBLE_METADATA = frozenset(f"{DC}{name}" for name in "title description subject".split())
_SUMMARY = "schema:accessibilitySummary"
"""The one property of a `meta` element that is a sentence; others are words of a vocabulary."""

_MIN_LEAKED_WORDS = 3
"""Fewer words in a row may be the same in both languages: a name, a title, a unit of measure."""


@dataclass(frozen=True)
class LeakedSource:
    """A source text that is shown without being marked as such."""

    place: str
    text: str
    message: TranslatedMessage


@dataclass(frozen=True)
class CheckedBook:
    """A book and its expected content. Values that several checks need are computed once."""

    book: Book
    expected: ExpectedBook

    @cached_property
    def passages(self) -> dict[str, tuple[Passage, ...]]:
        """The passages of each page, of the NCX and of the package document."""
        book, tag = self.book, self.expected.locale.tag
        passages = {name: read_passages(root, tag) for name, root in book.pages.items()}
        for name in (book.ncx, book.package_name):
            if name:
                texts = read_texts(book.trees[name], _is_visible, tag)
                passages[name] = tuple(passage for passage in texts if passage.text)
        return passages

    @cached_property
    def locale_passages(self) -> dict[str, tuple[Passage, ...]]:
        """The passages of each file in the book's language, by their markup."""
        tag = self.expected.locale.tag
        return {
            name: tuple(passage for passage in passages if passage.language == tag)
            for name, passages in self.passages.items()
        }

    @cached_property
    def body(self) -> tuple[Passage, ...]:
        """The passages of the article, in all languages, in order."""
        return tuple(
            passage
            for name in self.book.body
            for passage in self.passages[name]
            if passage.kind == "text"
        )

    @cached_property
    def locale_keys(self) -> PageKeys:
        """The keys of the article's passages in the book's language, in order."""
        tag = self.expected.locale.tag
        return PageKeys(tuple(passage.key for passage in self.body if passage.language == tag))

    @cached_property
    def source_keys(self) -> PageKeys:
        """The keys of the article's passages in the source's language, in order."""
        tag = self.expected.source.tag
        return PageKeys(tuple(passage.key for passage in self.body if passage.language == tag))

    @cached_property
    def units(self) -> tuple[BookUnit, ...]:
        """The units of the article's visible text, in order."""
        units = self.expected.units
        return tuple(
            book_unit for book_unit in units if book_unit.unit.kind not in _INVISIBLE_KINDS
        )

    @cached_property
    def coverage(self) -> TextCoverage:
        """The texts in its own language that the book lacks."""
        if self.expected.original:
            texts = [ExpectedText(unit, unit.source) for unit in self.units]
        else:
            texts = [ExpectedText(unit, unit.target) for unit in self.units if unit.accepted]
        return compare_texts(texts, self.locale_keys)

    @cached_property
    def source_coverage(self) -> TextCoverage:
        """The texts in the source's language that the book lacks: fallbacks, and in a bilingual
        book the sources of translations."""
        if self.expected.original:
            return TextCoverage()
        texts = [
            ExpectedText(unit, unit.source)
            for unit in self.units
            if not unit.accepted or (self.expected.bilingual and not unit.same_text)
        ]
        return compare_texts(texts, self.source_keys)

    @property
    def lost_sources(self) -> tuple[BookUnit, ...]:
        """All units that `source_coverage` reports as lost, alone or in chapters."""
        rows = (chapter.units for chapter in self.source_coverage.chapters)
        return (*self.source_coverage.lost, *(unit for row in rows for unit in row))

    @property
    def complete(self) -> bool:
        """Whether the book has all texts in their languages and in their order."""
        return self.coverage == TextCoverage() == self.source_coverage

    @cached_property
    def chapter_keys(self) -> frozenset[str]:
        """The keys of the passages in replaced chapters, which are reported as a whole."""
        return frozenset(key for chapter in self.coverage.chapters for key in chapter.keys)

    @cached_property
    def leaked_sources(self) -> tuple[LeakedSource, ...]:
        """The source texts that are shown unmarked although a translation was accepted."""
        if self.expected.locale.babel.language == self.expected.source.babel.language:
            return ()
        leaks = (leak for name in self.passages for leak in self._leaked_sources_in(name))
        return tuple(dict.fromkeys(leaks))

    def _leaked_sources_in(self, name: str) -> Iterator[LeakedSource]:
        passages = [
            passage
            for passage in self.locale_passages[name]
            if passage.key not in self.chapter_keys
        ]
        texts = dict.fromkeys(passage.text for passage in passages)
        all_text = "\0".join(texts)
        for message in self.expected.translated_messages:
            if message.pattern:
                yield from (
                    LeakedSource(name, text, message)
                    for text in texts
                    if message.pattern.fullmatch(text)
                )
                continue
            source = "".join(message.source)
            if source in texts and source not in self.expected.translations:
                yield LeakedSource(name, source, message)
                continue
            for run in message.source:
                if run in all_text and self._is_leaked(run, all_text):
                    yield LeakedSource(name, run, message)
                    break

    def _is_leaked(self, run: str, text: str) -> bool:
        """Whether the run occurs in the text as whole words, and not in a translation."""
        if len(run.split()) < _MIN_LEAKED_WORDS or run in self.expected.all_translations:
            return False
        return re.search(rf"(?<!\w){re.escape(run)}(?!\w)", text) is not None

    def is_source_unmarked(self, book_unit: BookUnit) -> bool:
        """Whether a unit's source is shown without being marked as such."""
        expected_text = ExpectedText(book_unit, book_unit.source)
        return self.locale_keys.matching_key(expected_text) in self.locale_keys

    @cached_property
    def leaked_keys(self) -> frozenset[str]:
        """The keys of leaked texts: other checks do not report them again."""
        return frozenset(text_key("".join(leak.message.source)) for leak in self.leaked_sources)

    def is_reported(self, book_unit: BookUnit) -> bool:
        """Whether another check reports that the source or other text replaced a unit."""
        in_chapter = book_unit.unit.id in self._ids_in_chapters
        return in_chapter or text_key("".join(book_unit.source)) in self.leaked_keys

    @cached_property
    def _ids_in_chapters(self) -> frozenset[str]:
        chapters = self.coverage.chapters
        return frozenset(unit.unit.id for chapter in chapters for unit in chapter.units)

    @cached_property
    def locale_texts(self) -> dict[str, str]:
        """The text of each file in the book's language, without white space."""
        return {
            name: "\0".join(passage.key for passage in passages)
            for name, passages in self.locale_passages.items()
        }

    @cached_property
    def joinerless_texts(self) -> dict[str, str]:
        """The text of each file in the book's language, without white space and joiners."""
        return {name: without_joiners(text) for name, text in self.locale_texts.items()}


def _is_visible(element: Element) -> bool:
    """Whether readers see the text of an element of the NCX or the package document."""
    is_summary = element.tag == f"{OPF}meta" and element.get("property") == _SUMMARY
    return is_summary or element.tag in _VISIBLE_METADATA or element.tag == f"{NCX}text"
