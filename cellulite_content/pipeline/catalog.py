"""PO files: the only door to their bytes.

A file is read as a row of entries, strictly (GNU gettext manual, "The Format of PO Files"), and
each entry keeps its text. What a stage does not change is written back byte for byte: polib and
Babel, which write whole files, rewrap lines and drop comments that they do not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import polib

_BOM = "\ufeff"
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]\])?)[ \t]*(".*)')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ESCAPES_OF_POLIB = {"v": "\v", "b": "\b", "f": "\f"}
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_CHARSET = re.compile(r"^Content-Type:.*charset=utf-?8\s*$", re.IGNORECASE | re.MULTILINE)


class CatalogError(Exception):
    """A PO file that cannot be read without losing or inventing text.

    Its words are one line: what is wrong and what to do; `line` is where (counted from 1).
    """

    def __init__(self, text: str, line: int) -> None:
        super().__init__(text)
        self.line = line


@dataclass(frozen=True)
class Entry:
    """One entry with its text as the file has it (`raw`) and what it says.

    `gap` is the white space before it. `previous` is the source text that a fuzzy translation
    was written for. `plural` holds the translations of a message with plural forms.
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
    obsolete: bool = False

    @property
    def fuzzy(self) -> bool:
        """Whether its translation waits for a person's look."""
        return "fuzzy" in self.flags

    @property
    def has_translation(self) -> bool:
        """Whether somebody has written something here."""
        return bool(self.msgstr) or any(self.plural)


@dataclass(frozen=True)
class Catalog:
    """A PO file: its header and its entries in order, live ones and obsolete ones.

    `bom` and `newline` say how its bytes were written, so that they are written so again.
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
        """The file's bytes; entries that no stage changed stand as they were read."""
        text = "".join(entry.gap + entry.raw for entry in (self.header, *self.entries))
        text = (_BOM if self.bom else "") + text + self.tail
        return text.replace("\n", self.newline).encode()


@dataclass
class _Fields:
    """What the lines of one entry have said so far."""

    lines: list[str] = field(default_factory=list)
    line: int = 0
    gap: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""
    comments: dict[str, list[str]] = field(default_factory=dict)
    obsolete: bool = False

    @property
    def complete(self) -> bool:
        return any(key.startswith("msgstr") for key in self.texts)


def parse_catalog(data: bytes) -> Catalog:
    """The catalog that the bytes of a PO file hold. Raises `CatalogError`."""
    text, bom, newline = _decode(data)
    entries, tail = _entries(text)
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


def _decode(data: bytes) -> tuple[str, bool, str]:
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


def _entries(text: str) -> tuple[list[Entry], str]:
    done: list[Entry] = []
    current = _Fields()
    blank = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(" \t"):
            blank += line + "\n"
            continue
        content, obsolete = _without_obsolete_mark(line)
        starts = content.startswith(("#", "msgid ", "msgid\t", 'msgid"', "msgctxt"))
        if (current.complete and starts) or (current.texts and obsolete != current.obsolete):
            done.append(_entry(current))
            current = _Fields()
        if not current.lines:
            current.gap, current.line = blank, number
        elif blank:
            current.lines.append(blank[:-1])
        blank = ""
        current.lines.append(line)
        current.obsolete = current.obsolete or obsolete
        _read(current, content, number)
    # The last line's end is the file's: `split` leaves one empty piece behind it.
    end, tail = "\n" if blank else "", blank[:-1]
    if current.lines and not current.texts:
        # Comments behind the last entry belong to no message; they are kept as they are.
        return done, current.gap + "\n".join(current.lines) + end + tail
    if current.lines:
        last = _entry(current)
        done.append(replace(last, raw=last.raw.removesuffix("\n") + end))
    return done, tail


def _without_obsolete_mark(line: str) -> tuple[str, bool]:
    """The line without `#~`; an obsolete entry's previous source (`#~|`) reads as a live one's."""
    if line.startswith("#~|"):
        return "#" + line[2:], True
    if line.startswith("#~"):
        return line[2:].lstrip(" \t"), True
    return line, False


def _read(current: _Fields, content: str, number: int) -> None:
    if content.startswith("#"):
        mark = content[:2] if content[1:2] in (".", ":", ",", "|") else "#"
        current.comments.setdefault(mark, []).append(content[len(mark) :].strip(" \t"))
        return
    if content.startswith('"'):
        if not current.last:
            raise CatalogError("a quoted line before any msgid; delete it", number)
        current.texts[current.last].append(_unquote(content, number))
        return
    if content.startswith(_CONFLICT):
        raise CatalogError(
            "an unresolved merge conflict; keep one side and delete the marks", number
        )
    keyword = _KEYWORD.fullmatch(content)
    if not keyword:
        raise CatalogError(
            f"cannot read {content[:40]!r}; text must stand in quotation marks behind msgid or "
            "msgstr, one line a piece",
            number,
        )
    name = keyword[1]
    if name in current.texts or (name.startswith("msgstr") and "msgid" not in current.texts):
        raise CatalogError(f"{name} where none may stand; is a line above missing?", number)
    current.texts[name] = [_unquote(keyword[2], number)]
    current.last = name


def _unquote(quoted: str, number: int) -> str:
    match = _QUOTED.fullmatch(quoted)
    if not match:
        raise CatalogError(
            "the quotation marks do not close, or a quotation mark inside lacks its backslash",
            number,
        )

    def character(escape: re.Match[str]) -> str:
        try:
            return _ESCAPES[escape[1]]
        except KeyError:
            raise CatalogError(
                f"the escape \\{escape[1]} is unknown; for a backslash write \\\\", number
            ) from None

    return _ESCAPE.sub(character, match[1])


def _entry(fields: _Fields) -> Entry:
    texts = {name: "".join(pieces) for name, pieces in fields.texts.items()}
    comments = fields.comments
    if "msgid" not in texts or not fields.complete:
        raise CatalogError("the entry has no msgstr; is the file cut off here?", fields.line)
    plural = "msgid_plural" in texts
    forms = sorted(name for name in texts if name.startswith("msgstr"))
    wanted = [f"msgstr[{number}]" for number in range(len(forms))] if plural else ["msgstr"]
    if forms != wanted or texts.get("msgid_plural") == "":
        raise CatalogError(
            "a text in msgid_plural goes together with msgstr[0], msgstr[1] …, and msgid alone "
            "with msgstr",
            fields.line,
        )
    return Entry(
        raw="\n".join(fields.lines) + "\n",
        line=fields.line,
        gap=fields.gap,
        msgid=texts["msgid"],
        msgstr=texts.get("msgstr", ""),
        context=texts.get("msgctxt"),
        msgid_plural=texts.get("msgid_plural"),
        plural=tuple(texts[form] for form in forms) if plural else (),
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
        obsolete=fields.obsolete,
    )


def _previous(lines: Iterable[str]) -> str | None:
    """The previous msgid of `#|` lines, or None. What is unreadable there harms nobody."""
    pieces: list[str] = []
    name = ""
    for line in lines:
        keyword = _KEYWORD.fullmatch(line)
        name = keyword[1] if keyword else name
        quoted = _QUOTED.fullmatch(keyword[2] if keyword else line)
        if quoted and name == "msgid":
            pieces.append(_ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[0]), quoted[1]))
    return "".join(pieces) if pieces else None


def write_entry(entry: Entry) -> Entry:
    """The entry with the text that its fields say, one line a string, through polib."""
    block = polib.POEntry(
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
        obsolete=entry.obsolete,
    )
    # wrapwidth=0: polib breaks long addresses apart when it wraps, and a whole line a string
    # keeps a later change to the string one line of diff.
    lines = block.__unicode__(wrapwidth=0).split("\n")
    return replace(entry, raw="\n".join(map(_without_escapes_of_polib, lines)))


def _without_escapes_of_polib(line: str) -> str:
    """The line with a control character itself where polib writes an escape that is not ours."""
    if line.startswith("#") and not line.startswith(("#|", "#~")):
        return line
    return _ESCAPE.sub(lambda escape: _ESCAPES_OF_POLIB.get(escape[1], escape[0]), line)


def write_file(path: Path, data: bytes) -> None:
    """Write beside, then rename: a reader or a kill sees the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    beside.write_bytes(data)
    beside.replace(path)
