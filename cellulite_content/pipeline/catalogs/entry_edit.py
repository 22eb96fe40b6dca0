"""Edits of an entry: the lines of changed fields, with every other byte as it was.

People review catalogs as diffs. Where a reference, an author's comment or a flag changes, the
wrapping of the texts, the translators' comments and the order of the lines stay. The rules for
`#=`, flags as in `#,`, are those of the gettext manual, "PO File Format Evolution".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from .entry import Entry, write_entry
from .reading.line_pieces import split_comment

_MARKS = ("#", "#.", "#:", "#,", "#|")
"""The kinds of comments in the order in which GNU gettext writes them."""

_MARKS_BY_START = {**{mark: mark for mark in _MARKS}, "#=": "#,"}

_PAGE = 79
"""Columns up to which GNU gettext writes references on one line."""

_SPACE = " \t\r\f\v\n"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PLAIN_LINE = re.compile(
    r"[ \t]*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]{1,6}\])?)(?![\w$])[ \t]*)?"
    r'(?:"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"[ \t]*)?\r?\n?'
)
"""A keyword, a string, or both. Other lines are legal too; see `edit_entry`."""
_OBSOLETE_MARK = re.compile(r"[ \t]*#~ ?")

_Write = Callable[[str, Sequence[str], Sequence[str], str], list[str]]
"""Writes lines whose values change: the mark, the old lines, the new values, the line end."""


def edit_entry(old: Entry, new: Entry) -> Entry:
    """`new` with the text of `old`, in which only the lines of changed fields are written.

    `old.raw` must be the text of its fields, as in an entry that was read or written. If the
    source, the translation or the state of an entry with unusual lines changes, such as one line
    for two strings, all of it is written anew.
    """
    lines, statements = _split(old.raw)
    source: Iterable[str] | None = None
    if not statements or old.obsolete or new.obsolete or _texts(old) != _texts(new):
        segments = _segments(_without_marks(statements) if old.obsolete else statements)
        if not segments:
            return write_entry(new)
        source = (segments.get(name, "") for name in ("msgctxt", "msgid", "msgid_plural"))
        statements = "".join(_changed_segments(old, new, segments))
    end = "\r\n" if old.raw.partition("\n")[0].endswith("\r") else "\n"
    if old.comments != new.comments:
        lines = _with_values(lines, "#", new.comments, end, _write_texts)
    if old.extracted != new.extracted:
        lines = _with_values(lines, "#.", new.extracted, end, _write_texts)
    if old.references != new.references:
        lines = _with_references(lines, new.references, end)
    if old.flags != new.flags:
        lines = _with_flags(lines, new.flags, end)
    if _previous(old) != _previous(new):
        is_own = source is not None and _previous(new) == (old.context, old.msgid, old.msgid_plural)
        previous = "".join(source or ()) if is_own else _written_previous(new)
        lines = _with_previous(lines, previous, end)
    if old.obsolete or new.obsolete:
        lines = [_with_previous_mark(line, new.obsolete) for line in lines]
        statements = _with_marks(statements) if new.obsolete else statements
    flags = tuple(flag for line in lines if _mark(line) == "#," for flag in _values(line))
    return replace(new, flags=flags, raw="".join((*lines, statements)))


def _split(raw: str) -> tuple[list[str], str]:
    """The lines above the first keyword, comments and blank ones, and the text from there on."""
    lines: list[str] = []
    start = 0
    for match in _LINE.finditer(raw):
        if not _mark(match[0]) and match[0].strip(_SPACE) not in ("", "#~"):
            break
        lines.append(match[0])
        start = match.end()
    return lines, raw[start:]


def _previous(entry: Entry) -> tuple[str | None, str | None, str | None]:
    return entry.previous_context, entry.previous, entry.previous_plural


# Comments


def _mark(line: str) -> str:
    """The mark of a comment line, or an empty string."""
    start = line.lstrip(_SPACE)[:3]
    if start[:2] == "#~":
        return "#|" if start == "#~|" else ""
    return _MARKS_BY_START.get(start[:2], "#") if start[:1] == "#" else ""


def _values(line: str) -> list[str]:
    """What a comment line has: references, flags, or one text."""
    mark, text = split_comment(line.lstrip(_SPACE))
    if mark == "#:":
        return text.split()
    if mark == "#,":
        return [flag.strip() for flag in text.split(",") if flag.strip()]
    return [text]


def _with_values(
    lines: list[str], mark: str, new: Sequence[str], end: str, write: _Write
) -> list[str]:
    """The lines, those of the mark with new values.

    The first and the last of them stay as long as their values do; `write` writes those between.
    """
    places = _places(lines, mark)
    old = [_values(lines[place]) for place in places]
    first, start, last, stop = 0, 0, len(old), len(new)
    while first < last and list(new[start : start + len(old[first])]) == old[first]:
        start += len(old[first])
        first += 1
    while first < last and list(new[max(start, stop - len(old[last - 1])) : stop]) == old[last - 1]:
        stop -= len(old[last - 1])
        last -= 1
    written = write(mark, [lines[place] for place in places[first:last]], new[start:stop], end)
    place = places[first - 1] + 1 if first else _place(lines, mark)
    return _with_lines(lines, places[first:last], written, place)


def _with_lines(
    lines: list[str], places: Sequence[int], written: Sequence[str], place: int
) -> list[str]:
    """The lines with others in these places: each in its own, or all in the first if there are more
    or fewer; without places, at `place`."""
    if len(written) == len(places):
        own = dict(zip(places, written, strict=True))
        return [own.get(number, line) for number, line in enumerate(lines)]
    place, gone = (places[0] if places else place), set(places)
    kept = [line for number, line in enumerate(lines) if number not in gone]
    return [*kept[:place], *written, *kept[place:]]


def _places(lines: Sequence[str], mark: str) -> list[int]:
    return [place for place, line in enumerate(lines) if _mark(line) == mark]


def _place(lines: Sequence[str], mark: str) -> int:
    """Where gettext has lines of the mark: above the first of its own or of a later kind."""
    later = _MARKS[_MARKS.index(mark) :]
    marks = (place for place, line in enumerate(lines) if _mark(line) in later)
    return next(marks, len(lines))


def _write_texts(mark: str, old: Sequence[str], values: Sequence[str], end: str) -> list[str]:
    """A line for each text; the old line where its text stays."""
    written = [f"{mark} {value}".rstrip() + end for value in values]
    if len(old) == len(values):
        pairs = zip(old, values, written, strict=True)
        return [line if _values(line) == [value] else new for line, value, new in pairs]
    return written


def _with_references(lines: list[str], new: Sequence[str], end: str) -> list[str]:
    """The lines with other references; a layout that GNU gettext made stays one."""
    places = _places(lines, "#:")
    old = [reference for place in places for reference in _values(lines[place])]
    if len(old) != len(new) and [lines[place] for place in places] == _filled(old, end):
        return _with_lines(lines, places, _filled(new, end), _place(lines, "#:"))
    return _with_values(lines, "#:", new, end, _write_references)


def _filled(references: Iterable[str], end: str) -> list[str]:
    """Lines of up to 79 columns."""
    lines: list[str] = []
    for reference in references:
        if lines and len(lines[-1]) + 1 + len(reference) <= _PAGE:
            lines[-1] += f" {reference}"
        else:
            lines.append(f"#: {reference}")
    return [line + end for line in lines]


def _write_references(mark: str, old: Sequence[str], values: Sequence[str], end: str) -> list[str]:
    """The old lines with other references; if there are more or fewer, one or all on a line."""
    if sum(len(_values(line)) for line in old) == len(values):
        rest = iter(values)
        return [_with_words(line, rest) for line in old]
    if any(len(_values(line)) > 1 for line in old):
        return [f"{mark} {' '.join(values)}{end}"] if values else []
    return [f"{mark} {value}{end}" for value in values]


def _with_words(line: str, words: Iterator[str]) -> str:
    """A line of references with these, and its own white space."""
    start = line.index("#:") + 2
    return line[:start] + re.sub(r"\S+", lambda _: next(words), line[start:])


def _with_flags(lines: list[str], new: Sequence[str], end: str) -> list[str]:
    """The lines with other flags: `#=` lines stay if all of theirs do, and one `#,` line has the
    rest, `fuzzy` in front."""
    places, wanted = _places(lines, "#,"), set(new)
    kept = {
        place
        for place in places
        if lines[place].lstrip(_SPACE).startswith("#=") and wanted.issuperset(_values(lines[place]))
    }
    changed = [place for place in places if place not in kept]
    sticky = {flag for place in kept for flag in _values(lines[place])}
    rest = sorted((flag for flag in new if flag not in sticky), key=lambda flag: flag != "fuzzy")
    written = [f"#, {', '.join(rest)}{end}"] if rest else []
    return _with_lines(lines, changed, written, _place(lines, "#,"))


def _with_previous(lines: list[str], source: str, end: str) -> list[str]:
    """The lines with this previous source, given as the lines of an entry, as `#|`."""
    stripped = (line.strip(_SPACE) for line in _LINE.findall(source))
    written = [f"#| {line}{end}" for line in stripped if line]
    return _with_lines(lines, _places(lines, "#|"), written, len(lines))


def _written_previous(entry: Entry) -> str:
    lines, _ = _split(write_entry(replace(entry, obsolete=False)).raw)
    return "".join(line.removeprefix("#|") for line in lines if _mark(line) == "#|")


def _with_previous_mark(line: str, obsolete: bool) -> str:
    """The line, with the mark of `#|` that live or obsolete entries have."""
    if _mark(line) != "#|":
        return "\n" if line.strip(_SPACE) == "#~" else line
    return line.replace("#~|", "#|", 1).replace("#|", "#~|" if obsolete else "#|", 1)


# Texts


def _texts(entry: Entry) -> tuple[object, ...]:
    return entry.context, entry.msgid, entry.msgid_plural, entry.msgstr, entry.plural


def _texts_by_keyword(entry: Entry) -> dict[str, str | None]:
    forms = {f"msgstr[{number}]": text for number, text in enumerate(entry.plural)}
    source = {"msgctxt": entry.context, "msgid": entry.msgid, "msgid_plural": entry.msgid_plural}
    return {**source, "msgstr": entry.msgstr, **forms}


def _segments(text: str) -> dict[str, str] | None:
    """The lines of each keyword, by keyword; None if a line is unusual."""
    segments: dict[str, list[str]] = {}
    name = ""
    for line in _LINE.findall(text):
        match = _PLAIN_LINE.fullmatch(line)
        name = (match[1] if match else "") or name
        if not match or not name:
            return None
        segments.setdefault(name, []).append(line)
    return {name: "".join(lines) for name, lines in segments.items()}


def _changed_segments(old: Entry, new: Entry, segments: Mapping[str, str]) -> Iterator[str]:
    """The lines of the new texts; those of unchanged ones are the old lines."""
    if _texts(old) == _texts(new):
        yield from (_with_newline(lines) for lines in segments.values())
        return
    old_texts, new_texts = _texts_by_keyword(old), _texts_by_keyword(new)
    written = _segments(_split(write_entry(replace(new, obsolete=False)).raw)[1])
    for name, lines in (written or {}).items():
        is_same = name in segments and old_texts.get(name) == new_texts[name]
        yield _with_newline(segments[name]) if is_same else lines


def _with_newline(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _without_marks(text: str) -> str:
    """The text of an obsolete entry without `#~`."""
    return "".join(_OBSOLETE_MARK.sub("", line, count=1) for line in _LINE.findall(text))


def _with_marks(text: str) -> str:
    """The text with `#~` at each line; blank lines are left out."""
    return "".join(f"#~ {line}" for line in _LINE.findall(text) if line.strip(_SPACE))
