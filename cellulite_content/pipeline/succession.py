"""Succession: what becomes of an entry when its source moves, comes back, changes or goes."""

from __future__ import annotations

from dataclasses import replace

from .entry import Entry, write_entry


def refreshed(entry: Entry, template: Entry) -> Entry:
    """The entry with the template's comments, references and flags; its bytes when they agree."""
    flags = _flags(entry, template)
    if (entry.extracted, entry.references, entry.flags) == (
        template.extracted,
        template.references,
        flags,
    ):
        return entry
    return write_entry(
        replace(entry, extracted=template.extracted, references=template.references, flags=flags)
    )


def brought_back(entry: Entry, template: Entry) -> Entry:
    """The entry live again in its old place, or for the first time in a new one."""
    return write_entry(
        replace(
            entry,
            obsolete=False,
            extracted=template.extracted,
            references=template.references,
            flags=_flags(entry, template),
        )
    )


def _flags(entry: Entry, template: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*entry.flags, *template.flags)))


def made_fuzzy(entry: Entry, template: Entry) -> Entry:
    """The template's message with the entry's translation, for a person to look at.

    When the entry itself was fuzzy, the source that its translation was written for stays.
    Flags that people set stay too; those that describe the source are the template's.
    """
    own = (flag for flag in entry.flags if not flag.endswith("-format"))
    written_for = entry.previous if entry.fuzzy and entry.previous else entry.msgid
    return write_entry(
        replace(
            template,
            gap=entry.gap,
            msgstr=entry.msgstr,
            plural=entry.plural,
            comments=entry.comments,
            flags=tuple(dict.fromkeys(("fuzzy", *own, *template.flags))),
            previous=written_for,
        )
    )


def retired(entry: Entry) -> Entry:
    """The entry as an obsolete one, with all that people wrote."""
    return write_entry(replace(entry, obsolete=True, gap="\n", extracted=(), references=()))


def says_the_same(entry: Entry, other: Entry) -> bool:
    """Whether `other` holds all that people wrote in `entry`."""
    return (
        (entry.msgstr, entry.plural, entry.fuzzy, entry.previous)
        == (other.msgstr, other.plural, other.fuzzy, other.previous)
    ) and set(entry.comments) <= set(other.comments)


def ended(entry: Entry) -> Entry:
    """The entry with a line end: the last line of a file may lack it."""
    return entry if entry.raw.endswith("\n") else replace(entry, raw=entry.raw + "\n")
