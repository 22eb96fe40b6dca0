"""Occurrences: the units of a document, for entries that translate one of them alone.

A translator may add an entry whose context (`msgctxt`) is a unit's id: its own entry. No template
has it, so the list of unit ids says whether it still has its text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ...model.project import Project
from ...model.toml_file import read_project_file
from ...model.unit import text_digest
from ..catalog import Entry
from ..file_checks import is_missing
from .transitions import make_fuzzy

Key = tuple[str | None, str]
"""The identity of a message in a catalog: its context and its source text."""

_LIMIT = 64 * 1024**2
"""The largest size of the list of unit ids, which this program writes."""


def key_of(entry: Entry) -> Key:
    """The identity of an entry's message."""
    return entry.context, entry.msgid


_DIGITS = 10
"""More digits are no unit's number: translators may write anything into a context."""


_MAX_PLACES = 200
"""The most units with one text that are compared: a translator may write thousands of entries."""


@dataclass(frozen=True)
class Occurrences:
    """The units of a document: the digests of their texts, by id."""

    digests: Mapping[str, str] = field(default_factory=dict)

    def has(self, entry: Entry) -> bool:
        """Whether it is the own entry of a unit that has its text."""
        digest = None if entry.context is None else self.digests.get(entry.context)
        return digest is not None and digest == text_digest(entry.msgid)

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        """The ids of units by the digests of their texts, in reading order."""
        ids: dict[str, list[str]] = defaultdict(list)
        for id, digest in self.digests.items():
            ids[digest].append(id)
        return ids

    def relocated(self, entry: Entry, taken: Collection[str]) -> Entry | None:
        """The own entry of a unit that has another id now, as fuzzy; None where it is not clear
        which unit that is.

        It is the nearest of the same kind in its section that has the text and is not `taken`, or
        else the only one in the document. It may be another unit, if this one was deleted, so that
        a person must confirm it. A text with very many units has none.
        """
        all_ids = self._ids.get(text_digest(entry.msgid), ()) if is_unit_id(entry.context) else ()
        if not 0 < len(all_ids) <= _MAX_PLACES:
            return None
        ids = [id for id in all_ids if id not in taken]
        kind, number = _kind_and_number(str(entry.context))
        distances = {
            id: (abs(other_number - number), -other_number)
            for id in ids
            for other_kind, other_number in [_kind_and_number(id)]
            if other_kind == kind
        }
        if not distances and len(ids) != 1:
            return None
        new_id = min(distances, key=distances.__getitem__) if distances else ids[0]
        return make_fuzzy(entry, replace(entry, context=new_id))


def is_unit_id(context: str | None) -> bool:
    """Whether a context has the form of a unit's id, which no context of a source has."""
    return context is not None and "/" in context


def _kind_and_number(id: str) -> tuple[str, int]:
    """The section and the kind of a unit, and its number there."""
    kind, _, number = id.rpartition("-")
    is_number = number.isascii() and number.isdigit() and len(number) < _DIGITS
    return kind, int(number) if is_number else 0


def read_occurrences(project: Project) -> dict[str, Occurrences]:
    """The units of each document, from the list of unit ids; none where there is no list."""
    if is_missing(project, project.unit_ids):
        return {}
    documents: dict[str, dict[str, str]] = defaultdict(dict)
    text = read_project_file(project.root, project.unit_ids, _LIMIT).decode(errors="replace")
    for line in text.splitlines():
        name, _, digest = line.partition("\t")
        domain, _, id = name.partition("#")
        documents[domain][id] = digest
    return {domain: Occurrences(digests) for domain, digests in documents.items()}


def with_own_entries(
    entries: Sequence[Entry],
    own: Iterable[Entry],
    old: Sequence[Entry],
    relocated: Mapping[Key, Key],
) -> list[Entry]:
    """The entries with the own ones among them: each behind the entry that it followed in `old`,
    or else behind the first with its text. `relocated` are new keys by old ones."""
    places = {(entry.context, entry.msgid): number for number, entry in enumerate(entries, 1)}
    first_places: dict[str, int] = {}
    for number, entry in enumerate(entries, 1):
        first_places.setdefault(entry.msgid, number)
    own_by_key = {(entry.context, entry.msgid): entry for entry in own}
    followers: dict[int, list[Entry]] = defaultdict(list)
    place = 0
    for old_entry in old:
        key = old_entry.context, old_entry.msgid
        key = relocated.get(key, key)
        if key in own_by_key:
            followers[place].append(own_by_key.pop(key))
        else:
            place = places.get(key, place)
    for entry in own_by_key.values():
        followers[first_places.get(entry.msgid, len(entries))].append(entry)
    result = followers[0]
    for number, entry in enumerate(entries, 1):
        result += (entry, *followers[number])
    return result
