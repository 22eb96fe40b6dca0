"""Entries: the messages of a PO file, each with its exact text in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import polib

from ..model.unit import message_key


@dataclass(frozen=True)
class Fault:
    """Why a block of lines is refused: the line, a reason with its remedy, and the line's text.

    `header` has the readable fields if the block is a header.
    """

    line: int
    reason: str
    quote: str
    header: str = ""

    def __str__(self) -> str:
        text = "".join(
            letter if letter.isprintable() else repr(letter)[1:-1] for letter in self.quote
        )
        return f"cannot read this: {text} - {self.reason}"


@dataclass(frozen=True)
class Entry:
    """One entry: its text in the file (`raw`) and the parsed fields.

    `gap` is the white space before it. `previous` is the source text that a fuzzy translation
    was written for, with its plural and its context in `previous_plural` and `previous_context`.
    `plural` holds the translations of a message with plural forms.

    An entry with a `fault` could not be read: it has `raw` alone and no message, and every stage
    keeps its bytes. A header with a `fault` has the fields that could be read.
    """

    raw: str
    line: int = 0
    gap: str = "\n"
    msgid: str = ""
    msgstr: str = ""
    context: str | None = None
    msgid_plural: str | None = None
    plural: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: str | None = None
    previous_context: str | None = None
    previous_plural: str | None = None
    obsolete: bool = False
    fault: Fault | None = None

    @property
    def key(self) -> str:
        """The key of the message in compiled catalogs."""
        return message_key(self.context, self.msgid)

    @property
    def fuzzy(self) -> bool:
        """Whether its translation must be checked by a person."""
        return "fuzzy" in self.flags

    @property
    def has_translation(self) -> bool:
        """Whether it has a translation, complete or not."""
        return bool(self.msgstr) or any(self.plural)

    @property
    def has_work(self) -> bool:
        """Whether a translation or a translator's comment would be lost with it."""
        return self.has_translation or any(self.comments)

    @cached_property
    def comment_set(self) -> frozenset[str]:
        """The translators' comments, for comparisons with many other entries."""
        return frozenset(self.comments)


def write_entry(entry: Entry) -> Entry:
    """The entry with new text from its fields, one line for each string, written by polib."""
    po_entry = polib.POEntry(
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        msgctxt=entry.context,
        msgid_plural=entry.msgid_plural or "",
        msgstr_plural=dict(enumerate(entry.plural)),
        comment="\n".join(entry.extracted),
        tcomment="\n".join(entry.comments),
        occurrences=[(reference, "") for reference in entry.references],
        flags=list(entry.flags),
        previous_msgid=entry.previous,
        previous_msgctxt=entry.previous_context,
        previous_msgid_plural=entry.previous_plural,
        obsolete=entry.obsolete,
    )
    # wrapwidth=0: polib breaks long addresses when it wraps, and with one line for each string a
    # later change to the string is one line in a diff.
    lines = po_entry.__unicode__(wrapwidth=0).split("\n")
    if entry.plural and entry.msgid_plural == "":
        # polib takes an empty plural for none.
        mark = "#~ " if entry.obsolete else ""
        lines.insert(lines.index(next(_first_forms(lines, mark))), f'{mark}msgid_plural ""')
    return replace(entry, raw="\n".join(lines))


def _first_forms(lines: Iterable[str], mark: str) -> Iterator[str]:
    return (line for line in lines if line.startswith(f"{mark}msgstr[0]"))


def with_final_newline(entry: Entry) -> Entry:
    """The entry with a newline at its end, which the last line of a file may lack."""
    return entry if entry.raw.endswith("\n") else replace(entry, raw=entry.raw + "\n")
