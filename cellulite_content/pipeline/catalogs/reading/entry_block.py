"""Blocks: the pieces of one entry while a PO file is read, and their judgement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..entry import Entry, Fault
from .line_pieces import Piece, unescape

Expected = Literal["source", "translation", "nothing", "anything"]

_PREVIOUS = re.compile(r'(msgctxt|msgid_plural|msgid)?[ \t]*"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*')
_RANKS = {"domain": 0, "msgctxt": 1, "msgid": 2, "msgid_plural": 3, "msgstr": 4}
_MAX_QUOTE = 60
"""Characters of a line that a fault quotes."""


@dataclass
class _Statement:
    """A keyword with its strings."""

    name: str
    line: int
    start: int
    texts: list[str]
    obsolete: bool

    @property
    def keyword(self) -> str:
        return self.name.partition("[")[0]

    @property
    def text(self) -> str:
        return "".join(self.texts)


class EntryBlock:
    """The pieces of one entry: from `start` to `end` in the file."""

    def __init__(self, piece: Piece, after_blank: bool) -> None:
        self.start, self.line, self.after_blank = piece.start, piece.line, after_blank
        self.end = self.last_line = 0
        self.expects: Expected = "anything"
        self.has_inner_blank = False
        self.shares_line = False
        """Whether it begins on the line on which the block before it ends."""
        self.is_suspect = False
        """Whether the block before it lacks a translation, which may be in this one."""
        self.fault: Fault | None = None
        self.comments: dict[str, list[str]] = {}
        self.statements: list[_Statement] = []
        self._kinds: set[bool] = set()
        self._bad_piece: tuple[int, int, int, str] | None = None

    @property
    def is_comments(self) -> bool:
        """Whether it has comments only."""
        return not self.statements and self._bad_piece is None

    @property
    def is_domain(self) -> bool:
        """Whether it is a `domain` line, which says nothing here: a file is one domain."""
        return bool(self.statements) and self.statements[0].name == "domain"

    def append(self, piece: Piece, after_blank: bool, promises_source: bool) -> None:
        """Add the next piece. `promises_source`: the next source belongs to the block."""
        self.end, self.last_line = piece.end, piece.line
        if self.statements and after_blank and piece.kind != "comment":
            self.has_inner_blank = True
        if piece.kind == "comment":
            if self.statements:
                self._blame(piece, "a comment inside an entry; are lines above it missing?")
            self.comments.setdefault(piece.name, []).append(piece.text or "")
            self.expects = "source"
            return
        self._kinds.add(piece.obsolete)
        if piece.kind == "keyword":
            self._append_keyword(piece)
        elif piece.kind == "index":
            self._append_index(piece)
        elif piece.kind == "text" and not piece.fault:
            self._append_text(piece)
        elif piece.kind == "stray":
            if promises_source:
                self.expects = "source"
            elif self.expects == "nothing":
                self.expects = "anything"
        if piece.fault:
            self._blame(piece, piece.fault)

    def absorb(self, block: EntryBlock, reason: str) -> None:
        """Add a later block: the border between the two is not known."""
        if self._bad_piece is None:
            self._bad_piece = block._bad_piece or (block.line, block.start, block.end, reason)
        self.end, self.last_line = block.end, block.last_line
        if not block.is_comments:
            self.expects = block.expects
        self.has_inner_blank = True
        self.statements += block.statements
        self._kinds |= block._kinds

    def accepts_form(self, name: str) -> bool:
        """Whether the keyword is the next plural form, or one with its number on the next line."""
        forms = sum(statement.keyword == "msgstr" for statement in self.statements)
        if name == "msgstr":
            return bool(self.statements) and self.statements[-1].name.startswith("msgstr[")
        return bool(forms) and name == f"msgstr[{forms}]"

    def repeats(self, before: EntryBlock) -> bool:
        """Whether it begins with the source at which the block before it ends."""
        return bool(
            self.statements
            and before.statements
            and self.statements[0].text == before.statements[-1].text
        )

    def judge(self, text: str) -> None:
        """Set `fault` if the block is not a valid entry. `text` is the file's."""
        problem = self._bad_piece or self._grammar_problem()
        if problem is None:
            return
        line, start, end, reason = problem
        line_end = text.find("\n", start) + 1 or end
        quote = text[text.rfind("\n", 0, start) + 1 : line_end].strip()
        self.fault = Fault(line, reason, quote[:_MAX_QUOTE], self._readable_header())

    def to_entry(self, text: str, gap: str) -> Entry:
        """The entry, with its fault or with its message. `text` is the file's."""
        raw = text[self.start : self.end]
        if self.fault:
            return Entry(raw, line=self.line, gap=gap, fault=self.fault)
        texts = {statement.name: statement.text for statement in self.statements}
        forms = [part.text for part in self.statements if part.keyword == "msgstr"]
        has_plural = "msgid_plural" in texts
        return Entry(
            raw=raw,
            line=self.line,
            gap=gap,
            msgid=texts["msgid"],
            msgstr=texts.get("msgstr", ""),
            context=texts.get("msgctxt"),
            msgid_plural=texts.get("msgid_plural"),
            plural=tuple(forms) if has_plural else (),
            **comment_fields(self.comments),
            obsolete=True in self._kinds,
        )

    def _append_keyword(self, piece: Piece) -> None:
        texts = [piece.text] if piece.text is not None else []
        self.statements.append(
            _Statement(piece.name, piece.line, piece.start, texts, piece.obsolete)
        )
        keyword = piece.name.partition("[")[0]
        if keyword == "msgctxt" or (keyword == "msgid" and piece.text is None):
            self.expects = "source"
        elif keyword in ("msgstr", "domain"):
            self.expects = "nothing"
        else:
            self.expects = "translation"

    def _append_text(self, piece: Piece) -> None:
        if not self.statements:
            self._blame(piece, "a quoted line before any msgid; delete it")
            return
        self.statements[-1].texts.append(piece.text or "")
        if self.expects == "source" and self.statements[-1].keyword != "msgctxt":
            self.expects = "translation"

    def _append_index(self, piece: Piece) -> None:
        last = self.statements[-1] if self.statements else None
        if last is None or last.name != "msgstr" or last.texts:
            self._blame(piece, "the number of a plural form without its msgstr; correct it")
        else:
            last.name += piece.name

    def _blame(self, piece: Piece, reason: str) -> None:
        """Keep the first fault."""
        if self._bad_piece is None:
            self._bad_piece = piece.line, piece.start, piece.end, reason

    def _grammar_problem(self) -> tuple[int, int, int, str] | None:
        """The line, the place and the reason of the first statement that is not allowed."""
        if not self.statements:
            return None
        rank, names = 0, set[str]()
        for statement in self.statements:
            next_rank = _RANKS[statement.keyword]
            place = statement.line, statement.start, self.end
            if (
                next_rank < rank
                or statement.name in names
                or "domain" in names
                or (next_rank > 2 and "msgid" not in names)
            ):
                return *place, f"{statement.name} is not allowed here; is a line above missing?"
            if not statement.texts:
                return *place, f"{statement.name} has no text in quotation marks; add it"
            names.add(statement.name)
            rank = next_rank
        if names == {"domain"}:
            return None
        first = self.statements[0]
        place = first.line, first.start, self.end
        if len(self._kinds) > 1:
            return *place, "only some of its lines have #~; is the entry cut off here?"
        if rank < _RANKS["msgstr"]:
            return *place, "the entry has no msgstr; is the file cut off here?"
        forms = [part.name for part in self.statements if part.keyword == "msgstr"]
        numbered = [f"msgstr[{number}]" for number in range(len(forms))]
        if forms != (numbered if "msgid_plural" in names else ["msgstr"]):
            return *place, (
                "a text in msgid_plural goes together with msgstr[0], msgstr[1] …, and msgid "
                "alone with msgstr"
            )
        return None

    def _readable_header(self) -> str:
        """The readable fields if the block is a header, else an empty string."""
        texts: list[str] = []
        for statement in self.statements:
            if (
                statement.obsolete
                or statement.name == "msgctxt"
                or (statement.name == "msgid" and texts)
            ):
                break
            if statement.name == "msgid" and statement.texts and statement.texts[0]:
                break
            texts += statement.texts
        return "".join(texts)


def comment_fields(comments: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The fields of an entry that are in its comments, by name; `comments` are texts by mark."""
    fields: dict[str, Any] = {}
    if own := comments.get("#"):
        fields["comments"] = tuple(own)
    if extracted := comments.get("#."):
        fields["extracted"] = tuple(extracted)
    if references := comments.get("#:"):
        fields["references"] = tuple(" ".join(references).split())
    if lines := comments.get("#,"):
        flags = (flag.strip() for line in lines for flag in line.split(","))
        fields["flags"] = tuple(filter(None, flags))
    if previous := comments.get("#|"):
        fields["previous"] = _previous(previous, "msgid")
        fields["previous_context"] = _previous(previous, "msgctxt")
        fields["previous_plural"] = _previous(previous, "msgid_plural")
    return fields


def _previous(lines: Iterable[str], name: str) -> str | None:
    """The text of a keyword in `#|` lines, or None; unreadable lines are ignored."""
    pieces: list[str] = []
    keyword = ""
    for line in lines:
        match = _PREVIOUS.fullmatch(line)
        if match is None:
            keyword = line.partition(" ")[0] if not line.startswith('"') else keyword
            continue
        keyword = match[1] or keyword
        if keyword == name:
            try:
                pieces.append(unescape(match[2]))
            except ValueError:
                pieces.append(match[2])
    return "".join(pieces) if pieces else None
