"""The result of an update for one catalog."""

from __future__ import annotations

from dataclasses import dataclass

from ..catalog import Catalog, Entry


@dataclass(frozen=True)
class MergeResult:
    """The merged catalog and what happened to its messages.

    `moved` counts messages from other documents. `outgoing` are the entries that moved to other
    documents, as obsolete entries; `has_incoming` says whether entries came from others. A writer
    of several catalogs keeps `outgoing` in the file until the other file is written, so that a
    kill loses nothing. With `is_gone`, the document is gone, and all that people wrote is in other
    catalogs; `new_domain` is the document that has the catalog now, if one has it as a whole.
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
    new_domain: str = ""
