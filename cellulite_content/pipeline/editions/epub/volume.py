"""A volume: one book of an article, as its file, its record and the site's lists name it."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.locale import Locale
from ...model.project import Project

BILINGUAL = "bilingual"

COVER = "EPUB/cover.jpg"
"""The picture on the cover, in a book that has one."""


@dataclass(frozen=True)
class Volume:
    """The book of the article `slug` in a locale, or the one with the source beside it."""

    project: Project
    locale: Locale
    slug: str
    bilingual: bool = False

    @property
    def _edition(self) -> tuple[str, ...]:
        return (BILINGUAL,) if self.bilingual else ()

    @property
    def file(self) -> str:
        """Its file's name: `<article>.<tag>.epub` or `<article>.<tag>.bilingual.epub`."""
        return ".".join((self.slug, self.locale.tag, *self._edition, "epub"))

    @property
    def cover(self) -> str:
        """The file's name of its cover, beside the site's books."""
        return f"{self.file.removesuffix('.epub')}.jpg"

    @property
    def identifier(self) -> str:
        """A URN that stays the same in every build and is no other book's."""
        return self.project.identifier(self.slug, self.locale.tag, *self._edition)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of its languages, the translation's first."""
        source = (self.project.source_locale.tag,) if self.bilingual else ()
        return (self.locale.tag, *source)

    def title(self, title: str) -> str:
        """The article's title, with both languages by their own names where it has both.

        A shelf shows a book's first title alone, and two books must not look the same there.
        """
        return f"{title} ({self.languages})" if self.bilingual else title

    @property
    def languages(self) -> str:
        """Its languages by their own names, the translation's first."""
        if not self.bilingual:
            return self.locale.name
        return f"{self.locale.language} · {self.project.source_locale.language}"
