"""Catalogs of renamed documents: what is left in them goes to the new document's catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .document_merge import DocumentMerge
from .transitions import make_obsolete


def inherit_from_renamed(documents: Sequence[DocumentMerge]) -> None:
    """Give the catalog of a renamed document to the new document: its header, which names its
    translators, its form (charset, line ends), and its entries that nobody uses, as obsolete ones.

    A document without a template was renamed to one that had no catalog and has most of its
    messages now. A catalog with refused entries stays.
    """
    heirs = [each for each in documents if each.template and not each.catalog.entries]
    for origin in documents:
        if origin.template or not origin.live or origin.catalog.refused:
            continue
        shares = [(len(origin.live.keys() & heir.merged.keys()), heir) for heir in heirs]
        share, heir = max(shares, key=lambda pair: pair[0], default=(0, origin))
        if 2 * share <= len(origin.live):
            continue
        heirs.remove(heir)
        heir.catalog = replace(origin.catalog, entries=())
        heir.inherited = [
            make_obsolete(entry)
            for entry in (
                *origin.orphaned,
                *(each for each in origin.catalog.entries if each.obsolete),
            )
            if id(entry) not in origin.reused
        ]
        heir.has_incoming = True
        origin.reused |= {id(entry): True for entry in origin.catalog.entries}
