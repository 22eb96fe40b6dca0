"""Catalogs of renamed documents: what is left in them goes to the new document's catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .document_merge import DocumentMerge
from .transitions import make_obsolete
from .untouched import is_untouched


def move_renamed_catalogs(documents: Sequence[DocumentMerge]) -> None:
    """Give the catalog of a renamed document to the new document: its header, which names its
    translators, its form (charset, line ends), and its entries that nobody uses, as obsolete ones.

    A document without a template was renamed to one in whose catalog nobody has written anything,
    if that one took most of its translations and comments; where it had none, if that one has most
    of its messages. Where several fit, the one that took the most is first. A catalog with refused
    entries stays.
    """
    old_documents = [
        document
        for document in documents
        if document.template is None
        and document.live
        and not document.catalog.refused
        and not is_untouched(document.catalog)
    ]
    new_documents = [
        document
        for document in (documents if old_documents else ())
        if document.template
        and not document.catalog.has_mixed_line_ends
        and is_untouched(document.catalog)
    ]
    candidates = [
        (taken, origin, target)
        for origin in old_documents
        for target in new_documents
        if (taken := _taken(origin, target))
    ]
    moved: set[DocumentMerge] = set()
    for _, origin, target in sorted(candidates, key=lambda candidate: candidate[0], reverse=True):
        if moved.isdisjoint((origin, target)):
            moved |= {origin, target}
            _move(origin, target)


def _taken(origin: DocumentMerge, target: DocumentMerge) -> tuple[int, int] | None:
    """How many entries with work and how many messages went from a document to another; None unless
    they are most of them."""
    work = {id(entry) for entry in origin.live.values() if entry.has_work}
    taken = len(work & target.incoming)
    messages = len(origin.live.keys() & target.expected.keys())
    is_most = 2 * taken > len(work) if work else 2 * messages > len(origin.live)
    return (taken, messages) if is_most else None


def _move(origin: DocumentMerge, target: DocumentMerge) -> None:
    left = [
        *origin.orphaned,
        *origin.duplicates,
        *(entry for entry in origin.catalog.entries if entry.obsolete),
    ]
    target.earlier_obsolete = [
        make_obsolete(entry) for entry in left if id(entry) not in origin.reused
    ]
    target.catalog = replace(origin.catalog, entries=target.catalog.entries)
    target.incoming |= set(map(id, origin.catalog.entries))
    origin.reused |= {id(entry): True for entry in origin.catalog.entries}
    origin.new_document = target
