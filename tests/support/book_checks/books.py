"""How the tests of the lint get books: real ones of the site, with one small change each."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from cellulite_content.pipeline.model.finding import Finding

SLUG = "will-running-reduce-cellulite"
TEXT = f"EPUB/{SLUG}.xhtml"
EPOCH = (1980, 1, 1, 0, 0, 0)

Files = dict[str, bytes]
Books = dict[str, Files]
Edit = Callable[[Files, Books], None]
"""Changes a book; gets the real ones by locale, too."""


def unpack(path: Path) -> Files:
    """The contents of a book by name, in order."""
    with zipfile.ZipFile(path) as container:
        return {name: container.read(name) for name in container.namelist()}


def pack(
    files: Files, *, stored: bool = True, times: dict[str, tuple[int, ...]] | None = None
) -> bytes:
    """A book of these contents; `stored` is for the mimetype."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (times or {}).get(name, EPOCH))
            first = stored and name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if first else zipfile.ZIP_DEFLATED
            container.writestr(entry, data, compresslevel=1)
    return buffer.getvalue()


def put(name: str, old: str, new: str, times: int = 1) -> Edit:
    """Replaces the first `times` of a text (0: all); it must be there."""

    def edit(files: Files, books: Books) -> None:
        text = files[name].decode()
        assert old in text, f"{old!r} is not in {name}"
        files[name] = text.replace(old, new, times or -1).encode()

    return edit


def cut(name: str, pattern: str) -> Edit:
    """Takes out what a pattern finds, once; it must be there."""

    def edit(files: Files, books: Books) -> None:
        text, count = re.subn(pattern, "", files[name].decode(), count=1, flags=re.DOTALL)
        assert count, f"{pattern!r} is not in {name}"
        files[name] = text.encode()

    return edit


def add(name: str, data: bytes) -> Edit:
    """Adds a file."""

    def edit(files: Files, books: Books) -> None:
        assert name not in files
        files[name] = data

    return edit


def both(*edits: Edit) -> Edit:
    """Several edits that make one defect."""

    def edit(files: Files, books: Books) -> None:
        for each in edits:
            each(files, books)

    return edit


def swap(name: str, pattern: str) -> Edit:
    """The two texts that a pattern finds change places."""

    def edit(files: Files, books: Books) -> None:
        text = files[name].decode()
        one, other = found_in(text, pattern)
        assert one != other
        changed = text.replace(one, "\0").replace(other, one).replace("\0", other)
        files[name] = changed.encode()

    return edit


def become(name: str, pattern: str, new: str) -> Edit:
    """What a pattern finds, once, becomes another text."""

    def edit(files: Files, books: Books) -> None:
        (old,) = found_in(files[name].decode(), pattern)
        files[name] = files[name].decode().replace(old, new).encode()

    return edit


def lose(name: str) -> Edit:
    """A file goes."""

    def edit(files: Files, books: Books) -> None:
        del files[name]

    return edit


def found_in(text: str, pattern: str) -> list[str]:
    """All that a pattern finds; it may go over lines."""
    return [found[0] for found in re.finditer(pattern, text, re.DOTALL)]


def jpeg(width: int, height: int) -> bytes:
    """The beginning of a JPEG of this size: a JFIF segment and the frame header."""
    segment = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    size = height.to_bytes(2) + width.to_bytes(2)
    return b"\xff\xd8" + segment + b"\xff\xc0\x00\x0b\x08" + size + b"\x01\x01\x11\x00\xff\xd9"


def codes(findings: list[Finding]) -> set[str]:
    """The codes of findings."""
    return {finding.problem.code for finding in findings}
