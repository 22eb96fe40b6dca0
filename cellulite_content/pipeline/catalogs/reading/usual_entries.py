r"""Usual entries: those that most files consist of, read whole with one pattern.

A usual entry is live and has no plural forms: comments, `msgctxt` or none, `msgid` and `msgstr`,
each with strings in lines of their own, after a blank line and before one. Its escapes are `\n`,
`\"` and `\\`. All other text is read by the slower parser (`po_parser`), which gives equal entries
for usual ones too: a test compares the two.
"""

from __future__ import annotations

import re
from typing import Any

from ..entry import Entry
from .entry_block import comment_fields
from .line_pieces import split_comment

# `(?>(…)*)` and not `(…)*+`, which loses its place before Python 3.11.5 when a part of the group
# fails (https://github.com/python/cpython/issues/106052).
_STRINGS = r'"[^\n]*"\n(?>(?:"[^\n]*"\n)*)'
_ENTRY = re.compile(
    r"((?>(?:#(?!~)[^\n]*\n)*))"
    rf"(?:msgctxt ({_STRINGS}))?"
    rf"msgid ({_STRINGS})"
    rf"msgstr ({_STRINGS})"
    # What is behind the blank line begins an entry: a string or a form would belong to this one.
    r'(?=\Z|\n++(?:\Z|#(?!~)|#~\||(?:#~ )?msg(?:id|ctxt) "))'
)
_GAP = re.compile(r"\n*+")
_BACKSLASH, _QUOTE = "\x00", "\x01"
"""What stands for an escaped backslash and quotation mark while a text is decoded."""


def read_usual_entries(text: str, place: int, line: int) -> tuple[list[Entry], int, int]:
    """The usual entries in a row that begin at `place`, which is in line `line` of the text.

    The text before is nothing or ends with a blank line. Returns the entries with the place and the
    line behind the last one.
    """
    entries: list[Entry] = []
    match_gap, match_entry = _GAP.match, _ENTRY.match
    while True:
        gap = match_gap(text, place)
        start = gap.end() if gap else place
        if (match := match_entry(text, start)) is None:
            break
        comments, context, source, translation = match.groups()
        decoded_source, decoded = _decode(source), _decode(translation)
        decoded_context = None if context is None else _decode(context)
        if decoded_source is None or decoded is None or (context and decoded_context is None):
            break
        line += start - place
        raw = match[0]
        entries.append(
            Entry(
                raw=raw,
                line=line,
                gap=text[place:start],
                msgid=decoded_source,
                msgstr=decoded,
                context=decoded_context,
                **_comment_fields(comments),
            )
        )
        line += raw.count("\n")
        place = match.end()
    return entries, place, line


def _decode(strings: str) -> str | None:
    """The text of the lines of strings; None if the slower parser must read them."""
    text = strings[1:-2]
    if "\\" not in text:
        joined = text.replace('"\n"', "")
        return None if '"' in joined else joined
    if _BACKSLASH in text or _QUOTE in text:
        return None
    text = text.replace("\\\\", _BACKSLASH).replace('\\"', _QUOTE).replace('"\n"', "")
    text = text.replace("\\n", "\n")
    if '"' in text or "\\" in text:
        return None
    return text.replace(_BACKSLASH, "\\").replace(_QUOTE, '"')


def _comment_fields(lines: str) -> dict[str, Any]:
    comments: dict[str, list[str]] = {}
    for line in lines.split("\n")[:-1]:
        mark, comment = split_comment(line)
        if mark in comments:
            comments[mark].append(comment)
        else:
            comments[mark] = [comment]
    return comment_fields(comments)
