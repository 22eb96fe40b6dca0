"""Transitions: what becomes of an entry when its source changes, goes, or comes back."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from ..entry import Entry
from ..entry_edit import edit_entry


def update_metadata(entry: Entry, template: Entry) -> Entry:
    """The entry with the template's comments, references and flags.

    It is unchanged if they are equal, and else only in their lines. With another plural it is
    fuzzy.
    """
    plurals = entry.msgid_plural, template.msgid_plural
    if None not in plurals and plurals[0] != plurals[1]:
        if entry.has_translation:
            return make_fuzzy(entry, template)
        entry = edit_entry(entry, replace(entry, msgid_plural=template.msgid_plural))
    # A template that was not read from a file may have references with spaces, or empty ones.
    references = tuple(" ".join(template.references).split())
    flags = _merged_flags(entry, template)
    old = entry.extracted, entry.references, entry.flags
    if old == (template.extracted, references, flags):
        return entry
    return edit_entry(
        entry,
        replace(entry, extracted=template.extracted, references=references, flags=flags),
    )


def revive(entry: Entry, template: Entry) -> Entry:
    """The entry made live again, in its old place or in another document."""
    return update_metadata(edit_entry(entry, replace(entry, obsolete=False)), template)


def _merged_flags(entry: Entry, template: Entry) -> tuple[str, ...]:
    new = (flag for flag in template.flags if flag not in entry.flags and flag != "fuzzy")
    return (*entry.flags, *dict.fromkeys(new))


def make_fuzzy(entry: Entry, template: Entry) -> Entry:
    """The template's message with the entry's translation, marked fuzzy.

    If the entry was fuzzy itself, its previous source stays. Flags that people set stay too; flags
    that describe the source come from the template.
    """
    kept_flags = (flag for flag in entry.flags if not flag.endswith("-format"))
    previous = entry.context, entry.msgid, entry.msgid_plural
    if entry.fuzzy and entry.previous:
        previous = entry.previous_context, entry.previous, entry.previous_plural
    return edit_entry(
        entry,
        replace(
            entry,
            msgid=template.msgid,
            context=template.context,
            msgid_plural=template.msgid_plural,
            extracted=template.extracted,
            references=template.references,
            flags=tuple(dict.fromkeys(("fuzzy", *kept_flags, *template.flags))),
            previous_context=previous[0],
            previous=previous[1],
            previous_plural=previous[2],
            obsolete=False,
        ),
    )


def copy_translation(entry: Entry) -> Entry:
    """The entry without its comments and flags, for another message that gets its translation."""
    return edit_entry(entry, replace(entry, gap="\n", comments=(), flags=()))


def join(entries: Sequence[Entry]) -> Entry:
    """The entries as one, for a message that has all their texts; flags are left out."""
    if len(entries) == 1:
        return entries[0]
    text = ""
    for entry in entries:
        # Chinese and Japanese have no spaces between sentences.
        is_spaced = text and unicodedata.east_asian_width(text[-1]) not in "WF"
        text += f" {entry.msgstr}" if is_spaced else entry.msgstr
    joined = replace(
        entries[0],
        gap="\n",
        msgid=" ".join(entry.msgid for entry in entries),
        msgstr=text,
        comments=tuple(dict.fromkeys(line for entry in entries for line in entry.comments)),
        flags=(),
    )
    return edit_entry(entries[0], joined)


def make_obsolete(entry: Entry) -> Entry:
    """The entry as an obsolete one, with its translation and translators' comments."""
    return edit_entry(entry, replace(entry, obsolete=True, gap="\n", extracted=(), references=()))


def is_contained_in(entry: Entry, other: Entry) -> bool:
    """Whether `other` has the translation and all translators' comments of `entry`."""
    return (
        (entry.msgstr, entry.plural, entry.fuzzy, entry.previous)
        == (other.msgstr, other.plural, other.fuzzy, other.previous)
    ) and other.comment_set.issuperset(entry.comments)
