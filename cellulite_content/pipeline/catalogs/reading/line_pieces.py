"""Pieces of a PO file's lines: comments, keywords with their strings, and text that is neither.

A string never crosses the end of its line (unless a backslash is there), so each line is read
alone, and a line with a fault leaves the next lines readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .charsets import UTF_8

_SPACE = " \t\r\f\v"
_STRING = r'"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)"'
"""With `*+`, the pattern keeps no places to go back to: a long string takes little memory."""

_USUAL_LINE = re.compile(
    r"(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(?:0|[1-9][0-9]{0,5})\])?)[ \t]*)?"
    rf"{_STRING}[ \t]*",
)
"""A keyword with one string, or a string alone: most lines, read without the slower tokens."""

_TOKEN = re.compile(
    rf"[{_SPACE}]*(?:{_STRING}"
    r"|(?P<keyword>msgctxt|msgid_plural|msgid|msgstr|domain)(?![\w$])"
    rf"|\[[{_SPACE}]*(?P<index>[0-9]{{1,6}})[{_SPACE}]*\]"
    r"|(?P<comment>#.*)|(?P<rest>.+))",
    re.DOTALL,
)
_INDEX = re.compile(rf"[{_SPACE}]*\[[{_SPACE}]*([0-9]{{1,6}})[{_SPACE}]*\]")
_COMMENT_MARKS = frozenset({"#.", "#:", "#,", "#|", "#="})
_KEYWORDS = "(msgctxt|msgid_plural|msgid|msgstr|domain)"
_FIRST_KEYWORD = re.compile(rf'{_KEYWORDS}(?![\w$])|"(?:#~[ \t]*)?{_KEYWORDS}[\[\]0-9 \t]*"')
"""A keyword, or one with a wrong quotation mark before it."""

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]+|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {
    **{"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"},
    **{"a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": ""},
}
_UNCLOSED = "the quotation marks are not closed, or one inside the text has no backslash; add it"
_STRAY = "the line is no comment, no keyword and no quoted text; correct its start, or delete it"


class Piece(NamedTuple):
    """A part of a line.

    `kind` is `comment`, `keyword`, `index` (of a plural form, on a line without its keyword),
    `text` (strings that continue the text above), or `stray`. `name` is the keyword, the index, or
    the mark of a comment. `text` is the decoded text, or None for a keyword without a string.
    `start` and `end` are places in the file. A piece with a `fault` is a whole line, and `kind` and
    `name` are those of its start.
    """

    kind: str
    name: str
    text: str | None
    start: int
    end: int
    line: int
    obsolete: bool
    fault: str = ""


class _LineError(Exception):
    """A line that cannot be read, with the reason and the remedy."""


def read_pieces(
    text: str, start: int = 0, number: int = 1, codec: str = UTF_8
) -> Iterator[Piece | None]:
    """The pieces of each line of a PO file in order; None for a blank line or `#~` alone.

    They begin at the place `start`, which is in line `number`. `codec` is that of the bytes which
    escapes stand for.
    """
    length = len(text)
    separate_until = 0
    while start < length:
        end = text.find("\n", start) + 1 or length
        line = text[start:end]
        content = line.strip(_SPACE + "\n")
        if not content or content == "#~":
            yield None
        elif content[0] == "#" and content[1:2] != "~":
            mark, comment = split_comment(line.lstrip(_SPACE))
            yield Piece("comment", mark, comment, start, end, number, False)
        else:
            pieces = _line_pieces(line, start, number, codec)
            if line.endswith("\\\n") and start >= separate_until:
                joined_end = _end_of_joined_lines(text, end)
                joined = _line_pieces(text[start:joined_end], start, number, codec)
                # The end of a line that is cut off behind a backslash must not take the next entry
                # with it: lines are joined only if that makes them readable.
                if any(piece.fault for piece in joined):
                    separate_until = joined_end
                else:
                    pieces = joined
                    number += text.count("\n", end, joined_end)
                    end = joined_end
            yield from pieces
            if not pieces:
                yield None
        start, number = end, number + 1


def split_comment(content: str) -> tuple[str, str]:
    """The mark of a comment (`#`, `#.`, `#:`, `#,` or `#|`), and its text.

    `#=` is read as `#,`: in gettext 1.0, both begin a line of flags.
    """
    mark = content[:2] if content[:2] in _COMMENT_MARKS else "#"
    return mark.replace("=", ","), content[len(mark) :].strip(" \t\r\n")


def unescape(text: str, codec: str = UTF_8) -> str:
    """The text of a string whose escapes are those of C, as msgfmt reads them.

    Raises `ValueError`, with the reason and the remedy, for an unknown escape and for bytes that
    are no text in the file's charset.
    """
    if "\\" not in text:
        return text
    has_bytes = False

    def character(escape: re.Match[str]) -> str:
        nonlocal has_bytes
        code = escape[1]
        if code in _ESCAPES:
            return _ESCAPES[code]
        if code[0] == "x" and len(code) > 1:
            # Only the last two digits count, and a long number would be slow to convert.
            value = int(code[-2:].removeprefix("x"), 16)
        elif code[0] in "01234567":
            value = int(code, 8) & 0xFF
        else:
            raise ValueError(
                f"the escape \\{repr(code)[1:-1]} is unknown; for a backslash write \\\\"
            )
        has_bytes = has_bytes or value > 0x7F
        # Bytes above 0x7F are half of a surrogate pair until the whole text is decoded.
        return chr(value) if value <= 0x7F else chr(0xDC00 + value)

    decoded = _ESCAPE.sub(character, text)
    if not has_bytes:
        return decoded
    try:
        return decoded.encode(codec, "surrogateescape").decode(codec)
    except UnicodeError:
        raise ValueError(
            f"its \\x or octal escapes are not {codec.upper()}; write the characters themselves"
        ) from None


def _end_of_joined_lines(text: str, end: int) -> int:
    """The end of the first line that no backslash joins with the next one."""
    while end < len(text) and text.startswith("\\\n", end - 2):
        end = text.find("\n", end) + 1 or len(text)
    return end


def _line_pieces(line: str, start: int, number: int, codec: str) -> list[Piece]:
    """The pieces of a line that is neither blank nor a plain comment."""
    content = line.lstrip(_SPACE)
    obsolete = content.startswith("#~")
    if obsolete and not content.startswith("#~|"):
        content = content[2:].lstrip(_SPACE)
    usual = _USUAL_LINE.fullmatch(content.rstrip(_SPACE + "\n"))
    end = start + len(line)
    try:
        if usual:
            value = _decode(usual[2], codec)
            kind = "keyword" if usual[1] else "text"
            return [Piece(kind, usual[1] or "", value, start, end, number, obsolete)]
        pieces = list(_tokens(line, len(line) - len(content), start, number, codec, obsolete))
    except _LineError as fault:
        kind, name = _bad_start(content)
        reason = str(fault) if kind != "stray" else _STRAY
        return [Piece(kind, name, None, start, end, number, obsolete, reason)]
    if not pieces:  # `#~` twice
        return []
    pieces[0] = pieces[0]._replace(start=start)
    pieces[-1] = pieces[-1]._replace(end=end)
    return pieces


def _bad_start(content: str) -> tuple[str, str]:
    """The kind and the keyword of a line that cannot be read, as its start says."""
    if keyword := _FIRST_KEYWORD.match(content):
        return "keyword", keyword[1] or keyword[2]
    # A quotation mark that was set before a comment does not make it a text.
    is_text = content.startswith('"') and (content[1:2] != "#" or content.count('"') > 1)
    return ("text" if is_text else "stray"), ""


def _tokens(
    line: str, place: int, start: int, number: int, codec: str, obsolete: bool
) -> Iterator[Piece]:
    """The pieces from `place` on, one for each token. Raises `_LineError`."""
    content_end = len(line.rstrip(_SPACE + "\n"))
    while place < content_end:
        token = _TOKEN.match(line, place, content_end)
        if token is None:  # never: it matches any text that is not white space
            raise _LineError(_STRAY)
        begin, end = start + token.start(), start + token.end()
        begin += len(token[0]) - len(token[0].lstrip(_SPACE))
        place = token.end()
        if token[1] is not None:
            yield Piece("text", "", _decode(token[1], codec), begin, end, number, obsolete)
        elif token["keyword"]:
            name = token["keyword"]
            index = _INDEX.match(line, place, content_end) if name == "msgstr" else None
            if index:
                name, place = f"msgstr[{int(index[1])}]", index.end()
            yield Piece("keyword", name, None, begin, start + place, number, obsolete)
        elif token["index"]:
            form = f"[{int(token['index'])}]"
            yield Piece("index", form, None, begin, end, number, obsolete)
        elif token["comment"] is None:
            raise _LineError(_reason(token["rest"]))
        elif not token["comment"].startswith("#~"):
            mark, comment = split_comment(token["comment"])
            yield Piece("comment", mark, comment, begin, end, number, obsolete)
        elif token["comment"].startswith("#~|"):
            comment = token["comment"][3:].strip(_SPACE)
            yield Piece("comment", "#|", comment, begin, end, number, True)
        else:
            # Behind the mark, the rest of the line is obsolete.
            obsolete = True
            place = token.start("comment") + 2


def _decode(text: str, codec: str) -> str:
    try:
        return unescape(text, codec)
    except ValueError as error:
        raise _LineError(str(error)) from None


def _reason(rest: str) -> str:
    if '"' in rest:
        return _UNCLOSED
    return "text outside of quotation marks; put it in quotation marks, or delete it"
