"""The texts of errors that Sphinx raises, and of those of the `conf.py` and extensions it runs."""

from __future__ import annotations

import re
from pathlib import Path

_TRACEBACK = "Traceback (most recent call last):"
_FRAME = re.compile(r'^\s*File "(?P<path>[^"]+)", line (?P<line>\d+)', re.MULTILINE)


def error_text(error: BaseException) -> str:
    """The text of an error in one line. Of a traceback, which Sphinx gives for errors in `conf.py`,
    only the error and its last line in `conf.py` remain."""
    text, _, traceback = str(error).partition(_TRACEBACK)
    if traceback.strip():
        frames = [(Path(frame["path"]).name, frame["line"]) for frame in _FRAME.finditer(traceback)]
        own = [frame for frame in frames if frame[0] == "conf.py"] or frames
        place = " ({}, line {})".format(*own[-1]) if own else ""
        text += f" {_last_error(traceback)}{place}"
    return " ".join(text.split()) or type(error).__name__


def _last_error(traceback: str) -> str:
    """The error at the end of a traceback, of one line or more: it begins below the lines of the
    last frame, which are indented. Lines of the error may be, too."""
    lines = traceback.strip().splitlines()
    frames = (number for number, line in enumerate(lines) if _FRAME.match(line))
    start = max(frames, default=-1) + 1
    while start < len(lines) and lines[start][:1] == " ":
        start += 1
    return " ".join(lines[start:]) or lines[-1]
