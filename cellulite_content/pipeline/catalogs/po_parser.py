"""A strict parser of PO files: invalid text is refused with its line and never guessed.

The format is described in the GNU gettext manual, "The Format of PO Files". Babel's and polib's
parsers accept truncated, unquoted and conflict-marked files without an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..errors import PipelineError
from .entry import Entry

_BOM = "\ufeff"
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]\])?)[ \t]*(".*)')
_QUOTED = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"[ \t]*')  # keeps no places to go back to
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_CONFLICT_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class CatalogError(PipelineError):
    """A PO file that cannot be read without losing or inventing text.

    The message is one line, with the fault and the remedy; `line` is its place, counted from 1.
    """

    def __init__(self, text: str, line: int) -> None:
        super().__init__(text)
        self.line = line


@dataclass
class _PartialEntry:
    """The lines of one entry that were read so far: the state of the parser."""

    lines: list[str] = field(default_factory=list)
    line: int = 0
    gap: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)
    last_keyword: str = ""
    comments: dict[str, list[str]] = field(default_factory=dict)
    obsolete: bool = False

    @property
    def complete(self) -> bool:
        return self.last_keyword.startswith("msgstr")  # nothing may follow it


def decode(data: bytes) -> tuple[str, bool, str]:
    """The text with LF line ends, whether a byte order mark was before it, and its line end.

    Raises `CatalogError` when the bytes are not UTF-8 or the line ends are mixed.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(
            "not UTF-8 here; save the file with the encoding UTF-8",
            data.count(b"\n", 0, error.start) + 1,
        ) from None
    bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    newline = "\n"
    if "\r" in text:
        if text.count("\r\n") == text.count("\n") == text.count("\r"):
            newline, text = "\r\n", text.replace("\r\n", "\n")
        else:
            raise CatalogError(
                "line ends are mixed (a stray carriage return); save the file with LF line ends",
                text.count("\n", 0, text.index("\r")) + 1,
            )
    return text, bom, newline


def read_entries(text: str) -> tuple[list[Entry], str]:
    """The entries of a PO file, and the text after the last one. Raises `CatalogError`.

    A state machine that reads one line at a time, without its `#~`. The current entry is the state:

    | state    | last keyword or comment            | accepts                                     |
    |----------|------------------------------------|---------------------------------------------|
    | start    | none                               | comment, `msgctxt`, `msgid`                 |
    | comments | comment                            | comment, `msgctxt`, `msgid`                 |
    | source   | `msgctxt`, `msgid`, `msgid_plural` | a later keyword of these rows, quoted line  |
    | complete | `msgstr`, `msgstr[n]`              | another `msgstr[n]`, quoted line            |

    A comment leads to "comments" and a keyword to "source" or "complete"; a quoted line continues
    the text of the last keyword. In "complete", a comment, `msgctxt` or `msgid` ends the entry and
    is read again in "start". A change between lines with and without `#~` ends an entry that has
    keywords. Blank lines do not change the state.

    Every other line is an error. So are `msgid_plural` or `msgstr` without a `msgid`, an entry that
    ends in "source", and `msgstr` forms that do not fit `msgid_plural`.
    """
    entries: list[Entry] = []
    current = _PartialEntry()
    blank_lines = ""
    for line_number, line in enumerate(text.split("\n"), 1):
        if not line.strip(" \t"):
            blank_lines += line + "\n"
            continue
        content, obsolete = _without_obsolete_mark(line)
        starts_entry = content.startswith(("#", "msgid ", "msgid\t", 'msgid"', "msgctxt"))
        if (current.complete and starts_entry) or (current.texts and obsolete != current.obsolete):
            entries.append(_finish_entry(current))
            current = _PartialEntry()
        if not current.lines:
            current.gap, current.line = blank_lines, line_number
        elif blank_lines:
            current.lines.append(blank_lines[:-1])
        blank_lines = ""
        current.lines.append(line)
        current.obsolete = current.obsolete or obsolete
        _read_line(current, content, line_number)
    # The newline of the last line: `split` leaves an empty string after it.
    final_newline, tail = "\n" if blank_lines else "", blank_lines[:-1]
    if current.lines and not current.texts:
        # Comments after the last entry belong to no message; they are kept unchanged.
        return entries, current.gap + "\n".join(current.lines) + final_newline + tail
    if current.lines:
        last_entry = _finish_entry(current)
        entries.append(replace(last_entry, raw=last_entry.raw.removesuffix("\n") + final_newline))
    return entries, tail


def _without_obsolete_mark(line: str) -> tuple[str, bool]:
    """The line without `#~`; `#~|` of an obsolete entry becomes `#|`."""
    if line.startswith("#~|"):
        return "#" + line[2:], True
    if line.startswith("#~"):
        return line[2:].lstrip(" \t"), True
    return line, False


def _read_line(current: _PartialEntry, content: str, line_number: int) -> None:
    if content.startswith("#"):
        if current.texts:
            raise CatalogError(
                "a comment inside an entry; are lines above it missing?", line_number
            )
        marker = content[:2] if content[1:2] in (".", ":", ",", "|") else "#"
        current.comments.setdefault(marker, []).append(content[len(marker) :].strip(" \t"))
        return
    if content.startswith('"'):
        if not current.last_keyword:
            raise CatalogError("a quoted line before any msgid; delete it", line_number)
        current.texts[current.last_keyword].append(_unquote(content, line_number))
        return
    if content.startswith(_CONFLICT_MARKERS):
        raise CatalogError(
            "an unresolved merge conflict; keep one side and delete the marks", line_number
        )
    match = _KEYWORD.fullmatch(content)
    if not match:
        raise CatalogError(
            f"cannot read {content[:40]!r}; write text in quotation marks after msgid or "
            "msgstr, on each line",
            line_number,
        )
    keyword = match[1]
    if (
        keyword in current.texts
        or _keyword_rank(keyword) < _keyword_rank(current.last_keyword)
        or _lacks_msgid(current, keyword)
    ):
        raise CatalogError(f"{keyword} is not allowed here; is a line above missing?", line_number)
    current.texts[keyword] = [_unquote(match[2], line_number)]
    current.last_keyword = keyword


def _keyword_rank(keyword: str) -> int:
    """The order of a keyword in an entry."""
    return ("", "msgctxt", "msgid", "msgid_plural", "msgstr").index(keyword.partition("[")[0])


def _lacks_msgid(current: _PartialEntry, keyword: str) -> bool:
    return keyword not in ("msgctxt", "msgid") and "msgid" not in current.texts


def _unquote(quoted: str, line_number: int) -> str:
    match = _QUOTED.fullmatch(quoted)
    if not match:
        raise CatalogError(
            "the quotation marks are not closed, or one inside the text has no backslash; add it",
            line_number,
        )

    def character(escape: re.Match[str]) -> str:
        try:
            return _ESCAPES[escape[1]]
        except KeyError:
            raise CatalogError(
                f"the escape \\{repr(escape[1])[1:-1]} is unknown; for a backslash write \\\\",
                line_number,
            ) from None

    return _ESCAPE.sub(character, match[1]) if "\\" in quoted else match[1]


def _finish_entry(entry: _PartialEntry) -> Entry:
    texts = {name: "".join(pieces) for name, pieces in entry.texts.items()}
    comments = entry.comments
    if "msgid" not in texts or not entry.complete:
        raise CatalogError("the entry has no msgstr; is the file cut off here?", entry.line)
    has_plural = "msgid_plural" in texts
    forms = sorted(name for name in texts if name.startswith("msgstr"))
    expected_forms = (
        [f"msgstr[{number}]" for number in range(len(forms))] if has_plural else ["msgstr"]
    )
    if forms != expected_forms or texts.get("msgid_plural") == "":
        raise CatalogError(
            "a text in msgid_plural goes together with msgstr[0], msgstr[1] …, and msgid alone "
            "with msgstr",
            entry.line,
        )
    return Entry(
        raw="\n".join(entry.lines) + "\n",
        line=entry.line,
        gap=entry.gap,
        msgid=texts["msgid"],
        msgstr=texts.get("msgstr", ""),
        context=texts.get("msgctxt"),
        msgid_plural=texts.get("msgid_plural"),
        plural=tuple(texts[form] for form in forms) if has_plural else (),
        comments=tuple(comments.get("#", ())),
        extracted=tuple(comments.get("#.", ())),
        references=tuple(" ".join(comments.get("#:", ())).split()),
        flags=tuple(
            flag.strip()
            for line in comments.get("#,", ())
            for flag in line.split(",")
            if flag.strip()
        ),
        previous=_previous(comments.get("#|", ())),
        obsolete=entry.obsolete,
    )


def _previous(lines: Iterable[str]) -> str | None:
    """The previous msgid in `#|` lines, or None; unreadable lines are ignored."""
    pieces: list[str] = []
    keyword = ""
    for line in lines:
        match = _KEYWORD.fullmatch(line)
        keyword = match[1] if match else keyword
        quoted = _QUOTED.fullmatch(match[2] if match else line)
        if quoted and keyword == "msgid":
            pieces.append(_ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[0]), quoted[1]))
    return "".join(pieces) if pieces else None
