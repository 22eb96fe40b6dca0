"""One document in the update of its locale: its entries, and where each goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from ..catalog import Catalog, Entry
from ..entry import with_final_newline
from ..entry_edit import edit_entry
from ..refused_entries import refused_messages, with_refused
from .occurrences import Key, Occurrences, with_own_entries
from .transitions import is_contained_in, make_obsolete, update_metadata


@dataclass(frozen=True)
class MergeResult:
    """The merged catalog and what happened to its messages.

    `moved` counts messages from other documents. `outgoing` are the entries that moved to other
    documents, as obsolete entries; `has_incoming` says whether entries came from others. A writer
    of several catalogs keeps `outgoing` in the file until the other file is written, so that a
    kill loses nothing. With `is_gone`, the document is gone, and nobody's work is in the catalog.
    """

    catalog: Catalog
    kept: int = 0
    moved: int = 0
    fuzzy: int = 0
    added: int = 0
    revived: int = 0
    obsolete: int = 0
    outgoing: tuple[Entry, ...] = ()
    has_incoming: bool = False
    is_gone: bool = False


class WeakMatch(NamedTuple):
    """A new message of the template, the own entry that it got, and how similar that one's source
    is: a text that is still used may be more similar."""

    message: Entry
    entry: Entry
    similarity: float


@dataclass(eq=False)
class DocumentMerge:
    """One document during the update of its locale.

    `own` are the entries of single units, which no template has.
    """

    template: Catalog | None
    catalog: Catalog
    occurrences: Occurrences = field(default_factory=Occurrences)
    expected: dict[Key, Entry] = field(init=False)
    live: dict[Key, Entry] = field(init=False)
    merged: dict[Key, Entry] = field(init=False)
    own: dict[Key, Entry] = field(init=False)
    reused: dict[int, bool] = field(default_factory=dict)
    """The entries (by `id`) that are reused, and whether another document reuses them."""
    relocated: dict[Key, Key] = field(default_factory=dict)
    """The new keys of own entries whose units have another id now, by their old ones."""
    weak: dict[Key, WeakMatch] = field(default_factory=dict)
    moved: int = 0
    fuzzy: int = 0
    revived: int = 0
    has_incoming: bool = False
    inherited: list[Entry] = field(default_factory=list)
    """The obsolete entries of the catalog under the document's earlier name."""

    def __post_init__(self) -> None:
        self.expected = _first_by_key(self.template.live if self.template else ())
        self.live = _first_by_key(self.catalog.live)
        if refused := self.catalog.refused:
            withheld = refused_messages(refused, self.expected.keys() - self.live.keys())
            self.expected = {
                key: entry for key, entry in self.expected.items() if key not in withheld
            }
        self.merged = {
            key: update_metadata(self.live[key], entry)
            for key, entry in self.expected.items()
            if key in self.live
        }
        self.own = {
            key: entry
            for key, entry in self.live.items()
            if key not in self.expected and self.template and self.occurrences.has(entry)
        }
        self._add_own_entries()

    def _add_own_entries(self) -> None:
        """Bring back own entries whose units have their text again, and move those whose units have
        another id now."""
        for entry in self.obsolete if self.template else ():
            key = key_of(entry)
            is_free = key not in self.own and key not in self.expected
            if is_free and entry.has_translation and self.occurrences.has(entry):
                self.own[key] = edit_entry(entry, replace(entry, obsolete=False))
                self.reused[id(entry)] = False
                self.revived += 1
        taken: dict[str, set[str]] = defaultdict(set)
        for context, msgid in self.own:
            taken[msgid].add(str(context))
        for entry in list(self.orphaned) if self.template else ():
            moved = self.occurrences.relocated(entry, taken[entry.msgid])
            if moved:
                taken[entry.msgid].add(str(moved.context))
                self.own[key_of(moved)] = moved
                self.relocated[key_of(entry)] = key_of(moved)
                self.reused[id(entry)] = False
                self.fuzzy += 1

    @property
    def new_messages(self) -> Iterator[tuple[Key, Entry]]:
        """The template's messages that have no entry yet."""
        return ((key, entry) for key, entry in self.expected.items() if key not in self.merged)

    @property
    def orphaned(self) -> Iterator[Entry]:
        """The live entries with work whose source is gone, without those already reused."""
        return (
            entry
            for key, entry in self.live.items()
            if key not in self.expected
            and key not in self.own
            and entry.has_work
            and id(entry) not in self.reused
        )

    def has_next(self, entries: Sequence[Entry]) -> list[bool]:
        """Whether each of these live entries is directly before the next one in the catalog, and
        both are translated."""
        places = {id(entry): place for place, entry in enumerate(self.catalog.live)}
        return [
            places[id(other)] == places[id(entry)] + 1 and not entry.fuzzy and not other.fuzzy
            for entry, other in pairwise(entries)
        ] + [False] * bool(entries)

    @property
    def obsolete(self) -> Iterator[Entry]:
        """The obsolete entries, the newest first."""
        return (entry for entry in reversed(self.catalog.entries) if entry.obsolete)

    def result(self, live_copies: Mapping[Key, Sequence[Entry]]) -> MergeResult:
        """The document's merged catalog; `live_copies` as `_live_copies` returns them."""
        if self.template is None and not self.reused and live_copies.keys().isdisjoint(self.live):
            return MergeResult(self.catalog, is_gone=self._is_gone(self.catalog))
        live_entries = [
            self.merged.get(key) or replace(entry, gap="\n") for key, entry in self.expected.items()
        ]
        if self.own:
            live_entries = with_own_entries(
                live_entries, self.own.values(), self.catalog.live, self.relocated
            )
        newly_obsolete = [
            make_obsolete(entry)
            for entry in (*self.orphaned, *_duplicates(self.catalog.live, self.live))
            if not any(
                is_contained_in(entry, other) for other in live_copies.get(key_of(entry), ())
            )
        ]
        carried_over = self.moved + self.fuzzy + self.revived
        merged = self._merged_catalog(live_entries, [*self.inherited, *newly_obsolete])
        return MergeResult(
            merged,
            kept=len(self.merged) + len(self.own) - carried_over,
            moved=self.moved,
            fuzzy=self.fuzzy,
            added=len(self.expected) - len(self.merged),
            revived=self.revived,
            obsolete=len(newly_obsolete),
            outgoing=tuple(
                make_obsolete(entry) for entry in self.catalog.entries if self.reused.get(id(entry))
            ),
            has_incoming=self.has_incoming,
            is_gone=self._is_gone(merged),
        )

    def _is_gone(self, catalog: Catalog) -> bool:
        return (
            self.template is None
            and not catalog.refused
            and not any(entry.obsolete or entry.has_work for entry in catalog.entries)
        )

    def _merged_catalog(
        self, live_entries: Sequence[Entry], newly_obsolete: Sequence[Entry]
    ) -> Catalog:
        old_texts = [entry.raw for entry in self.catalog.live]
        if (
            not newly_obsolete
            and not self.reused
            and [entry.raw for entry in live_entries] == old_texts
        ):
            # A missing newline at the end stays too, and so do obsolete entries among live ones.
            return self.catalog
        entries = (*self._with_old_obsolete(live_entries), *newly_obsolete)
        # The last entry of a file may end without a newline.
        merged = replace(
            self.catalog,
            header=with_final_newline(self.catalog.header),
            entries=(*map(with_final_newline, entries[:-1]), *entries[-1:]),
        )
        return with_refused(merged, self.catalog)

    def _with_old_obsolete(self, live_entries: Sequence[Entry]) -> list[Entry]:
        """The live entries, and each obsolete one behind the live entry that it followed.

        Those behind the last live entry of the file, where gettext has all, are at the end.
        """
        keys = set(map(key_of, live_entries))
        followers: dict[Key | None, list[Entry]] = defaultdict(list)
        between: list[Entry] = []
        place: Key | None = None
        for entry in self.catalog.entries:
            if entry.obsolete and id(entry) not in self.reused:
                between.append(entry)
            elif not entry.obsolete and not entry.fault:
                followers[place] += between
                between = []
                key = self.relocated.get(key_of(entry), key_of(entry))
                place = key if key in keys else place
        placed = followers.pop(None, [])
        for entry in live_entries:
            placed += (entry, *followers.pop(key_of(entry), ()))
        return placed + between


def key_of(entry: Entry) -> Key:
    """The identity of a message."""
    return entry.context, entry.msgid


def _first_by_key(entries: Iterable[Entry]) -> dict[Key, Entry]:
    first_entries: dict[Key, Entry] = {}
    for entry in entries:
        first_entries.setdefault(key_of(entry), entry)
    return first_entries


def _duplicates(entries: tuple[Entry, ...], first_entries: dict[Key, Entry]) -> list[Entry]:
    """Second entries of a key with a translation of their own."""
    return [
        entry
        for entry in entries
        if first_entries[key_of(entry)] is not entry
        and entry.has_work
        and not is_contained_in(entry, first_entries[key_of(entry)])
    ]
