"""A volume: one book of an article, with its file name, identifier and title."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.locale import Locale
from ...model.project import BILINGUAL, KEPUB, Project

COVER_WIDTH, COVER_HEIGHT = 1600, 2400
"""Pixels of the cover image."""

CARD_WIDTH, CARD_HEIGHT = 1200, 630
"""Pixels of the picture that other sites show beside a link (Open Graph's usual format)."""

COVER = "EPUB/cover.jpg"
"""The path of the cover image in a book that has one."""

CHAPTERS = "chapters.json"
"""The file in which the builder of chapters lists their paths, by document."""


BOOK_FORMATS = ("epub", "pdf")
"""The formats that are one file a book."""

_KINDS = (BILINGUAL, KEPUB)


def book_endings(locale: Locale, form: str) -> tuple[str, ...]:
    """How the file names of a locale's books in a format end, the plain one's first."""
    return tuple(f".{locale.tag}{kind}.{form}" for kind in ("", *(f".{kind}" for kind in _KINDS)))


def plain_stem(name: str) -> str:
    """`<article>.<tag>` of the file name of any book of this article and language."""
    for end in (*BOOK_FORMATS, *_KINDS):
        name = name.removesuffix(f".{end}")
    return name


@dataclass(frozen=True)
class Volume:
    """The book of the article `slug` in a locale; `bilingual` is the one with the source, and
    `kobo` the one for Kobo's own reader."""

    project: Project
    locale: Locale
    slug: str
    bilingual: bool = False
    kobo: bool = False

    @property
    def _edition(self) -> tuple[str, ...]:
        if self.kobo:
            return (KEPUB,)
        return (BILINGUAL,) if self.bilingual else ()

    @property
    def stem(self) -> str:
        """The names of the book's files without their suffix: `<article>.<tag>`, or with
        `.bilingual` or `.kepub`."""
        return ".".join((self.slug, self.locale.tag, *self._edition))

    @property
    def file(self) -> str:
        """The book's file name."""
        return f"{self.stem}.epub"

    @property
    def pdf(self) -> str:
        """The file name of the book as a PDF."""
        return f"{self.stem}.pdf"

    @property
    def cover(self) -> str:
        """The file name of the book's cover, beside the site's books."""
        return f"{self.stem}.jpg"

    @property
    def identifier(self) -> str:
        """A URN that is the same in every build and different for every book."""
        return self.project.identifier(self.slug, self.locale.tag, *self._edition)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the book's languages, the translation's first."""
        source = (self.project.source_locale.tag,) if self.bilingual else ()
        return (self.locale.tag, *source)

    def title(self, title: str) -> str:
        """The article's title; for a bilingual book, with both languages by their own names.

        A library app shows only the first title of a book, and two books must not look the same.
        """
        return f"{title} ({self.languages})" if self.bilingual else title

    @property
    def languages(self) -> str:
        """The book's languages by their own names, the translation's first."""
        if not self.bilingual:
            return self.locale.name
        return f"{self.locale.language} · {self.project.source_locale.language}"
