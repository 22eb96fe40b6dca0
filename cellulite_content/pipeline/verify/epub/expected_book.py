"""The expected content of a book: its owner, and the texts that it must show for each unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...editions.epub.volume import BILINGUAL, Volume
from ...model.gate_result import GateResult, article_results, percent_translated
from ...model.locale import Locale
from ...model.project import INTERFACE, Project
from ...model.review import ReviewState, accepted_digest, review_state
from ...model.unit import Document, Source, Unit
from .passages import key, spaced

_GAP = re.compile(r"%\(\w+\)[a-z]")
_BILINGUAL = f".{BILINGUAL}"
Runs = tuple[str, ...]


@dataclass(frozen=True)
class BookUnit:
    """The text that a book shows for one unit: runs of the source and of its translation.

    The translation has none when the message was not accepted. A `loose` unit has more text
    between its runs, which is not in the message (a role's).
    """

    unit: Unit
    source: Runs
    target: Runs = ()
    loose: bool = False

    @property
    def accepted(self) -> bool:
        """Whether a translation is shown."""
        return bool(self.target)

    @cached_property
    def same(self) -> bool:
        """Whether source and translation show the same text."""
        return key("".join(self.source)) == key("".join(self.target))


@dataclass(frozen=True)
class Pair:
    """A message whose source and translation differ, as runs of text on one line.

    `pattern` matches a source with placeholders that the edition fills (`Figure %(number)s`).
    """

    source: Runs
    target: Runs
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Expected:
    """The expected content of a book: `slug` is its article's name, `units` are in reading order.

    `earlier` says that the translation is withheld now, so that the book is of an earlier build.
    """

    project: Project
    locale: Locale
    slug: str
    date: str
    bilingual: bool
    units: tuple[BookUnit, ...]
    interface: Mapping[str, str]
    review_state: ReviewState
    earlier: bool = False

    @property
    def source(self) -> Locale:
        """The language of the original."""
        return self.project.source_locale

    @property
    def original(self) -> bool:
        """Whether the book is in the language of the original."""
        return self.locale.code == self.source.code

    @property
    def volume(self) -> Volume:
        """The book's file name, identifier and languages."""
        return Volume(self.project, self.locale, self.slug, self.bilingual)

    def translate(self, text: str) -> str:
        """The book's text for a string of the interface."""
        return self.interface.get(text, text)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The accepted messages, the interface's too, that differ from their source."""
        entry = ((each.source, each.target) for each in self.units if each.accepted)
        lines = dict.fromkeys((_on_a_line(source), _on_a_line(target)) for source, target in entry)
        around = (_interface_pair(text, told) for text, told in self.interface.items())
        return (*(Pair(*line) for line in lines if line[0] != line[1]), *filter(None, around))

    @cached_property
    def all_translations(self) -> str:
        """All translations: English words in them are intended."""
        lines = ["".join(entry.target) for entry in self.units]
        return "\0".join(map(spaced, (*lines, *self.interface.values())))


def _on_a_line(runs: Runs) -> Runs:
    return tuple(map(spaced, runs))


def _interface_pair(source: str, target: str) -> Pair | None:
    if spaced(source) == spaced(target):
        return None
    pieces = _GAP.split(source)
    pattern = re.compile(".{1,80}".join(map(re.escape, pieces))) if len(pieces) > 1 else None
    return Pair((spaced(source),), (spaced(target),), pattern)


class Expectations:
    """The expected content of books, by the books' names, from the gate results."""

    def __init__(
        self, project: Project, source: Source, results: Mapping[str, Sequence[GateResult]]
    ) -> None:
        self._project = project
        self._results = results
        self._domains: dict[str, Mapping[str, GateResult]] = {}
        self._states: dict[str, tuple[ReviewState, bool]] = {}
        self._documents = {
            Path(document.domain).name: document
            for document in source.documents
            if document.domain != INTERFACE
        }
        self._runs = {
            text: runs
            for found in results.values()
            for result in article_results(found)
            for text, (runs, _) in result.shown.items()
        }

    def of_book(self, name: str) -> Expected | None:
        """The expected content of the book with this file name; None for an unknown name."""
        stem = name.removesuffix(".epub")
        bilingual = stem.endswith(_BILINGUAL)
        slug, _, tag = stem.removesuffix(_BILINGUAL).rpartition(".")
        known = (self._project.source_locale, *self._project.locales)
        locale = next((each for each in known if each.tag == tag), None)
        document = self._documents.get(slug)
        if locale is None or document is None or (bilingual and locale == known[0]):
            return None
        return self._expected(locale, document, slug, bilingual=bilingual)

    def _expected(
        self, locale: Locale, document: Document, slug: str, *, bilingual: bool
    ) -> Expected:
        results = self._by_domain(locale)
        mine = results.get(document.domain)
        around = results.get(INTERFACE)
        return Expected(
            self._project,
            locale,
            slug,
            document.date,
            bilingual,
            tuple(self._book_unit(unit, mine) for unit in document.units),
            around.accepted if around else {},
            *self._state(locale),
        )

    def _by_domain(self, locale: Locale) -> Mapping[str, GateResult]:
        if locale.code not in self._domains:
            results = self._results.get(locale.code, ())
            self._domains[locale.code] = {result.domain: result for result in results}
        return self._domains[locale.code]

    def _state(self, locale: Locale) -> tuple[ReviewState, bool]:
        """A locale's review state, and whether it is withheld; computed once for each locale."""
        if locale.code not in self._states:
            results = self._by_domain(locale).values()
            withheld = percent_translated(article_results(results)) < locale.publish
            self._states[locale.code] = (
                review_state(locale, accepted_digest(results)),
                locale.state != "source" and withheld,
            )
        return self._states[locale.code]

    def _book_unit(self, unit: Unit, result: GateResult | None) -> BookUnit:
        shown = result.shown.get(unit.text) if result else None
        source, target = shown or (self._source_runs(unit), ())
        told = result.accepted.get(unit.text, "") if result else ""
        return BookUnit(
            unit, source, target, unit.markup and bool({"`", "|"} & {*unit.text, *told})
        )

    def _source_runs(self, unit: Unit) -> Runs:
        if not unit.markup:
            return (unit.text,)
        if unit.text not in self._runs:
            # No locale has the message; docutils takes 0.2 s to import, and only this needs it.
            from ...source.message_markup import read_markup  # noqa: PLC0415

            self._runs[unit.text] = read_markup(unit.text).runs
        return self._runs[unit.text]
