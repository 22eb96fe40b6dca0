"""Atomic writes: whoever looks sees the old file or the new one, whole."""

from __future__ import annotations

from pathlib import Path


def write_file(path: Path, data: bytes) -> None:
    """Write beside, then rename: a reader or a kill sees the old file or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    beside.write_bytes(data)
    beside.replace(path)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, as `write_file` does."""
    write_file(path, text.encode())
