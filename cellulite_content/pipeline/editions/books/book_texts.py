"""The texts of an article's books, which the formats share: they are translated once.

Between two builders they are in the folder of trees, so that no process holds those of all books.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, NamedTuple


class BookTexts(NamedTuple):
    """The values of the pages of an article and its chapters, by document: those of its book, and
    those of its bilingual book if it has one.

    `images` are the names of their files, by their names in Sphinx's environment. `may_be_shared`
    says that formats may use the same texts, and that this saves time: the directive `only`, which
    may name a format, is not used, and there is a bilingual book.
    """

    pages: dict[str, dict[str, Any]]
    bilingual_pages: dict[str, dict[str, Any]]
    images: dict[str, str]
    may_be_shared: bool


def store_texts(folder: Path, docname: str, texts: BookTexts) -> None:
    """Write the texts of an article's books for the builders after this one."""
    path = _path(folder, docname)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(tuple(texts)))


def read_texts(folder: Path, docname: str) -> BookTexts | None:
    """What an earlier builder has stored; None if none has."""
    try:
        stored = _path(folder, docname).read_bytes()
    except FileNotFoundError:
        return None
    return BookTexts(*pickle.loads(stored))  # noqa: S301 - written by this run


def _path(folder: Path, docname: str) -> Path:
    return folder / f"{docname}.book-texts"
