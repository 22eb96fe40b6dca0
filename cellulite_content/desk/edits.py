"""Edits: texts that were saved and can be undone, and texts that are typed and not saved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..pipeline.catalogs.catalog import Catalog
from ..pipeline.catalogs.message_edit import Translation, translated
from .messages import State


@dataclass(frozen=True)
class Edit:
    """A saved edit, so that it can be undone: the texts before and after it."""

    domain: str
    key: str
    before: Translation
    after: Translation


@dataclass(frozen=True)
class Draft:
    """A text that is typed and not saved: its state, and the page with it.

    The page is None if the text changes nothing on it.
    """

    state: State
    page: str | None


def with_translation(catalog: Catalog, key: str, new: Translation) -> Catalog:
    """The catalog with another translation of a message, for the gate: its text stays."""
    entries = (
        translated(entry, new) if entry.key == key and not entry.obsolete else entry
        for entry in catalog.entries
    )
    return replace(catalog, entries=tuple(entries))
