"""A fault of a source, and the list of all of them with a summary."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...model.fault import Fault
from ...model.project import Project
from .remedies import OTHER_KIND, REFUSAL_TYPE, described

_PLACE = re.compile(r"(?P<path>[^:]+?\.\w+):(?:(?P<line>\d+):)? ?(?P<text>.*)")
"""The place at the beginning of an error line, and the text behind it."""

_WARNING = re.compile(
    r"(?:(?P<path>.+?):(?:(?P<line>\d+):)? )??(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<text>.*)"
)
"""A warning of Sphinx with its place, if it has one."""

_NO_DOCUMENT = re.compile(r"toctree contains reference to nonexisting document '(?P<name>.+)'")

_TYPE = re.compile(r" \[(?P<type>[\w.-]+)\]$")
"""The type that Sphinx writes behind a warning."""


@dataclass(frozen=True)
class SourceFault:
    """What is wrong with a source, and the remedy.

    `path` is relative to the project, `line` is 0 if it is not known, and `kind` is the name under
    which a summary counts the fault.
    """

    path: str
    line: int
    text: str
    kind: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.text}" if place else self.text


def fault_of_warning(project: Project, warning: Fault) -> SourceFault:
    """A warning of Sphinx as a fault: without its level and its type, and with the remedy."""
    text = warning.text
    match = _TYPE.search(text)
    text, kind = (text[: match.start()], match["type"]) if match else (text, "")
    parts = _WARNING.fullmatch(text)
    path, line = "", 0
    if parts:
        path, line = (parts["path"] or "").rstrip(":"), int(parts["line"] or 0)
        text = parts["text"]
    text = text.replace(f"{project.root}{os.sep}", "")
    if path:
        # docutils makes the paths of included files relative to the folder of this process.
        full = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` follows links
        path = project.relative(full) if full.is_relative_to(project.root) else path
    if kind.startswith(f"{REFUSAL_TYPE}."):  # one of our own, with its remedy
        return SourceFault(path, line, text, kind.partition(".")[2].replace("-", " "))
    text, kind = described(text)
    return SourceFault(path, line, _unread_markdown(project, text) or text, kind)


def _unread_markdown(project: Project, text: str) -> str:
    """The fault of a missing document that is there in Markdown; empty for other faults."""
    match = _NO_DOCUMENT.match(text)
    document = project.source / f"{match['name']}.md" if match else None
    if not (match and document and document.is_file()):
        return ""
    known = f"{project.relative(document)} is there, but Sphinx does not read Markdown"
    return f"{match[0]}; {known}: add `myst_parser` to `extensions` in conf.py"


def fault_of_line(line: str) -> SourceFault:
    """One of our own error lines, which begins with its place and ends with the remedy."""
    match = _PLACE.fullmatch(line)
    path, number, text = match.group("path", "line", "text") if match else ("", None, line)
    kind = described(text)[1].replace(OTHER_KIND, "constructs")
    return SourceFault(path, int(number or 0), text, kind)


def fault_lines(faults: Iterable[SourceFault]) -> Iterator[str]:
    """A line for each fault, sorted by file and line. With several, the last line counts them by
    kind."""
    different = sorted(dict.fromkeys(faults), key=lambda fault: (fault.path, fault.line))
    yield from map(str, different)
    if len(different) > 1:
        counts = Counter(fault.kind for fault in different)
        ordered = sorted(counts, key=lambda kind: (-counts[kind], kind))
        listed = ", ".join(f"{kind}: {counts[kind]}" for kind in ordered)
        yield f"{len(different)} faults in the sources ({listed})"
