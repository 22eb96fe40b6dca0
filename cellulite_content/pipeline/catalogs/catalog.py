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
from .reading.charsets import (
    UNCHANGED_LINES,
    UTF_8,
    OriginalLines,
    charset_of,
    codec_of,
    write_lines,
)
from .reading.po_parser import CatalogError, FileText, decode, read_entries

__all__ = ["Catalog", "CatalogError", "Entry", "Fault", "parse_catalog", "write_entry"]

_BOM = "\ufeff"
_LARGEST_HEADER = 65536
"""Bytes in which the header of a file in another charset must be, with the comments above it."""

_SAYS_UTF_8 = re.compile(rb"charset=utf-?8", re.IGNORECASE)
_UTF_8_BY_CHANCE = 8
"""A file with so many bytes of UTF-8 after the first of a character is in no other charset: in
EUC-JP, one character in ten is UTF-8 by chance, and fewer in other charsets."""


@dataclass(frozen=True)
class Catalog:
    """A PO file: its header and its entries in order, live, obsolete and refused ones.

    `bom`, `newline` and `originals` record how the file was written, and it is written in the same
    way, in the charset that its header names.
    """

    header: Entry
    entries: tuple[Entry, ...]
    tail: str = ""
    bom: bool = False
    newline: str = "\n"
    originals: OriginalLines = UNCHANGED_LINES

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

    @property
    def charset(self) -> str:
        """The charset that the header names."""
        return charset_of(self.header.msgstr)

    @property
    def is_utf_8(self) -> bool:
        """Whether the charset is UTF-8."""
        return codec_of(self.charset) == UTF_8

    def to_bytes(self) -> bytes:
        """The file's bytes; unchanged entries have the bytes that were read.

        If a new text has a character that the charset lacks, the file becomes UTF-8.
        """
        text = "".join(entry.gap + entry.raw for entry in (self.header, *self.entries))
        text = (_BOM if self.bom else "") + text + self.tail
        codec = codec_of(self.charset) or UTF_8
        try:
            return write_lines(text.replace("\n", self.newline), codec, self.originals)
        except UnicodeEncodeError:
            if codec == UTF_8:
                raise
            return replace(self, header=_in_utf_8(self.header)).to_bytes()


def parse_catalog(data: bytes) -> Catalog:
    """Parse the bytes of a PO file; entries that cannot be read are refused with their lines.

    Raises `CatalogError` if the file is no catalog: it is not in the charset that its header names,
    has conflict marks or no header.
    """
    file, (header, rest, tail) = _read_file(data)
    checked_entries = tuple(
        entry if entry.msgid or entry.obsolete or entry.context is not None or entry.fault
        else _refuse(entry, 'a second header (msgid ""); delete it')
        for entry in rest
    )  # fmt: skip
    return Catalog(header, checked_entries, tail, file.bom, file.newline, file.originals)


def _read_file(data: bytes) -> tuple[FileText, tuple[Entry, list[Entry], str]]:
    """The file's text, read in its charset; and its header, the entries after it, and its end."""
    is_usual = _SAYS_UTF_8.search(data, 0, _LARGEST_HEADER)
    charset = "UTF-8" if is_usual else _declared_charset(data)
    if codec_of(charset) in ("", UTF_8):
        file = decode(data)
        parts = _read_text(file)
        charset = charset_of(parts[0].msgstr)
        if codec_of(charset) == UTF_8:
            return file, parts
        if not codec_of(charset):
            text = 'the header must say "Content-Type: text/plain; charset=UTF-8"'
            raise CatalogError(text, _header_line(parts[0]))
    file = decode(data, charset)
    parts = _read_text(file)
    if _is_utf_8(data):
        text = f"the header says {charset}, and the file is UTF-8; write charset=UTF-8"
        raise CatalogError(text, _header_line(parts[0]))
    return file, parts


def _is_utf_8(data: bytes) -> bool:
    """Whether a file of another charset is certainly UTF-8."""
    try:
        text = data.decode(UTF_8)
    except UnicodeDecodeError:
        return False
    return len(data) - len(text) >= _UTF_8_BY_CHANCE


def _header_line(header: Entry) -> int:
    return header.fault.line if header.fault else header.line


def _read_text(file: FileText) -> tuple[Entry, list[Entry], str]:
    entries, tail = read_entries(file.text, file.originals.codec)
    return *_split_header(entries), tail


def _declared_charset(data: bytes) -> str:
    """The charset that a file's header names; empty for none. All charsets are ASCII there.

    Only the beginning is read: most files that are not UTF-8 are no catalogs.
    """
    try:
        start = decode(data[:_LARGEST_HEADER], "ISO-8859-1")
        return charset_of(_read_text(start)[0].msgstr)
    except CatalogError:
        return ""


def _in_utf_8(header: Entry) -> Entry:
    """The header of the same catalog in UTF-8."""
    charset = charset_of(header.msgstr)
    old, new = f"charset={charset}", "charset=UTF-8"
    if header.raw.count(old) == 1:
        raw = header.raw.replace(old, new)
        return replace(header, raw=raw, msgstr=header.msgstr.replace(old, new))
    if header.fault:
        raise CatalogError(f"a text is not {charset}; save the file as UTF-8", header.line)
    return write_entry(replace(header, msgstr=header.msgstr.replace(old, new)))


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
    if not entries:
        raise CatalogError(
            "the file has no entries; bring back an earlier version of it, or delete it and run "
            "`cellulite-content update`",
            1,
        )
    raise CatalogError('the header is missing; a catalog begins with msgid "" and its fields', 1)


def _refuse(entry: Entry, reason: str) -> Entry:
    """The entry without its message, and with a fault."""
    quote = next((line for line in entry.raw.split("\n") if "msgid" in line), "")
    line = entry.line + entry.raw.partition("msgid")[0].count("\n")
    fault = Fault(line, reason, quote.strip())
    return Entry(entry.raw, entry.line, entry.gap, fault=fault)
