"""A parser of PO files: invalid text is refused with its line and never guessed.

The format is described in the GNU gettext manual, "The Format of PO Files", and by what msgfmt 0.21
reads. Babel's and polib's parsers accept truncated, unquoted and conflict-marked files without an
error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import PipelineError
from ..entry import Entry
from .charsets import UTF_8, OriginalLines, codec_of, read_lines
from .entry_block import EntryBlock
from .line_pieces import Piece, read_pieces
from .usual_entries import read_usual_entries

_BOM = "\ufeff"
_CONFLICT_MARK = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_BEHIND_CR = re.compile(r"\r[ \t]*+(?:msg(?:ctxt|id|str)|#,)")
_OPEN_STRING = re.compile(r'[^"\\]*+(?:\\.[^"\\]*+)*+"\s*')  # keeps no places to go back to


class CatalogError(PipelineError):
    """A file that is no catalog: nothing in it can be read without losing or inventing text.

    The message is one line, with the fault and the remedy; `line` is its place, counted from 1.
    """

    def __init__(self, text: str, line: int) -> None:
        super().__init__(text)
        self.line = line


@dataclass(frozen=True)
class FileText:
    """The text of a file, its line end, and what its bytes had besides.

    A text with CRLF or CR throughout has LF instead; a text with CRLF and LF has them as they are.
    """

    text: str
    bom: bool
    newline: str
    originals: OriginalLines


def decode(data: bytes, charset: str = "UTF-8") -> FileText:
    """The text of a file. Raises `CatalogError` when the bytes are not of this charset, or where a
    comment ends with CR in a file of other line ends: the entry would be read as a part of it."""
    try:
        text, originals = read_lines(data, codec_of(charset))
    except UnicodeDecodeError as error:
        raise CatalogError(
            f"not {charset} here; save the file with the encoding UTF-8",
            data.count(b"\n", 0, error.start) + 1,
        ) from None
    except ValueError as error:
        raise CatalogError(f"{error}; save the file with the encoding UTF-8", 1) from None
    bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    if "\r" in text and text.count("\r\n") == text.count("\n") == text.count("\r"):
        return FileText(text.replace("\r\n", "\n"), bom, "\r\n", originals)
    if "\r" in text and "\n" not in text:
        return FileText(text.replace("\r", "\n"), bom, "\r", originals)
    for number, line in enumerate(text.split("\n") if "\r" in text else (), 1):
        if line.lstrip().startswith("#") and _BEHIND_CR.search(line):
            words = "a line ends with CR, as on old Macs; save the file with LF line ends"
            raise CatalogError(words, number)
    return FileText(text, bom, "\n", originals)


def read_entries(text: str, codec: str = UTF_8) -> tuple[list[Entry], str]:
    """The entries of a PO file, refused ones too, and the text after the last one.

    `codec` is that of the bytes which the escapes stand for. Raises `CatalogError` when the file
    has conflict marks.

    The pieces of the lines are put into blocks, one for each entry, and each block is judged whole:
    a block with a fault is an entry with a `fault` and no message. What a block expects decides
    where the next one begins:

    | the block expects | after                               | the next block begins at           |
    |-------------------|-------------------------------------|------------------------------------|
    | a source          | comments, `msgctxt`                 | nothing                            |
    | a translation     | `msgid`, `msgid_plural`             | a comment; a keyword after a blank |
    |                   |                                     | line                               |
    | nothing           | `msgstr`                            | a comment, `msgctxt`, `msgid`      |
    | anything          | text that is no comment, keyword or | a comment or keyword after a blank |
    |                   | string                              | line                               |

    Where a fault hides the border of two entries, they are one refused block. So no translation
    comes to the wrong source, and no comment that says "fuzzy" is lost.
    """
    if mark := _CONFLICT_MARK.search(text):
        raise CatalogError(
            "an unresolved merge conflict; keep one side and delete the marks",
            text.count("\n", 0, mark.start()) + 1,
        )
    entries, end, line = read_usual_entries(text, 0, 1)
    while end < len(text):
        blocks = _Blocks(text, end)
        blank, usual = True, list[Entry]()
        for piece in read_pieces(text, end, line, codec):
            if piece is not None:
                blocks.add(piece, blank)
            elif not blank and blocks.is_complete:
                usual, *rest = read_usual_entries(text, *blocks.border)
                if usual:
                    break
            blank = piece is None
        others, end = blocks.finish()
        entries += others
        if not usual:
            break
        entries += usual
        end, line = rest
    return entries, text[end:]


class _Blocks:
    """The blocks of a file while it is read. The last one of `finished` may be opened again."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start = text, start
        self.finished: list[EntryBlock] = []
        self.current: EntryBlock | None = None

    def add(self, piece: Piece, after_blank: bool) -> None:
        """Add the next piece to the block that it belongs to."""
        current, has_flags = self.current, False
        if current is not None and self._continues_the_one_before(current, piece):
            # A comment inside an entry: both parts are one block.
            before = self.finished.pop()
            has_flags = "#," in current.comments
            before.absorb(current, "a comment inside an entry; are lines above it missing?")
            self.current = current = before
        if current is None or self._begins_a_block(current, piece, after_blank):
            new = EntryBlock(piece, after_blank)
            if current is not None:
                new.shares_line = not after_blank and current.last_line == piece.line
                new.is_suspect = current.expects == "translation"
                self._close(current)
            self.current = current = new
        current.append(piece, after_blank, self._promises_source(current, piece))
        if has_flags:
            # They may be of the next entry, which must not be read without them.
            current.expects = "source"

    @property
    def is_complete(self) -> bool:
        """Whether the last block expects nothing more than a blank line or the next entry."""
        current = self.current
        return current is not None and current.expects == "nothing" and not current.is_domain

    @property
    def border(self) -> tuple[int, int]:
        """The place and the line behind the last block."""
        if self.current is None:
            return self.start, 1
        end = self.current.end
        return end, self.current.line + self.text.count("\n", self.current.start, end)

    def finish(self) -> tuple[list[Entry], int]:
        """The entries, and the place behind the last one.

        Comments after the last entry belong to no message; they are kept unchanged.
        """
        if self.current is not None and not self.current.is_comments:
            self._close(self.current)
        entries, end = [], self.start
        for block in self.finished:
            if block.is_domain and not block.fault:
                continue  # its line belongs to the gap before the next entry
            entries.append(block.to_entry(self.text, self.text[end : block.start]))
            end = block.end
        return entries, end

    def _close(self, block: EntryBlock) -> None:
        """Judge a block, and join it with those before it if their border is not known."""
        block.judge(self.text)
        start, first, is_broken = len(self.finished), block, bool(block.fault)
        while start:
            before = self.finished[start - 1]
            joined = first.shares_line and (is_broken or before.fault)
            lacks_border = first.is_suspect and (
                first.has_inner_blank or first is not block or first.repeats(before)
            )
            if not joined and not lacks_border:
                break
            start, first, is_broken = start - 1, before, True
        if first is block:
            self.finished.append(block)
            return
        for later in (*self.finished[start + 1 :], block):
            first.absorb(later, "the entry before it is not complete, so both are left out")
        first.judge(self.text)
        self.finished[start:] = [first]

    def _continues_the_one_before(self, current: EntryBlock, piece: Piece) -> bool:
        """Whether comments, read as the start of an entry, were inside the one before."""
        if not current.is_comments or not self.finished or piece.kind in ("comment", "stray"):
            return False
        if piece.kind == "keyword" and piece.name in ("msgid", "msgctxt", "domain"):
            return False
        before = self.finished[-1]
        return before.expects == "translation" or not current.after_blank or before.has_inner_blank

    def _begins_a_block(self, current: EntryBlock, piece: Piece, after_blank: bool) -> bool:
        if current.expects == "source":
            return False
        if piece.kind == "comment":
            return current.expects != "anything" or after_blank
        separated = after_blank and not current.has_inner_blank
        if piece.kind == "stray":
            return (
                separated
                and current.expects != "translation"
                and not _OPEN_STRING.fullmatch(self.text, piece.start, piece.end)
            )
        if piece.kind != "keyword":
            return False
        if piece.name in ("msgid", "msgctxt", "domain"):
            return current.expects == "nothing" or after_blank
        if current.expects == "nothing" and separated:
            return not current.accepts_form(piece.name)
        return False

    def _promises_source(self, current: EntryBlock, piece: Piece) -> bool:
        """Whether a stray line may be a damaged `msgctxt`, `msgid` or comment of the next source.

        Then the next source belongs to the block also after a blank line.
        """
        if piece.kind != "stray" or current.expects == "translation":
            return False
        if current.expects == "source":
            return True
        line = self.text[piece.start : piece.end].strip()
        return _is_damaged_source(line) or _is_damaged_flag(line)


def _is_damaged_source(line: str) -> bool:
    """Whether it has a quoted text behind a word with a letter of `msgctxt` or `msgid`.

    Letters of `msgstr` do not count, since a damaged translation says nothing of the next source,
    and neither does one letter at the quotation mark, which is a slip in a line of any kind.
    """
    head, quotation_mark, text = line.partition('"')
    words = head.split()
    return (
        bool(quotation_mark and words and text[:1].strip())
        and not ("msgstr" in head or "\\" in head or len(head) == 1)
        and not set("cxid").isdisjoint(words[-1])
    )


def _is_damaged_flag(line: str) -> bool:
    return any(flag.strip(' \t#.,:|"') == "fuzzy" for flag in line.split(","))
