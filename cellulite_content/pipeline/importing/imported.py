"""The values of an import: a file as it was given, and the article that was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class GivenFile:
    """A file to import: its path, its name in messages, and its bytes.

    `folder` is where its pictures may be; nothing is read outside of it.
    """

    path: Path
    name: str
    data: bytes

    @property
    def kind(self) -> str:
        """The suffix without its dot, in lower case."""
        return self.path.suffix.lower().removeprefix(".")

    @property
    def folder(self) -> Path:
        """Where its pictures may be."""
        return self.path.parent


@dataclass(frozen=True)
class Picture:
    """A picture: its path below the folder of the sources, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class ImportedArticle:
    """An article in reStructuredText, as document `name`, with its pictures.

    `losses` are lines on what the article does not have.
    """

    name: str
    text: str
    pictures: tuple[Picture, ...] = ()
    losses: tuple[str, ...] = ()


class ImportFileError(Exception):
    """Why a file cannot be imported: one line with its name and the remedy."""
