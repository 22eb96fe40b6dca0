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
"""The characters of a line that are quoted; twice as many if the fault is longer. The dots where a
line is cut, and escapes such as `<U+202E>`, are not counted.
"""

_CONTEXT = 24
"""The characters shown before the fault, in a line that is cut."""

_MOST_MARKS = 3
"""The combining marks that a letter of a living script has, as in Hindi or Vietnamese."""


class FaultLine(NamedTuple):
    """A line of a translation, cut as `_WIDTH` says, and the fault's place in it, as indices.

    `start` equals `end` when there is nothing to mark: the place of the fault is not known.
    """

    text: str = ""
    start: int = 0
    end: int = 0


def quoted_lines(finding: Finding) -> Iterator[str]:
    """The quoted line, and a line with `^` under the fault.

    Nothing when the finding has no translation, as for a file.
    """
    # Few runs have findings: rich takes 10 ms to import.
    from rich.cells import cell_len  # noqa: PLC0415

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
        yield " " * cell_len(line.text[: line.start]) + "^" * max(1, cell_len(fault))


def fault_line(finding: Finding) -> FaultLine:
    """The line of the translation with the fault, or its first text when no place is known."""
    target = finding.target
    first_text = len(target) - len(target.lstrip())
    start, end = finding.span or (first_text, first_text)
    first = target.rfind("\n", 0, start) + 1
    # A line break that is the fault itself is shown, as an escape, with the text after it.
    is_line_break = target[start : start + 1] == "\n"
    last = -1 if is_line_break else target.find("\n", start)
    last = len(target) if last < 0 else last
    end = min(end, last)
    begin = max(first, start - _CONTEXT) if last - first > _WIDTH else first
    stop = min(last, max(begin + _WIDTH, min(end, begin + 2 * _WIDTH)))
    before = ("..." if begin > first else "") + _shown(target[begin:start])
    fault = _shown(target[start : min(end, stop)], fault=True)
    after = _shown(target[max(start, min(end, stop)) : stop]) + ("..." if stop < last else "")
    return FaultLine(before + fault + after, len(before), len(before) + len(fault))


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

    In a fault, unusual spaces are shown so too, and combining marks that follow no character, white
    space, or three other marks: they may be the fault.
    """
    shown: list[str] = []
    marks = _MOST_MARKS
    for character in text:
        if unicodedata.category(character).startswith("M"):
            marks += 1
        else:
            marks = _MOST_MARKS if character.isspace() else 0
        is_odd = marks > _MOST_MARKS or (character != " " and not _is_drawn(character))
        if character == "\n":
            shown.append("\\n")
        elif is_hidden(character) or (fault and is_odd):
            shown.append(f"<U+{ord(character):04X}>")
        else:
            shown.append(character)
    return "".join(shown)


def _is_drawn(character: str) -> bool:
    """Whether a terminal draws something for the character."""
    return character.isprintable() and character not in UNDRAWN
