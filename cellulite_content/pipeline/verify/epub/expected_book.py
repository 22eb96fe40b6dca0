"""The expected content of a book: its article and locale, and its texts for each unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...editions.books.volume import Volume
from ...model.gate_result import GateResult, article_results, percent_translated
from ...model.locale import Locale
from ...model.project import BILINGUAL, INTERFACE, KEPUB, Project, file_name
from ...model.review import ReviewState, accepted_digest, review_state
from ...model.unit import Document, Source, Unit, split_key
from .passages import single_spaced, text_key

_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
_BILINGUAL_SUFFIX = f".{BILINGUAL}"
_SIGN_OF_ROLE = re.compile(r"[`|$]|\]\(|\[(?![#*]|\d+\])[^\[\]]*\]_")
"""What roles, substitutions and citations are written with. The numbers of notes are no text."""
Runs = tuple[str, ...]


@dataclass(frozen=True)
class BookUnit:
    """The text that a book shows for one unit: runs of the source and of its translation.

    `target` is empty when the message was not accepted. A unit that `has_roles` may show a role's
    text between its runs, which is not in the message.
    """

    unit: Unit
    source: Runs
    target: Runs = ()
    has_roles: bool = False

    @property
    def may_be_missing(self) -> bool:
        """Whether a book may lack the text: only some formats show it, or others hold it."""
        return self.unit.conditional or self.unit.embedded

    @property
    def accepted(self) -> bool:
        """Whether a translation is shown."""
        return bool(self.target)

    @cached_property
    def same_text(self) -> bool:
        """Whether source and translation show the same text."""
        return text_key("".join(self.source)) == text_key("".join(self.target))


@dataclass(frozen=True)
class TranslatedMessage:
    """A message whose translation differs from its source, as runs of text on one line.

    `pattern` matches a source with placeholders that the edition fills (`Figure %(number)s`).
    """

    source: Runs
    target: Runs
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True)
class ExpectedBook:
    """The expected content of a book.

    `slug` is its article's name in file names; `units` are those of the article and its chapters in
    reading order, without those that a book may leave out, which are `optional_units`.

    `withheld` is true when the translation is withheld now: the book comes from an earlier build.
    """

    project: Project
    locale: Locale
    slug: str
    date: str
    bilingual: bool
    units: tuple[BookUnit, ...]
    interface: Mapping[str, str]
    review_state: ReviewState
    withheld: bool = False
    optional_units: tuple[BookUnit, ...] = ()
    authors: tuple[str, ...] = ()
    untranslated_interface: frozenset[str] = frozenset()
    kobo: bool = False

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
        return Volume(self.project, self.locale, self.slug, self.bilingual, self.kobo)

    def translate(self, text: str) -> str:
        """The book's text for a string of the interface."""
        return self.interface.get(text, text)

    @cached_property
    def translated_messages(self) -> tuple[TranslatedMessage, ...]:
        """The accepted messages, including the interface's, that differ from their source.

        A source that is shown too is left out: another document of the book has no translation of
        it, or it is an equal word of the interface.
        """
        shown_sources = {
            _single_spaced_runs(unit.source)
            for unit in (*self.units, *self.optional_units)
            if not unit.accepted
        } | {(single_spaced(text),) for text in self.untranslated_interface}
        messages = dict.fromkeys(
            (source, _single_spaced_runs(unit.target))
            for unit in self.units
            for source in [_single_spaced_runs(unit.source)]
            if unit.accepted and source not in shown_sources
        )
        interface = (
            _interface_message(text, target)
            for key, target in self.interface.items()
            for text in [split_key(key)[1]]
            if (single_spaced(text),) not in shown_sources
        )
        return (
            *(TranslatedMessage(source, target) for source, target in messages if source != target),
            *filter(None, interface),
        )

    @cached_property
    def all_translations(self) -> str:
        """All translations as one text: English words in them are intended."""
        return "\0".join(self.translations)

    @cached_property
    def translations(self) -> dict[str, None]:
        """All translations, in order."""
        translations = ["".join(unit.target) for unit in self.units]
        return dict.fromkeys(map(single_spaced, (*translations, *self.interface.values())))


def _single_spaced_runs(runs: Runs) -> Runs:
    return tuple(map(single_spaced, runs))


def _interface_message(source: str, target: str) -> TranslatedMessage | None:
    if single_spaced(source) == single_spaced(target):
        return None
    return TranslatedMessage((single_spaced(source),), (single_spaced(target),), _pattern(source))


def _pattern(source: str) -> re.Pattern[str] | None:
    """What a source with placeholders looks like when they are filled; None without any.

    `number` is digits: `Table des matières` is no `Table %(number)s`.
    """
    words, *others = _PLACEHOLDER.split(source)
    pattern = re.escape(words)
    for name, text in zip(others[::2], others[1::2], strict=True):
        pattern += (r"[\d.]{1,80}" if name == "number" else ".{1,80}") + re.escape(text)
    return re.compile(pattern) if others else None


class ExpectedBooks:
    """The expected content of each book, from the gate results."""

    def __init__(
        self, project: Project, source: Source, results: Mapping[str, Sequence[GateResult]]
    ) -> None:
        self._project = project
        self._results = results
        self._domains: dict[str, Mapping[str, GateResult]] = {}
        self._states: dict[str, ReviewState] = {}
        self._documents = {document.domain: document for document in source.documents}
        self._articles = {
            file_name(document.domain): document
            for document in source.documents
            if document.article == document.domain
        }
        self._runs = {
            split_key(key)[1]: runs
            for locale_results in results.values()
            for result in article_results(locale_results)
            for key, (runs, _) in result.shown.items()
        }

    def find(self, name: str) -> ExpectedBook | None:
        """The expected content of the book with this file name; None for an unknown book."""
        stem = name.removesuffix(".epub")
        kobo = stem.endswith(f".{KEPUB}")
        stem = stem.removesuffix(f".{KEPUB}")
        bilingual = stem.endswith(_BILINGUAL_SUFFIX)
        slug, _, tag = stem.removesuffix(_BILINGUAL_SUFFIX).rpartition(".")
        locales = (self._project.source_locale, *self._project.locales)
        locale = next((known for known in locales if known.tag == tag), None)
        document = self._articles.get(slug)
        if locale is None or document is None or (bilingual and locale == locales[0]):
            return None
        expected = self._expected(locale, document, slug, bilingual=bilingual)
        return replace(expected, kobo=kobo)

    def _expected(
        self, locale: Locale, document: Document, slug: str, *, bilingual: bool
    ) -> ExpectedBook:
        results = self._by_domain(locale)
        chapters = filter(None, map(self._documents.get, document.chapters))
        documents = (document, *chapters)
        parts = [results[each.domain] for each in documents if each.domain in results]
        interface = results.get(INTERFACE)
        units = [
            book_unit
            for each in documents
            for unit in each.units
            for book_unit in [self._book_unit(unit, results.get(each.domain))]
            if any(run.strip() for run in book_unit.source)  # none: only a picture
        ]
        return ExpectedBook(
            self._project,
            locale,
            slug,
            document.date,
            bilingual,
            tuple(each for each in units if not each.may_be_missing),
            interface.accepted if interface else {},
            self._state(locale),
            locale.state != "source" and percent_translated(parts) < locale.publish,
            optional_units=tuple(each for each in units if each.may_be_missing),
            authors=document.authors,
            untranslated_interface=self._untranslated_interface(interface),
        )

    def _untranslated_interface(self, result: GateResult | None) -> frozenset[str]:
        """The strings of the interface that a locale's books show in English."""
        document = self._documents.get(INTERFACE)
        accepted = result.accepted if result else {}
        units = document.units if document else ()
        return frozenset(unit.text for unit in units if unit.key not in accepted)

    def _by_domain(self, locale: Locale) -> Mapping[str, GateResult]:
        if locale.code not in self._domains:
            results = self._results.get(locale.code, ())
            self._domains[locale.code] = {result.domain: result for result in results}
        return self._domains[locale.code]

    def _state(self, locale: Locale) -> ReviewState:
        """A locale's review state; computed once a locale."""
        if locale.code not in self._states:
            digest = accepted_digest(self._by_domain(locale).values())
            self._states[locale.code] = review_state(locale, digest)
        return self._states[locale.code]

    def _book_unit(self, unit: Unit, result: GateResult | None) -> BookUnit:
        key = unit.key_in(result.accepted) if result else ""
        translation = result.accepted.get(key, "") if result else ""
        shown = result.shown.get(key) if result and translation else None
        plain = (translation,) if translation and not unit.markup else ()
        source, target = shown or (self._source_runs(unit), plain)
        has_roles = unit.markup and bool(_SIGN_OF_ROLE.search(f"{unit.text} {translation}"))
        return BookUnit(unit, source, target, has_roles)

    def _source_runs(self, unit: Unit) -> Runs:
        if not unit.markup:
            return (unit.text,)
        if unit.text not in self._runs:
            # No locale has the message. Only this needs docutils, whose import takes 0.2 s.
            from ...source.message_markup import read_text  # noqa: PLC0415

            self._runs[unit.text] = read_text(unit, unit.text).runs
        return self._runs[unit.text]
