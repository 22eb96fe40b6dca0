"""The merge of translations from other programs into a catalog, message by message."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ...model.unit import message_key, text_digest
from ..catalog import Catalog, Entry
from ..entry_edit import edit_entry
from .fuzzy_match import similar_pairs


class MergeOutcome(StrEnum):
    """What became of a translation."""

    UNCHANGED = "unchanged"
    WRITTEN = "written"
    SOURCE_CHANGED = "source changed"
    """Written as fuzzy, with its own source as the previous one."""
    EMPTY = "empty"
    """It is empty, and the catalog's text stays."""
    CONFLICT = "conflict"
    """The catalog has changed since the export, and its text stays."""
    CONTRADICTION = "contradiction"
    """An earlier one for the same message is another, and is taken."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class IncomingTranslation:
    """A translation from a file, and the digest of what was exported (`translation_digest`).

    Without a digest (`exported` is empty), only empty entries get the translation.
    """

    source: str
    translation: str
    context: str | None = None
    fuzzy: bool = False
    exported: str = ""

    @property
    def key(self) -> str:
        """The key of its message."""
        return message_key(self.context, self.source)

    @property
    def is_untouched(self) -> bool:
        """Whether it is the same as at the export."""
        return self.exported == translation_digest(self.translation, self.fuzzy)


def translation_digest(translation: str, fuzzy: bool) -> str:
    """The digest of a translation with its state: 8 hexadecimal digits."""
    return text_digest(f"{'fuzzy' if fuzzy and translation else ''}\n{translation}")


@dataclass(frozen=True)
class TranslationMerge:
    """The changed entries by key, each with the old one, and what became of each translation.

    An outcome has the key of the entry for which the translation is.
    """

    original: Catalog
    changes: Mapping[str, tuple[Entry, Entry]]
    outcomes: tuple[tuple[MergeOutcome, str], ...]

    @property
    def catalog(self) -> Catalog:
        """The merged catalog."""
        changed = {id(old): new for old, new in self.changes.values()}
        entries = (changed.get(id(entry), entry) for entry in self.original.entries)
        return replace(self.original, entries=tuple(entries))

    def without(self, keys: Container[str]) -> TranslationMerge:
        """The merge in which the entries with these keys stay as they were."""
        kept = {key: pair for key, pair in self.changes.items() if key not in keys}
        return replace(self, changes=kept)


def merge_translations(
    catalog: Catalog, incoming: Sequence[IncomingTranslation], known: Container[str]
) -> TranslationMerge:
    """Merge translations into a catalog; all other entries keep their bytes.

    A translation that differs from the catalog's is written if the catalog's is empty or the same
    as at the export. If no message has its source any more, it goes to the fuzzy message with this
    previous source, or to the most similar message without a translation, and is fuzzy. Only the
    messages with a key in `known` are changed.
    """
    entries: dict[str, Entry] = {}
    for entry in catalog.live:
        if entry.key in known and not entry.plural and entry.msgid_plural is None:
            entries.setdefault(entry.key, entry)
    original = dict(entries)
    successors = _successors(entries, incoming)
    outcomes = []
    for each in incoming:
        key = each.key if each.key in entries else successors.get(each.key, each.key)
        outcome, new = _merge(entries.get(key), each)
        if outcome is MergeOutcome.CONFLICT and entries[key] is not original[key]:
            outcome = MergeOutcome.CONTRADICTION
        if new is not None:
            entries[key] = new
        outcomes.append((outcome, key))
    changes = {
        key: (original[key], entry) for key, entry in entries.items() if entry is not original[key]
    }
    return TranslationMerge(catalog, changes, tuple(outcomes))


def _successors(
    entries: dict[str, Entry], incoming: Sequence[IncomingTranslation]
) -> dict[str, str]:
    """The key of the message that replaced each message that is gone, as far as there is one."""
    gone = {each.key: each for each in incoming if each.key not in entries and each.translation}
    if not gone:
        return {}
    successors: dict[str, str] = {}
    for key, entry in entries.items():
        if entry.fuzzy and entry.previous is not None:
            previous_key = message_key(entry.previous_context, entry.previous)
            if previous_key in gone:
                successors.setdefault(previous_key, key)
    taken = {each.key for each in incoming}
    rest = [key for key, each in gone.items() if key not in successors and not each.is_untouched]
    free = [key for key, entry in entries.items() if not entry.msgstr and key not in taken]
    pairs = similar_pairs([gone[key].source for key in rest], [entries[key].msgid for key in free])
    return successors | {rest[new]: free[old] for new, old in pairs.items()}


def _merge(entry: Entry | None, incoming: IncomingTranslation) -> tuple[MergeOutcome, Entry | None]:
    """The outcome, and the new entry if it changes."""
    if entry is None and incoming.translation:
        return MergeOutcome.UNKNOWN, None
    if entry is None or incoming.is_untouched:
        return MergeOutcome.UNCHANGED, None
    source_changed = entry.key != incoming.key
    fuzzy = incoming.fuzzy or source_changed
    if not incoming.translation:
        return MergeOutcome.EMPTY if entry.msgstr else MergeOutcome.UNCHANGED, None
    if incoming.translation == entry.msgstr and fuzzy == entry.fuzzy:
        return MergeOutcome.UNCHANGED, None
    digests = {translation_digest(entry.msgstr, entry.fuzzy)}
    if source_changed:  # `update` made it fuzzy
        digests.add(translation_digest(entry.msgstr, False))
    if entry.msgstr and incoming.exported not in digests:
        return MergeOutcome.CONFLICT, None
    previous, previous_context = entry.previous, entry.previous_context
    if source_changed and previous is None:
        previous, previous_context = incoming.source, incoming.context
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    new = replace(
        entry,
        msgstr=incoming.translation,
        flags=("fuzzy", *flags) if fuzzy else flags,
        previous=previous if fuzzy else None,
        previous_context=previous_context if fuzzy else None,
        previous_plural=entry.previous_plural if fuzzy else None,
    )
    outcome = MergeOutcome.SOURCE_CHANGED if source_changed else MergeOutcome.WRITTEN
    return outcome, edit_entry(entry, new)
