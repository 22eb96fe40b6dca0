"""The ePub edition: one book per article, with its chapters, according to EPUB 3.3."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Set
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar
from xml.parsers import expat

from docutils import nodes
from sphinx.errors import SphinxError

from ...files.atomic import write_file
from ...files.picture_types import MEDIA_TYPES
from ...model.project import file_name
from ...source.reference_cycles import break_cycles
from ...source.sphinx_private import application_of
from ..base_builder import ReadingBuilder
from ..books.bilingual import has_pairs, pair, source_description, source_title
from ..books.volume import COVER, Volume
from ..constructs.figure_files import picture_data
from ..constructs.outer_links import page_address, site_address, unlink
from ..summary import article_title
from ..templates import THEME
from ..typesetting.cover import Cover
from .book_cover import book_cover, keep_pictures
from .book_pages import BookPage, book_page, page_files
from .book_translator import BookTranslator
from .kepub import with_places

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can store: equal contents give equal books."""


class BookBuilder(ReadingBuilder):
    """Builder `epub`: `<article>.<tag>.epub` for each article; `suffix` is that of its files.

    A translation has a second book with the source after each text,
    `<article>.<tag>.bilingual.epub`. Settings can turn off the second book and the covers.
    """

    name = "epub"
    suffix = ".epub"
    xml = True
    out_suffix = ".xhtml"
    supported_remote_images = False
    default_translator_class: ClassVar[Any] = BookTranslator

    def init(self) -> None:
        """Use XHTML for the pages of a book, whatever the settings for HTML say."""
        super().init()
        self.out_suffix = self.link_suffix = ".xhtml"
        self.edition = replace(self.edition, xml=True)
        self._page: dict[str, Any] = {}

    @cached_property
    def page_files(self) -> dict[str, str]:
        """The file of each document in its book."""
        articles = self.contents.articles.values()
        return {name: file for article in articles for name, file in page_files(article).items()}

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """A document's file in its book; a document without a book has none."""
        return self.page_files.get(docname, f"{PurePosixPath(docname).name}.xhtml")

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """An address inside the book; another article's is that of its page on the site.

        Without a site there is none: such a link becomes plain words.
        """
        article_of = self.contents.article_of
        if to == from_ or (to in article_of and article_of[to] == article_of.get(from_)):
            return super().get_relative_uri(from_, to, typ)
        return page_address(self.edition, to)

    def picture_address(self, path: str) -> str:
        """The address of a picture on the site: links inside a book lead to texts only."""
        return site_address(self.edition, f"_images/{self.env.images[path][1]}")

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Keep the page for its book."""
        self._page = addctx

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the books of these articles and chapters; other documents have none."""
        article_of = self.contents.article_of
        super().write_documents({article_of[name] for name in docnames if name in article_of})

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write an article's book and its bilingual book, with all chapters.

        Each is written immediately, so that no process holds the pages of all books.
        """
        names = [*self.contents.articles[docname].walk()]
        volume = Volume(self.edition.project, self.edition.locale, file_name(docname))
        both = replace(volume, bilingual=True)
        has_both = self.edition.project.bilingual and any(
            has_pairs(self.edition, name) for name in names
        )
        next_book = {"volume": both, "source_title": source_title(doctree)} if has_both else {}
        pages = {docname: self._page_of(docname, doctree) | {"next_book": next_book}}
        for name in names[1:]:
            tree = self.env.get_and_resolve_doctree(name, self, tags=self.tags)
            self.post_process_images(tree)
            pages[name] = self._page_of(name, tree)
        self._write_volume(docname, volume, pages)
        if has_both:
            for name in names:
                pages[name] = pages[name] | self._both_languages(name) | {"next_book": {}}
            self._write_volume(docname, both, pages)
        else:
            self.remove_book(f"{both.stem}{self.suffix}")

    def _page_of(self, docname: str, doctree: nodes.document) -> dict[str, Any]:
        """The values of a document's page; its tree is freed."""
        unlink(doctree, self.edition)
        super().write_doc(docname, doctree)
        return self._page

    def _both_languages(self, docname: str) -> dict[str, Any]:
        """The values of the bilingual book's page that differ; the stored tree is loaded again."""
        tree = self.env.get_doctree(docname)
        values = {
            "source_title": source_title(tree),
            "source_description": source_description(tree, self.edition.messages(docname)),
        }
        pair(tree)
        self.env.apply_post_transforms(tree, docname)
        self.post_process_images(tree)
        return values | {"body": self._page_of(docname, tree)["body"]}

    def _write_volume(self, docname: str, volume: Volume, pages: dict[str, dict[str, Any]]) -> None:
        article = self.contents.articles[docname]
        values = pages[docname] | {
            "volume": volume,
            "text": book_page(article, pages, self.page_files),
            "outdated": any(page["outdated"] for page in pages.values()),
            "complete": all(page["complete"] for page in pages.values()),
        }
        self.write_book(docname, values)

    def remove_book(self, name: str) -> None:
        """Delete a book that an earlier build may have written."""
        (Path(self.outdir) / name).unlink(missing_ok=True)
        application_of(self).removed_files.add(name)

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

    def finish(self) -> None:
        """Nothing: the books are already written."""

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
            name: self._xml(name, self.edition.render(template, values))
            for name, template in texts.items()
        }
        pages = self.text_pages(values["text"])
        if values["volume"].kobo:
            pages = {name: with_places(data.decode()).encode() for name, data in pages.items()}
        files |= pages
        files["EPUB/about.xhtml"] = files.pop("EPUB/about.xhtml")  # after the text
        styles = ("book.css", "bilingual.css") if values["volume"].bilingual else ("book.css",)
        files["EPUB/book.css"] = b"".join((THEME / "static" / name).read_bytes() for name in styles)
        files |= {f"EPUB/{path}": data for path, data in images.items()}
        if self.edition.project.covers:
            files[COVER] = self._cover(docname, values)
        return _zip(files)

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

    def cover_of(self, values: dict[str, Any]) -> Cover:
        """What is on the cover of a book."""
        edition = self.edition
        volume: Volume = values["volume"]
        return Cover(
            title=str(values["title"]) or edition.project.title,
            language=volume.languages,
            locale=edition.locale,
            imprint=edition.project.title,
            source_title=values.get("source_title", ""),
            source=edition.source,
        )

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

    def text_pages(self, text: BookPage) -> dict[str, bytes]:
        """The pages of an article and its chapters by their path in the book."""
        pages = ((f"EPUB/{page.file}", {"page": page}) for page in text.walk())
        return {
            name: self._xml(name, self.edition.render("book/text.xhtml", values))
            for name, values in pages
        }

    def images_of(self, docname: str) -> dict[str, bytes]:
        """The images of the article and its chapters by their path in the book."""
        names = {*self.contents.articles[docname].walk()}
        return {
            f"_images/{self.images[uri]}": picture_data(self.edition, self.env, uri)
            for uri in sorted(self.images)
            if names & self.env.images[uri][0]
        }

    def _xml(self, name: str, text: str) -> bytes:
        try:
            expat.ParserCreate().Parse(text, True)
        except expat.ExpatError as error:
            raise SphinxError(f"{name} of the book is not well-formed XML: {error}") from error
        return text.encode()


def _zip(files: dict[str, bytes]) -> bytes:
    """An OCF container: `mimetype` first and stored (OCF 3.3, 4.2.2), no times, no owner."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        _add(book, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files.items():
            _add(book, name, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _add(book: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = method
    entry.create_system = 3  # the same on every system that builds
    entry.external_attr = 0o644 << 16
    # Level 9 saves 0.2 % and takes nearly three times as long: most of a book is its cover, a JPEG.
    book.writestr(entry, data, compresslevel=6)
