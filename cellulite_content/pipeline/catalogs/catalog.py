"""Catalogs: PO files as values. Only this module reads and writes their bytes.

A file is read strictly, as a list of entries, and each entry keeps its text. Unchanged entries are
written back byte for byte: polib and Babel, which write whole files, rewrap lines and drop comments
that they do not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .entry import Entry, write_entry
from .po_parser import CatalogError, decode, read_entries

__all__ = ["Catalog", "CatalogError", "Entry", "parse_catalog", "write_entry"]

_BOM = "\ufeff"
_CHARSET = re.compile(r"^Content-Type:.*charset=utf-?8\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Catalog:
    """A PO file: its header and its entries in order, live ones and obsolete ones.

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
        """The entries that are not obsolete."""
        return tuple(entry for entry in self.entries if not entry.obsolete)

    def to_bytes(self) -> bytes:
        """The file's bytes; unchanged entries have the bytes that were read."""
        text = "".join(entry.gap + entry.raw for entry in (self.header, *self.entries))
        text = (_BOM if self.bom else "") + text + self.tail
        return text.replace("\n", self.newline).encode()


def parse_catalog(data: bytes) -> Catalog:
    """Parse the bytes of a PO file. Raises `CatalogError`."""
    text, bom, newline = decode(data)
    entries, tail = read_entries(text)
    if not entries or entries[0].msgid or entries[0].obsolete or entries[0].context is not None:
        raise CatalogError(
            'the header is missing; a catalog begins with msgid "" and its fields', 1
        )
    header, *rest = entries
    catalog = Catalog(header, tuple(rest), tail, bom, newline)
    if not _CHARSET.search(header.msgstr):
        raise CatalogError(
            'the header must say "Content-Type: text/plain; charset=UTF-8"', header.line
        )
    for entry in rest:
        if not entry.msgid and not entry.obsolete:
            raise CatalogError('a second header (msgid ""); delete it', entry.line)
    return catalog
