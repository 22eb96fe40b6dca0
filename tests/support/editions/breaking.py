"""Books with one fault each, by which the tests prove that a validator or a check sees it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

Edit = Callable[[dict[str, bytes]], None]
"""Changes a book's files, given by name."""


def put(files: dict[str, bytes], name: str, old: bytes, new: bytes) -> None:
    """Replace a text in a file of a book; it must be there."""
    assert old in files[name], f"{name} has no {old!r}"
    files[name] = files[name].replace(old, new)


def name_of(edit: Edit) -> str:
    """The fault's name: its function's."""
    return edit.__name__.strip("_")


def broken_copy(book: Path, edit: Edit, place: Path) -> None:
    """Write a copy of a book with one fault."""
    with zipfile.ZipFile(io.BytesIO(book.read_bytes())) as container:
        files = {name: container.read(name) for name in container.namelist()}
    edit(files)
    with zipfile.ZipFile(place, "w") as container:
        for name, data in files.items():
            container.writestr(name, data, zipfile.ZIP_STORED)
