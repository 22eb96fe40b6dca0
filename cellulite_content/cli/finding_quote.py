"""What the text format of `check` prints below a finding: a quote and a correction.

The quote is the line of the translation with a mark under the fault. Translation editors show no
line numbers, so people find a message by its words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from ..pipeline.files.printable import UNDRAWN, is_hidden, printable
from ..pipeline.model.finding import Finding

_WIDTH = 72
"""The most characters of a quoted line, if the fault itself is not longer."""

_CONTEXT = 24
"""The characters shown before the fault, in a line that is cut."""


class FaultLine(NamedTuple):
    """A line of a translation, cut to `_WIDTH`, and the fault's place in it, as indices.

    `start` equals `end` when the place of the fault is not known.
    """

    text: str = ""
    start: int = 0
    end: int = 0


def quoted_lines(finding: Finding) -> Iterator[str]:
    """The quoted line, and a line with `^` under the fault; nothing for a finding on a file."""
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
    """The lines to copy: the correction for a translation editor, and for a text editor.

    A text editor shows the catalog itself, where quotation marks and backslashes need a backslash;
    the second line is left out when it would be the same. A finding may have no correction.
    """
    text = finding.correction.replace("\n", "\\n")
    if not text or printable(text) != text:  # with escapes, it could not be copied
        return
    yield f"write: {text}"
    escaped = finding.correction.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if escaped != text:
        yield f"in a text editor: {escaped}"


def _shown(text: str, *, fault: bool = False) -> str:
    r"""The text with `\n` for a line break and `<U+202E>` for a character that is not drawn.

    In a fault, unusual spaces and single accents are shown as `<U+...>` too: they may be the fault.
    """
    return "".join(
        "\\n"
        if character == "\n"
        else f"<U+{ord(character):04X}>"
        if is_hidden(character) or (fault and character not in " " and not _is_drawn(character))
        else character
        for character in text
    )


def _is_drawn(character: str) -> bool:
    """Whether a terminal draws something for the character alone."""
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
