"""Gate results: the gate's decisions on one document in one locale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from .finding import Finding, Problem
from .project import INTERFACE
from .unit import Unit, split_key

LIST_PAGE = "index"
"""The page that lists the articles of a language."""


class Reason(StrEnum):
    """Why a text is not translated for readers."""

    MISSING = "missing"
    FUZZY = "fuzzy"
    REFUSED = "refused"


@dataclass(frozen=True)
class GateResult:
    """The gate's decisions on one document in one locale.

    `accepted` maps the keys of messages to translations; the counts are of messages, and
    `translated + fuzzy + refused + untranslated == total`. `stale` of the translated ones are
    published though their source has changed in white space or quotation marks. `shown` has for
    each message the runs of text of its source and of its translation that a page shows; without an
    accepted translation, both are the source's. `path` is the catalog's, relative to the project,
    and `lines` has the line of each accepted message there. `own_keys` are the keys of its units'
    own messages, by the key of the shared message, for each that has any. `scattered` are the keys
    of messages of one text of which a unit is not in all formats: only some may be on a page.
    `labels` are the keys of the messages in pictures, which `shown` has only if a page has them
    too.
    """

    locale: str
    domain: str
    total: int
    accepted: Mapping[str, str] = field(default_factory=dict)
    fuzzy: int = 0
    refused: int = 0
    stale: int = 0
    findings: tuple[Finding, ...] = ()
    shown: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    path: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    own_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scattered: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    pending: Mapping[str, tuple[int, Reason]] = field(default_factory=dict)

    @property
    def visible(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """`shown` without scattered messages, and without those that no unit shows: a shared one of
        which all units have their own, and own ones that are not accepted."""
        if not self.own_keys and not self.scattered:
            return self.shown
        hidden = {
            key for key, own in self.own_keys.items() if all(each in self.accepted for each in own)
        } | set(self.scattered)
        for own in self.own_keys.values():
            hidden.update(key for key in own if key not in self.accepted)
        return {key: runs for key, runs in self.shown.items() if key not in hidden}

    @property
    def translated(self) -> int:
        """How many messages may be published."""
        return len(self.accepted)

    @property
    def untranslated(self) -> int:
        """How many messages have no translation yet."""
        return self.total - self.translated - self.fuzzy - self.refused

    def without(self, messages: Iterable[str]) -> GateResult:
        """This result as if these messages had no translation."""
        left_out = {text for text in messages if text in self.accepted}
        if not left_out:
            return self
        accepted = {text: self.accepted[text] for text in self.accepted if text not in left_out}
        shown = {
            text: (runs[0], runs[0]) if text in left_out else runs
            for text, runs in self.shown.items()
        }
        return replace(self, accepted=accepted, shown=shown)

    def refusing(self, problems: Mapping[str, Problem]) -> GateResult:
        """This result with accepted messages refused, each with a finding of its problem."""
        refused = {text: problem for text, problem in problems.items() if text in self.accepted}
        findings = tuple(
            Finding(
                self.path,
                self.lines.get(text, 0),
                problem,
                self.locale,
                _unit_of(self.domain, text),
                self.accepted[text],
            )
            for text, problem in refused.items()
        )
        return replace(
            self.without(refused),
            refused=self.refused + len(refused),
            findings=(*self.findings, *findings),
        )


def _unit_of(domain: str, key: str) -> Unit:
    """A unit without a place, for findings on a message."""
    context, text = split_key(key)
    return Unit("", domain, "", text, context=context or "")


class Share(NamedTuple):
    """How many messages of a locale or a document may be published, and how many there are."""

    translated: int
    total: int

    @property
    def percent(self) -> int:
        """The percentage, rounded down: 100 means all."""
        return 100 * self.translated // self.total if self.total else 0

    def __str__(self) -> str:
        return f"{self.translated} of {self.total} messages ({self.percent} %)"


def share_of(results: Iterable[GateResult]) -> Share:
    """The share of all these results together."""
    counts = [(result.translated, result.total) for result in results]
    return Share(sum(count for count, _ in counts), sum(total for _, total in counts))


def percent_translated(results: Iterable[GateResult]) -> int:
    """The percentage of messages that may be published, rounded down: 100 means all."""
    return share_of(results).percent


def withheld_documents(
    results: Iterable[GateResult], threshold: int, articles: Mapping[str, str]
) -> tuple[str, ...]:
    """The documents of articles of which less than `threshold` percent may be published.

    `articles` are the articles of all documents with a page, by domain: an article and its chapters
    are published together.
    """
    by_article: dict[str, list[GateResult]] = {}
    for result in results:
        if result.domain in articles:
            by_article.setdefault(articles[result.domain], []).append(result)
    return tuple(
        result.domain
        for parts in by_article.values()
        if percent_translated(parts) < threshold
        for result in parts
    )


def untranslated_pages(results: Iterable[GateResult], pages: Collection[str]) -> tuple[str, ...]:
    """The documents of `pages` of which no message may be published. `LIST_PAGE` is among them only
    when no message at all may be, not even of the interface, whose words the list has."""
    translated = {result.domain: result.translated for result in results}
    names = [name for name, count in translated.items() if name in pages and not count]
    return (*names, *([] if any(translated.values()) else [LIST_PAGE]))


def outdated(results: Iterable[GateResult]) -> tuple[str, ...]:
    """The articles whose source may have changed (words or white space) since the translation."""
    return tuple(
        result.domain for result in article_results(results) if result.fuzzy or result.stale
    )


def article_results(results: Iterable[GateResult]) -> tuple[GateResult, ...]:
    """The results of the articles, without that of the interface."""
    return tuple(result for result in results if result.domain != INTERFACE)
