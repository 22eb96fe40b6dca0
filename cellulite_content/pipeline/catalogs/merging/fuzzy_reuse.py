"""Fuzzy reuse: new messages get the translations of similar sources, marked fuzzy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..entry import Entry
from .document_merge import DocumentMerge, WeakMatch
from .fuzzy_match import AreClose, most_similar, similar_pairs
from .joined_match import similar_runs
from .occurrences import key_of
from .transitions import copy_translation, join, make_fuzzy

_Place = tuple[DocumentMerge, Entry]
"""An entry, and the document that has it."""

_SURE = 90
"""With this similarity or more, no text that is still used is compared with a new one too."""

_MIN_GAIN = 3
"""How much more similar a text that is still used is than a deleted one that it replaces.

In the history of a manual (`scripts/benchmark.py replay`) three more offers were right; 0 and 5
gave the same."""


def reuse_similar_or_joined(document: DocumentMerge) -> None:
    """Give each new message the translation of a similar deleted source of its document, as fuzzy,
    or those of several sources that followed each other, such as paragraphs that were joined.
    """
    new = _by_kind((document, entry) for _, entry in document.new_messages)
    old = _by_kind(
        (document, entry) for entry in (document.orphaned if new else ()) if entry.has_translation
    )
    for kind, places in new.items():
        entries = [entry for _, entry in old[kind]]
        has_plural = kind[1]
        runs = similar_runs(
            _texts(places),
            _texts(old[kind]),
            [False] * len(entries) if has_plural else document.has_next(entries),
            _closeness(places, old[kind]),
        )
        for position, (similarity, positions) in runs.items():
            message, found = places[position][1], [entries[place] for place in positions]
            document.merged[key_of(message)] = make_fuzzy(join(found), message)
            document.fuzzy += 1
            if len(found) == 1:
                document.reused[id(found[0])] = False
                if similarity < _SURE:
                    document.weak[key_of(message)] = WeakMatch(message, found[0], similarity)


def reuse_similar(documents: Sequence[DocumentMerge]) -> None:
    """Give each new message the translation of a similar deleted source of any document, as fuzzy.

    Messages of a catalog in which nobody has written anything are new to documents that are gone:
    Weblate may have made it. Obsolete entries are not used: old ones mislead more than they help.
    """
    _reuse_similar(
        [(document, entry) for document in documents for _, entry in document.new_messages],
        documents,
    )
    deleted = [document for document in documents if document.template is None]
    _reuse_similar(
        [
            (document, entry)
            for document in (documents if deleted else ())
            if document.catalog.entries and not document.has_work
            for _, entry in document.empty_messages
        ],
        deleted,
    )


def _reuse_similar(messages: Sequence[_Place], origins: Sequence[DocumentMerge]) -> None:
    new = _by_kind(messages)
    old = _by_kind(
        (document, entry)
        for document in (origins if new else ())
        for entry in document.orphaned
        if entry.has_translation
    )
    for kind, places in new.items():
        pairs = similar_pairs(_texts(places), _texts(old[kind]), _closeness(places, old[kind]))
        for position, old_position in pairs.items():
            (target, message), (origin, entry) = places[position], old[kind][old_position]
            target.merged[key_of(message)] = make_fuzzy(entry, message)
            target.fuzzy += 1
            if target is not origin:
                target.incoming.add(id(entry))
            origin.reused[id(entry)] = target is not origin


def copy_similar(documents: Sequence[DocumentMerge]) -> None:
    """Give each new message that got none, or that of a much less similar source, a copy of the
    translation of a similar source, as fuzzy: of one that is still used, or that another message
    got, such as the first half of a paragraph that was split.
    """
    new = _by_kind(
        (document, entry)
        for document in documents
        for entry in (
            *(entry for _, entry in document.new_messages),
            *(match.message for match in document.weak.values()),
        )
    )
    old = _by_kind(
        (document, entry)
        for document in documents
        for entry in (document.live.values() if new else ())
        if entry.has_translation and not entry.fuzzy
    )
    for kind, places in new.items():
        matches = most_similar(_texts(places), _texts(old[kind]), _closeness(places, old[kind]))
        for position, (similarity, old_position) in matches.items():
            (target, message), (_, entry) = places[position], old[kind][old_position]
            weak = target.weak.pop(key_of(message), None)
            if weak and similarity < weak.similarity + _MIN_GAIN:
                continue
            if weak:
                del target.reused[id(weak.entry)]
                target.fuzzy -= 1
            target.merged[key_of(message)] = make_fuzzy(copy_translation(entry), message)
            target.fuzzy += 1


def _by_kind(places: Iterable[_Place]) -> dict[tuple[str | None, bool], list[_Place]]:
    """Entries by what similar messages must have in common: the context, and whether they have a
    plural, as a translation does not fit other forms."""
    groups: dict[tuple[str | None, bool], list[_Place]] = defaultdict(list)
    for document, entry in places:
        groups[entry.context, entry.msgid_plural is not None].append((document, entry))
    return groups


def _texts(places: Sequence[_Place]) -> list[str]:
    return [entry.msgid for _, entry in places]


def _closeness(new: Sequence[_Place], old: Sequence[_Place]) -> AreClose:
    """Whether two entries are in the same file, as far as their references say so."""

    def are_close(position: int, old_position: int) -> bool:
        (document, entry), (old_document, old_entry) = new[position], old[old_position]
        files, old_files = _files(entry), _files(old_entry)
        return document is old_document and not (
            files and old_files and files.isdisjoint(old_files)
        )

    return are_close


def _files(entry: Entry) -> set[str]:
    return {reference.rpartition(":")[0] for reference in entry.references}
