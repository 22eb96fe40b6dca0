"""The entries that a locale's documents have after the update: what deleted ones need not keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..catalog import Catalog, Entry
from .occurrences import Key, key_of
from .transitions import is_contained_in
from .untouched import is_header_in


class RemainingEntries:
    """The entries, live and obsolete, and the headers of the documents that have a template."""

    def __init__(self, entries: Iterable[Entry] = (), catalogs: Sequence[Catalog] = ()) -> None:
        self._entries: dict[Key, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._entries[key_of(entry)].append(entry)
        self._catalogs = catalogs

    def has(self, entry: Entry) -> bool:
        """Whether one of them is the same message with its translation and its comments."""
        others = self._entries.get(key_of(entry), ())
        return any(is_contained_in(entry, other) for other in others)

    def has_header(self, catalog: Catalog) -> bool:
        """Whether one of the catalogs has the header of this one, and the comments at its end."""
        return any(is_header_in(catalog, other) for other in self._catalogs)
