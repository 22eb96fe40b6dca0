"""Downloads: the finished books, with the facts that readers see before a download."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from ...model.locale import Locale
from ...model.project import Project
from .volume import BOOK_FORMATS, COVER, Volume

_MEDIA_TYPES = {"epub": "application/epub+zip", "pdf": "application/pdf"}


def book_formats(formats: Collection[str]) -> tuple[str, ...]:
    """The formats among these that are one file a book."""
    return tuple(form for form in BOOK_FORMATS if form in formats)


@dataclass(frozen=True)
class Download:
    """A finished book: its length in bytes and the SHA-256 of its bytes, in hex.

    `form` is its format, `epub` or `pdf`. `cover` is the file name of its cover, beside the site's
    books; empty if it has none.
    """

    volume: Volume
    form: str
    length: int
    sha256: str
    cover: str

    @property
    def file(self) -> str:
        """Its file name."""
        return f"{self.volume.stem}.{self.form}"

    @property
    def media_type(self) -> str:
        """Its media type."""
        if self.volume.kobo:
            return "application/kepub+zip"
        return _MEDIA_TYPES[self.form]

    @property
    def facts(self) -> tuple[object, ...]:
        """Its name, length, digest and cover."""
        return self.file, self.length, self.sha256, self.cover

    def size(self) -> str:
        """The length in the book's language."""
        return file_size(self.volume.locale, self.kilobytes)

    @property
    def kilobytes(self) -> int:
        """The length in whole kilobytes (1000 bytes)."""
        return in_kilobytes(self.length)


def in_kilobytes(length: int) -> int:
    """A file's bytes in whole kilobytes (1000 bytes), at least one."""
    return max(1, round(length / 1000))


def file_size(locale: Locale, kilobytes: int) -> str:
    """A size as the language writes it: whole kilobytes, as shops do.

    In a line from right to left, a unit in Latin letters would be on the wrong side of its number:
    there it is written out in the language's own letters, if CLDR has it.
    """
    from babel.units import format_unit  # noqa: PLC0415 - needed only to show a size

    text = format_unit(kilobytes, "digital-kilobyte", "short", locale=locale.babel)
    if locale.direction == "rtl" and text.endswith("kB"):
        text = format_unit(kilobytes, "digital-kilobyte", "long", locale=locale.babel)
    return locale.digits(text)


class BookFacts(NamedTuple):
    """A book's length in bytes, the SHA-256 of its bytes in hex, and whether it has a cover."""

    length: int
    sha256: str
    has_cover: bool


def read_facts(book: Path) -> BookFacts | None:
    """The facts about a book, from its file; None where there is none."""
    if not book.is_file():
        return None
    data = book.read_bytes()
    return BookFacts(len(data), hashlib.sha256(data).hexdigest(), has_cover(io.BytesIO(data)))


def find_downloads(
    project: Project,
    locale: Locale,
    slug: str,
    facts_of: Callable[[str], BookFacts | None],
) -> tuple[Download, ...]:
    """The books of an article in a locale: the plain one first, as ePub and as PDF.

    `facts_of` gives the facts about the book with a name, or None where there is none.
    """
    volumes = (
        Volume(project, locale, slug),
        Volume(project, locale, slug, kobo=True),
        Volume(project, locale, slug, bilingual=True),
    )
    return tuple(
        Download(volume, form, facts.length, facts.sha256, volume.cover if facts.has_cover else "")
        for volume in volumes
        for stem in [volume.stem]
        for form in BOOK_FORMATS
        if (facts := facts_of(f"{stem}.{form}")) is not None
    )


def has_cover(book: Path | IO[bytes]) -> bool:
    """Whether a book has a cover. The file decides, not a setting: it may be of an earlier build.

    A file that is not a book has none; the audit reports it.
    """
    try:
        with zipfile.ZipFile(book) as container:
            return COVER in container.namelist()
    except zipfile.BadZipFile:
        return False


def cover_of(book: Path) -> bytes:
    """The cover image of a book, a JPEG, read from the book itself."""
    with zipfile.ZipFile(book) as container:
        return container.read(COVER)
