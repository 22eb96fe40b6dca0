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
from .merge_result import MergeResult
from .occurrences import Key, Occurrences, key_of, with_own_entries
from .remaining_entries import RemainingEntries
from .transitions import is_contained_in, make_obsolete, update_metadata
from .untouched import has_entries_to_keep, is_standard_header


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
    incoming: set[int] = field(default_factory=set)
    """The entries (by `id`) of other documents that this one took."""
    earlier_obsolete: list[Entry] = field(default_factory=list)
    """The obsolete entries of the catalog under the document's earlier name."""
    new_document: DocumentMerge | None = None
    """The document that has the catalog now, after a rename."""

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
    def empty_messages(self) -> Iterator[tuple[Key, Entry]]:
        """The template's messages whose entries have no translation and no comment."""
        return (
            (key, self.expected[key]) for key, entry in self.merged.items() if not entry.has_work
        )

    @property
    def has_work(self) -> bool:
        """Whether somebody has written a translation or a comment in the catalog."""
        return any(entry.has_work for entry in self.catalog.entries)

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

    @property
    def duplicates(self) -> Iterator[Entry]:
        """Second live entries of a key with work of their own."""
        return (
            entry
            for entry in self.catalog.live
            if (first := self.live[key_of(entry)]) is not entry
            and entry.has_work
            and id(entry) not in self.reused
            and not is_contained_in(entry, first)
        )

    @property
    def remaining(self) -> Iterator[Entry]:
        """The entries that it has after the update, live and obsolete ones.

        One that becomes obsolete is left out of the file if a live one contains it, which is also
        among the locale's remaining entries.
        """
        yield from (*self.merged.values(), *self.own.values(), *self.earlier_obsolete)
        yield from (*self.orphaned, *self.duplicates)
        yield from (entry for entry in self.obsolete if id(entry) not in self.reused)

    def result(self, live_copies: Mapping[Key, Sequence[Entry]]) -> MergeResult:
        """The merged catalog of a document with a template; `live_copies` as `_live_copies`
        returns them."""
        live_entries = [
            self.merged.get(key) or replace(entry, gap="\n") for key, entry in self.expected.items()
        ]
        if self.own:
            live_entries = with_own_entries(
                live_entries, self.own.values(), self.catalog.live, self.relocated
            )
        newly_obsolete = [
            make_obsolete(entry)
            for entry in (*self.orphaned, *self.duplicates)
            if not any(
                is_contained_in(entry, other) for other in live_copies.get(key_of(entry), ())
            )
        ]
        carried_over = self.moved + self.fuzzy + self.revived
        merged = self._merged_catalog(live_entries, [*self.earlier_obsolete, *newly_obsolete])
        return MergeResult(
            merged,
            kept=len(self.merged) + len(self.own) - carried_over,
            moved=self.moved,
            fuzzy=self.fuzzy,
            added=len(self.expected) - len(self.merged),
            revived=self.revived,
            obsolete=len(newly_obsolete),
            outgoing=self._outgoing,
            has_incoming=bool(self.incoming),
        )

    def result_without_template(self, remaining: RemainingEntries) -> MergeResult:
        """The merged catalog of a document that is gone.

        If others have some of its entries, these are left out, and the rest is obsolete. The
        catalog stays as it is if they have none.
        """
        live = [*self.orphaned, *self.duplicates]
        kept = [entry for entry in live if not remaining.has(entry)]
        catalog = self.catalog
        if self.reused or len(kept) < len(live) or not live:
            self.reused |= {id(entry): False for entry in self._obsolete_copies(remaining)}
            if self.reused or kept != live:
                catalog = self._merged_catalog((), list(map(make_obsolete, kept)))
        is_elsewhere = (
            self.new_document is not None
            or is_standard_header(catalog)
            or remaining.has_header(catalog)
        )
        return MergeResult(
            catalog,
            obsolete=0 if catalog is self.catalog else len(kept),
            outgoing=self._outgoing,
            is_gone=is_elsewhere and not has_entries_to_keep(catalog),
        )

    def _obsolete_copies(self, remaining: RemainingEntries) -> Iterator[Entry]:
        return (
            entry
            for entry in self.catalog.entries
            if entry.obsolete and id(entry) not in self.reused and remaining.has(entry)
        )

    @property
    def _outgoing(self) -> tuple[Entry, ...]:
        return tuple(
            make_obsolete(entry) for entry in self.catalog.entries if self.reused.get(id(entry))
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


def _first_by_key(entries: Iterable[Entry]) -> dict[Key, Entry]:
    first_entries: dict[Key, Entry] = {}
    for entry in entries:
        first_entries.setdefault(key_of(entry), entry)
    return first_entries
