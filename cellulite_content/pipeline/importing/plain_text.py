"""Plain text as blocks of pandoc's tree: paragraphs, headings and lists by their looks.

A short line alone between blank lines, or one with a line of signs below it, is a heading. `•`, `*`
and `-` begin items, and so do numbers, but a single one with a paragraph below is a heading. Where
no space follows a sign, it may be text (`○○さん`): in a paragraph, and for `○` and the like, only
two such lines in a row are items. A line break inside a paragraph is a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .writing.reading import Node

LONGEST_HEADING = 80
"""Characters of a heading that no line of signs follows."""

_SHAPES = "●○■□◆◇"
"""Bullets that texts also use for names that they leave out, and for headings."""

_SIGNS = f"•‣◦▪▫・{_SHAPES}"
_ITEM = re.compile(
    r"(?P<indent>[ \u3000]*)"
    # Some bullets, and the signs behind Chinese and Japanese numbers, need no space.
    r"(?:(?:(?P<bullet>[*·-])|(?P<number>\d{1,9})[.)]) +(?=\S)"
    rf"|(?P<sign>[{_SIGNS}])[ \u3000]*(?=[^\s{_SIGNS}])"
    r"|(?P<digits>\d{1,2})[、．）][ \u3000]*(?=\S))"
)
_UNDERLINE = re.compile(r"(=+|-+|~+|\^+|\*+|#+|_+)\s*")
_LEVELS = {"=": 1, "-": 2}
_NO_HEADING = tuple(".:;,…。、，；：۔।")


class _Group(NamedTuple):
    """Lines without a blank one between them; `item` matches what begins an item, if one does."""

    lines: list[str]
    item: re.Match[str] | None


def read_plain_text(text: str) -> list[Node]:
    """The blocks of a plain text."""
    lines = [line.expandtabs(4).rstrip() for line in re.split(r"\r\n?|\n|\f|\v|\u2029", text)]
    groups = list(_groups(lines))
    blocks: list[Node] = []
    while groups:
        if groups[0].item and not _is_numbered_heading(groups):
            items = _take_items(groups)
            blocks += _lists(items)
        else:
            blocks += _paragraph(groups.pop(0).lines, is_first=not blocks)
    return blocks


def _is_numbered_heading(groups: list[_Group]) -> bool:
    """Whether the first group is one line with a number, and a paragraph follows: `1. Methods`."""
    first, *following = groups[:2]
    return (
        len(first.lines) == 1
        and first.lines[0][:1].isdigit()
        and _is_heading(first.lines[0])
        and bool(following)
        and not following[0].item
        and not following[0].lines[0].startswith((" ", "\u3000"))
    )


def _groups(lines: list[str]) -> Iterator[_Group]:
    """The lines between blank lines; items, and a heading with its line of signs, are apart."""
    group = _Group([], None)
    for number, line in enumerate(lines):
        if _is_heading_with_line(group) or (group.lines and not line.strip()):
            yield group
            group = _Group([], None)
        item = _item(lines, number, in_paragraph=bool(group.lines) and not group.item)
        if group.lines and item:
            yield group
            group = _Group([], None)
        if line.strip() and group.lines:
            group.lines.append(line)
        elif line.strip():
            group = _Group([line], item)
    if group.lines:
        yield group


def _item(lines: list[str], number: int, *, in_paragraph: bool) -> re.Match[str] | None:
    """The match of what begins an item in a line, if one begins there (see above)."""
    match = _ITEM.match(lines[number])
    if match is None or match[0].endswith((" ", "\u3000")):
        return match
    sign = match["sign"]
    if not in_paragraph and not (sign and sign in _SHAPES):
        return match
    neighbours = [*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2]]
    marks = {_mark(other) for other in map(_ITEM.match, neighbours) if other}
    return match if _mark(match) in marks else None


def _mark(match: re.Match[str]) -> str:
    """The sign of an item that needs no space, `1` for a number; else an empty text."""
    return match["sign"] or ("1" if match["digits"] else "")


def _is_heading_with_line(group: _Group) -> bool:
    return len(group.lines) == 2 and not group.item and _is_underlined(*group.lines)


def _is_underlined(line: str, signs: str) -> bool:
    return (
        bool(_UNDERLINE.fullmatch(signs))
        and not _UNDERLINE.fullmatch(line)
        and len(signs.strip()) >= 3
        and abs(len(signs.strip()) - len(line.strip())) <= max(3, len(line) // 2)
    )


def _paragraph(group: list[str], *, is_first: bool) -> Iterator[Node]:
    if len(group) == 2 and _is_underlined(*group):
        yield _heading(_LEVELS.get(group[1].strip()[0], 3), group[0])
    elif len(group) == 1 and _is_heading(group[0]):
        yield _heading(1 if is_first else 2, group[0])
    else:
        kept = [line for line in group if not _is_rule(line)]
        if kept:
            yield {"t": "Para", "c": [_words(" ".join(map(str.strip, kept)))]}


def _is_rule(line: str) -> bool:
    """Whether a line has no words, only signs that divide."""
    return len(line.strip()) > 2 and _UNDERLINE.fullmatch(line.strip()) is not None


def _is_heading(line: str) -> bool:
    text = line.strip()
    has_letter = any(sign.isalpha() for sign in text)
    return has_letter and len(text) <= LONGEST_HEADING and not text.endswith(_NO_HEADING)


def _heading(level: int, text: str) -> Node:
    return {"t": "Header", "c": [level, ["", [], []], [_words(text)]]}


def _words(text: str) -> Node:
    return {"t": "Str", "c": " ".join(text.split(" "))}


@dataclass
class _Item:
    """An item: how far it is indented, its number (0 for a bullet), and its paragraphs."""

    indent: int
    number: int
    paragraphs: list[str]
    below: list[_Item] = field(default_factory=list)


def _take_items(groups: list[_Group]) -> list[_Item]:
    """Remove the groups of a list from the front, and return its items."""
    items: list[_Item] = []
    width = 0
    while groups:
        (first, *rest), match = groups[0]
        text = " ".join([first[match.end() :] if match else first.strip(), *map(str.strip, rest)])
        if match:
            number = int(match["number"] or match["digits"] or 0)
            items.append(_Item(len(match["indent"]), number, [text]))
            width = match.end()
        elif items and len(first) - len(first.lstrip()) >= max(2, min(width, 4)):
            items[-1].paragraphs.append(text)
        else:
            break
        groups.pop(0)
    return items


def _lists(items: list[_Item]) -> Iterator[Node]:
    """The lists of items: one that is indented more belongs to the one before it."""
    top: list[_Item] = []
    parents: list[_Item] = []
    for item in items:
        while parents and parents[-1].indent >= item.indent:
            parents.pop()
        (parents[-1].below if parents else top).append(item)
        parents.append(item)
    yield from _written(top)


def _written(items: list[_Item]) -> Iterator[Node]:
    while items:
        first = items[0]
        count = 1
        while count < len(items) and _continues(first.number, items[count].number, count):
            count += 1
        own, items = items[:count], items[count:]
        contents: list[Any] = [
            [
                *({"t": "Para", "c": [_words(text)]} for text in item.paragraphs),
                *_written(item.below),
            ]
            for item in own
        ]
        if first.number:
            style = [first.number, {"t": "Decimal"}, {"t": "Period"}]
            yield {"t": "OrderedList", "c": [style, contents]}
        else:
            yield {"t": "BulletList", "c": contents}


def _continues(first: int, number: int, count: int) -> bool:
    return number == first + count if first else number == 0
