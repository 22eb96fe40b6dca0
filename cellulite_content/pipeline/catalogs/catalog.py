"""Catalogs: PO files as values. Only this module reads and writes their bytes.

A file is read strictly, as a list of entries, and each entry keeps its text. Unchanged entries are
written back byte for byte: polib and Babel, which write whole files, rewrap lines and drop comments
that they do not know. An entry that cannot be read is in the list with its fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .entry import Entry, Fault, write_entry
from .po_parser import CatalogError, decode, read_entries

__all__ = ["Catalog", "CatalogError", "Entry", "Fault", "parse_catalog", "write_entry"]

_BOM = "\ufeff"
_CHARSET = re.compile(r"^Content-Type:.*charset=utf-?8\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Catalog:
    """A PO file: its header and its entries in order, live, obsolete and refused ones.

    `bom` and `newline` record how the file was written, and it is written in the same way.
    """

    header: Entry
    entries: tuple[Entry, ...]
    tail: str = ""
    bom: bool = False
    newline: str = "\n"

    def field(self, name: str) -> str:
        """A field of the header, or an empty string."""
        for line in self.header.msgstr.split("\n"):
            key, colon, value = line.partition(":")
            if colon and key.strip().lower() == name.lower():
                return value.strip()
        return ""

    @property
    def live(self) -> tuple[Entry, ...]:
        """The messages: the entries that are neither obsolete nor refused."""
        return tuple(entry for entry in self.entries if not entry.obsolete and not entry.fault)

    @property
    def refused(self) -> tuple[Entry, ...]:
        """The entries with a fault, and the header if it has one."""
        return tuple(entry for entry in (self.header, *self.entries) if entry.fault)

    @property
    def faults(self) -> Iterator[Fault]:
        """The faults of its entries and of its header."""
        return (entry.fault for entry in self.refused if entry.fault)

    @property
    def has_mixed_line_ends(self) -> bool:
        """Whether some of its lines end with CRLF and others with LF."""
        return any("\r" in entry.raw for entry in (self.header, *self.entries))

    def to_bytes(self) -> bytes:
        """The file's bytes; unchanged entries have the bytes that were read."""
        text = "".join(entry.gap + entry.raw for entry in (self.header, *self.entries))
        text = (_BOM if self.bom else "") + text + self.tail
        return text.replace("\n", self.newline).encode()


def parse_catalog(data: bytes) -> Catalog:
    """Parse the bytes of a PO file; entries that cannot be read are refused with their lines.

    Raises `CatalogError` if the file is no catalog: it is not UTF-8, has conflict marks or no
    header.
    """
    text, bom, newline = decode(data)
    entries, tail = read_entries(text)
    header, rest = _split_header(entries)
    if not _CHARSET.search(header.msgstr):
        line = header.fault.line if header.fault else header.line
        raise CatalogError('the header must say "Content-Type: text/plain; charset=UTF-8"', line)
    checked_entries = tuple(
        entry if entry.msgid or entry.obsolete or entry.context is not None or entry.fault
        else _refuse(entry, 'a second header (msgid ""); delete it')
        for entry in rest
    )  # fmt: skip
    return Catalog(header, checked_entries, tail, bom, newline)


def _split_header(entries: list[Entry]) -> tuple[Entry, list[Entry]]:
    """The header and the entries after it. Raises `CatalogError`.

    Lines that cannot be read above the header become a part of the white space before it; a
    header of which a line cannot be read has the other lines' fields.
    """
    skipped: list[Entry] = []
    for number, entry in enumerate(entries):
        if entry.fault and not entry.fault.header:
            skipped.append(entry)
            continue
        if entry.msgid or entry.obsolete or entry.context is not None:
            break
        header = replace(entry, msgstr=entry.fault.header) if entry.fault else entry
        if skipped:
            gap = "".join(each.gap + each.raw for each in skipped) + entry.gap
            header = replace(header, gap=gap, fault=skipped[0].fault)
        return header, entries[number + 1 :]
    raise CatalogError('the header is missing; a catalog begins with msgid "" and its fields', 1)


def _refuse(entry: Entry, reason: str) -> Entry:
    """The entry without its message, and with a fault."""
    quote = next((line for line in entry.raw.split("\n") if "msgid" in line), "")
    line = entry.line + entry.raw.partition("msgid")[0].count("\n")
    fault = Fault(line, reason, quote.strip())
    return Entry(entry.raw, entry.line, entry.gap, fault=fault)
