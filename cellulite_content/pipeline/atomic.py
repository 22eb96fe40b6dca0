"""Atomic writes: whoever looks sees the old file or the new one, whole."""

from __future__ import annotations

from pathlib import Path


def write_file(path: Path, data: bytes) -> None:
    """Write beside, then rename: a reader or a kill sees the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    # A leftover of a killed run, or a link that somebody planted, is taken away, not written to.
    beside.unlink(missing_ok=True)
    try:
        with beside.open("xb") as file:
            file.write(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, as `write_file` does."""
    write_file(path, text.encode())
