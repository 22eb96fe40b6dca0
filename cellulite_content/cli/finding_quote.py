"""Quotes of findings: the line of the translation with a mark under the fault, the correction.

Translation editors show no line numbers: people find a message by its words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from ..pipeline.files.printable import UNDRAWN, is_hidden, printable
from ..pipeline.model.finding import Finding

_WIDTH = 72
_CONTEXT = 24
"""The characters shown before the fault, in a line that is cut."""


class FaultLine(NamedTuple):
    """A line of a translation, cut to the screen, and the columns of the fault in it."""

    text: str = ""
    start: int = 0
    end: int = 0


def quoted_lines(finding: Finding) -> Iterator[str]:
    """The line of the translation, and a line that marks the fault in it."""
    line = fault_line(finding)
    if not line.text:
        return
    yield line.text
    fault = line.text[line.start : line.end]
    if not fault:
        return
    if any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in line.text):
        # A terminal shows these letters in another order: no column is right.
        yield f"here: {fault.strip() or fault}"
    else:
        yield " " * _columns(line.text[: line.start]) + "^" * max(1, _columns(fault))


def fault_line(finding: Finding) -> FaultLine:
    """The line of the translation with the fault, or its first line when no place is known."""
    target = finding.target
    if not target.strip() and finding.span is None:
        return FaultLine(_shown(target))
    start, end = finding.span or (0, 0)
    first = target.rfind("\n", 0, start) + 1
    # A line break that is the fault itself is shown with the text after it.
    last = -1 if target[start : start + 1] == "\n" else target.find("\n", start + 1)
    last = len(target) if last < 0 else last
    end = min(end, last)
    begin = max(first, start - _CONTEXT) if last - first > _WIDTH else first
    stop = min(last, max(begin + _WIDTH, min(end, begin + 2 * _WIDTH)))
    before = ("..." if begin > first else "") + _shown(target[begin:start])
    fault = _shown(target[start : min(end, stop)], fault=True)
    after = _shown(target[max(start, min(end, stop)) : stop]) + ("..." if stop < last else "")
    has_place = finding.span is not None
    return FaultLine(
        before + fault + after, len(before), len(before) + len(fault) if has_place else len(before)
    )


def corrected_lines(finding: Finding) -> Iterator[str]:
    """The correction as in a translation editor, and as in a text editor where that differs."""
    text = finding.correction.replace("\n", "\\n")
    if not text or printable(text) != text:  # with escapes, it could not be copied
        return
    yield f"write: {text}"
    escaped = finding.correction.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if escaped != text:
        yield f"in a text editor: {escaped}"


def _shown(text: str, *, fault: bool = False) -> str:
    r"""The text with `\n` and `<U+202E>` for what is not drawn; in a fault, spaces too."""
    return "".join(
        "\\n"
        if character == "\n"
        else f"<U+{ord(character):04X}>"
        if is_hidden(character) or (fault and character not in " " and not _is_drawn(character))
        else character
        for character in text
    )


def _is_drawn(character: str) -> bool:
    return (
        character.isprintable()
        and character not in UNDRAWN
        and not unicodedata.category(character).startswith("M")
    )


def _columns(text: str) -> int:
    """The columns of a terminal that a text takes."""
    return sum(
        0
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
