"""Suggestions: translations of equal and similar texts, from the catalogs of the project alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from ..pipeline.catalogs.catalog import Catalog, Entry

MOST = 5
"""Suggestions for one text."""

LEAST_SIMILAR = 60.0
"""The lowest similarity in percent, as in translation editors."""


@dataclass(frozen=True)
class Suggestion:
    """A translation of a similar text: the text, how similar it is in percent, and where it is."""

    source: str
    translation: str
    similarity: int
    origin: str


def suggest(
    text: str, own: Entry | None, catalogs: Iterable[tuple[str, Catalog]]
) -> list[Suggestion]:
    """The best suggestions for a source text, without what its own entry has.

    `catalogs` are the locale's, each with its document's name; obsolete entries count too.
    """
    entries = list(_entries(own, catalogs))
    sources = [entry.previous or entry.msgid for _, entry in entries]
    best = process.extract(
        text, sources, scorer=fuzz.ratio, score_cutoff=LEAST_SIMILAR, limit=4 * MOST
    )
    found: dict[str, Suggestion] = {}
    for source, similarity, index in best:
        origin, entry = entries[index]
        found.setdefault(entry.msgstr, Suggestion(source, entry.msgstr, round(similarity), origin))
    return list(found.values())[:MOST]


def _entries(
    own: Entry | None, catalogs: Iterable[tuple[str, Catalog]]
) -> Iterator[tuple[str, Entry]]:
    for name, catalog in catalogs:
        for entry in catalog.entries:
            is_own = own is not None and entry.key == own.key and not entry.obsolete
            if entry.msgstr and not entry.fault and not is_own:
                yield (f"{name}, no longer used" if entry.obsolete else name), entry
