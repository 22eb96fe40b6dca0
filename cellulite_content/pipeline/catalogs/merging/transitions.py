"""Transitions: what becomes of an entry when its source changes, goes, or comes back."""

from __future__ import annotations

from dataclasses import replace

from ..entry import Entry
from ..entry_edit import edit_entry


def update_metadata(entry: Entry, template: Entry) -> Entry:
    """The entry with the template's comments, references and flags.

    It is unchanged if they are equal, and else only in their lines.
    """
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
    return edit_entry(
        entry,
        replace(
            entry,
            obsolete=False,
            extracted=template.extracted,
            references=template.references,
            flags=_merged_flags(entry, template),
        ),
    )


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


def make_obsolete(entry: Entry) -> Entry:
    """The entry as an obsolete one, with its translation and translators' comments."""
    return edit_entry(entry, replace(entry, obsolete=True, gap="\n", extracted=(), references=()))


def is_contained_in(entry: Entry, other: Entry) -> bool:
    """Whether `other` has the translation and all translators' comments of `entry`."""
    return (
        (entry.msgstr, entry.plural, entry.fuzzy, entry.previous)
        == (other.msgstr, other.plural, other.fuzzy, other.previous)
    ) and other.comment_set.issuperset(entry.comments)
