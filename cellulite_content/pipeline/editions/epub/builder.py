"""The ePub edition: one book per article, with its chapters, according to EPUB 3.3."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...files.atomic import write_file
from ...files.picture_types import MEDIA_TYPES
from ...model.project import file_name
from ...source.reference_cycles import break_cycles
from ..books.base_book_builder import BaseBookBuilder
from ..books.bilingual import source_title
from ..books.volume import COVER, Volume
from ..html.language_styles import with_languages
from ..summary import article_title
from ..templates import THEME
from ..typesetting.cover import Cover
from .book_cover import book_cover, keep_pictures
from .container import container
from .kepub import with_places


class BookBuilder(BaseBookBuilder):
    """Builder `epub`: `<article>.<tag>.epub` for each article.

    A translation has a second book with the source after each text,
    `<article>.<tag>.bilingual.epub`. Settings can turn off the second book and the covers.
    """

    name = "epub"
    suffix = ".epub"

    def write_book(self, docname: str, values: dict[str, Any]) -> None:
        """Write an article's book from the values of its templates, and that for Kobo."""
        volume: Volume = values["volume"]
        write_file(Path(self.outdir) / volume.file, self._book(docname, values))
        if volume.bilingual:
            return
        kobo = replace(volume, kobo=True)
        if self.edition.project.kepub:
            write_file(
                Path(self.outdir) / kobo.file, self._book(docname, values | {"volume": kobo})
            )
        else:
            self.remove_book(kobo.file)

    def _book(self, docname: str, values: dict[str, Any]) -> bytes:
        images = self.images_of(docname)
        values = values | {
            "origin": self._origin(docname),
            "images": [
                {"path": path, "type": MEDIA_TYPES[posixpath.splitext(path)[1].lower()]}
                for path in images
            ],
        }
        texts = {
            "META-INF/container.xml": "book/container.xml",
            "EPUB/package.opf": "book/package.opf",
            "EPUB/nav.xhtml": "book/nav.xhtml",
            "EPUB/toc.ncx": "book/toc.ncx",
            "EPUB/cover.xhtml": "book/cover.xhtml",
            "EPUB/title.xhtml": "book/title.xhtml",
            "EPUB/about.xhtml": "book/about.xhtml",
        }
        if not self.edition.project.covers:
            del texts["EPUB/cover.xhtml"]
        files = {
            name: self.xml_file(name, self.edition.render(template, values))
            for name, template in texts.items()
        }
        pages = self.text_pages(values["text"])
        if values["volume"].kobo:
            pages = {name: with_places(data.decode()).encode() for name, data in pages.items()}
        files |= pages
        files["EPUB/about.xhtml"] = files.pop("EPUB/about.xhtml")  # after the text
        styles = ("book.css", "bilingual.css") if values["volume"].bilingual else ("book.css",)
        rules = b"".join((THEME / "static" / name).read_bytes() for name in styles)
        files["EPUB/book.css"] = with_languages(rules, self.edition.locale, self.edition.source)
        files |= {f"EPUB/{path}": data for path, data in images.items()}
        if self.edition.project.covers:
            files[COVER] = self._cover(docname, values)
        return container(files)

    def _origin(self, docname: str) -> str:
        """What the book was made from: the original's page, or else the original book's id."""
        source, project = self.edition.source, self.edition.project
        if project.site_url:
            return f"{project.site_url}{source.tag}/{docname}.html"
        return "" if self.edition.original else project.identifier(file_name(docname), source.tag)

    def _cover(self, docname: str, values: dict[str, Any]) -> bytes:
        books = [values, values | values["next_book"]] if values["next_book"] else [values]
        covers = [self.cover_of(book) for book in books]
        cover = book_cover(self.edition, covers, lambda: self._cover_in_source(docname))
        if not values["volume"].bilingual:
            keep_pictures(self.edition, cover)
        return cover

    def _cover_in_source(self, docname: str) -> Cover:
        """A cover in the source's language, for a script that no font has: readers get a book."""
        locale, source, project = self.edition.locale, self.edition.source, self.edition.project
        tree = self.env.get_doctree(docname)
        title = source_title(tree) or str(article_title(tree))
        break_cycles(tree)
        return Cover(
            title=title,
            language=source.name_of(locale),
            locale=source,
            imprint=project.title,
        )
