"""The base of the builders of books: the pages of each article's book, for any format."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Set
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar
from xml.parsers import expat

from docutils import nodes
from sphinx.addnodes import only
from sphinx.errors import SphinxError

from ...model.fingerprint import digest
from ...model.project import file_name
from ...source.sphinx_private import application_of
from ..base_builder import ReadingBuilder
from ..constructs.figure_files import picture_data
from ..constructs.outer_links import page_address, site_address, unlink
from ..typesetting.cover import Cover
from .bilingual import has_pairs, pair, source_description, source_title
from .book_pages import BookPage, book_page, page_files
from .book_texts import BookTexts, read_texts, store_texts
from .book_translator import BookTranslator
from .volume import BOOK_FORMATS, Volume

_NOT_PORTABLE = re.compile(r"[^A-Za-z0-9._-]+")


class BaseBookBuilder(ReadingBuilder):
    """Makes a book of each article, and one with the source after each text; `suffix` is that of
    their files, and empty where there are none. Formats differ in `write_book`.
    """

    suffix: ClassVar[str] = ""
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

    def post_process_images(self, doctree: nodes.Node) -> None:
        """Find the files of images; in a book, their names have no characters but those that all
        reading systems find."""
        super().post_process_images(doctree)
        self.images = {path: _portable(name) for path, name in self.images.items()}

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

    def write_part(self, docnames: Set[str]) -> None:
        """Write the books of some articles.

        Texts that an earlier builder of this run has made serve this format too.
        """
        new = {*docnames}
        for name in sorted(docnames):
            texts = read_texts(self.doctreedir, name)
            if texts is not None:
                self.images |= texts.images
                self._write_books(name, texts)
                new.remove(name)
        super().write_part(new)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write an article's book and its bilingual book, with all chapters.

        Each is written immediately, so that no process holds the pages of all books.
        """
        texts = self._texts_of(docname, doctree)
        self._write_books(docname, texts)
        if texts.may_be_shared and application_of(self).later_builders.intersection(BOOK_FORMATS):
            store_texts(self.doctreedir, docname, texts)

    def _texts_of(self, docname: str, doctree: nodes.document) -> BookTexts:
        names = [*self.contents.articles[docname].walk()]
        pages = {docname: self._page_of(docname, doctree)}
        for name in names[1:]:
            tree = self.env.get_and_resolve_doctree(name, self, tags=self.tags)
            self.post_process_images(tree)
            pages[name] = self._page_of(name, tree)
        both: dict[str, dict[str, Any]] = {}
        may_be_shared = False  # of a book in one language, the stored trees are not loaded again
        if self.edition.project.bilingual and any(has_pairs(self.edition, name) for name in names):
            may_be_shared = True
            for name in names:
                tree = self.env.get_doctree(name)
                may_be_shared &= next(tree.findall(only), None) is None
                both[name] = pages[name] | self._both_languages(name, tree)
        images = {uri: self.images[uri] for uri in self._image_names(docname)}
        return BookTexts(pages, both, images, may_be_shared)

    def _write_books(self, docname: str, texts: BookTexts) -> None:
        volume = Volume(self.edition.project, self.edition.locale, file_name(docname))
        both = replace(volume, bilingual=True)
        next_book: dict[str, Any] = {}
        is_bilingual = bool(texts.bilingual_pages) and self.edition.project.bilingual
        if is_bilingual:
            next_book = {
                "volume": both,
                "source_title": texts.bilingual_pages[docname]["source_title"],
            }
        self._write_volume(docname, volume, texts.pages, next_book)
        if is_bilingual:
            self._write_volume(docname, both, texts.bilingual_pages, {})
        elif self.suffix:
            self.remove_book(f"{both.stem}{self.suffix}")

    def _page_of(self, docname: str, doctree: nodes.document) -> dict[str, Any]:
        """The values of a document's page; its tree is freed."""
        unlink(doctree, self.edition)
        super().write_doc(docname, doctree)
        return self._page

    def _both_languages(self, docname: str, tree: nodes.document) -> dict[str, Any]:
        """The values of the bilingual book's page that differ, from the stored tree."""
        values = {
            "source_title": source_title(tree),
            "source_description": source_description(tree, self.edition.messages(docname)),
        }
        pair(tree, self)
        self.env.apply_post_transforms(tree, docname)
        self.post_process_images(tree)
        return values | {"body": self._page_of(docname, tree)["body"]}

    def _write_volume(
        self,
        docname: str,
        volume: Volume,
        pages: dict[str, dict[str, Any]],
        next_book: dict[str, Any],
    ) -> None:
        article = self.contents.articles[docname]
        values = pages[docname] | {
            "volume": volume,
            "next_book": next_book,
            "text": book_page(article, pages, self.page_files),
            "outdated": any(page["outdated"] for page in pages.values()),
            "complete": all(page["complete"] for page in pages.values()),
        }
        self.write_book(docname, values)

    @abstractmethod
    def write_book(self, docname: str, values: dict[str, Any]) -> None:
        """Write a book of an article from the values of its templates."""

    def remove_book(self, name: str) -> None:
        """Delete a book that an earlier build may have written."""
        (Path(self.outdir) / name).unlink(missing_ok=True)
        application_of(self).removed_files.add(name)

    def finish(self) -> None:
        """Nothing: the books are already written."""

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

    def text_pages(self, text: BookPage) -> dict[str, bytes]:
        """The pages of an article and its chapters by their path in the book."""
        pages = ((f"EPUB/{page.file}", {"page": page}) for page in text.walk())
        return {
            name: self.xml_file(name, self.edition.render("book/text.xhtml", values))
            for name, values in pages
        }

    def images_of(self, docname: str) -> dict[str, bytes]:
        """The images of the article and its chapters by their path in the book."""
        return {
            f"_images/{self.images[uri]}": picture_data(self.edition, self.env, uri)
            for uri in self._image_names(docname)
        }

    def _image_names(self, docname: str) -> list[str]:
        """The images of the article and its chapters by their names in Sphinx's environment."""
        names = {*self.contents.articles[docname].walk()}
        return [uri for uri in sorted(self.images) if names & self.env.images[uri][0]]

    def xml_file(self, name: str, text: str) -> bytes:
        """A file of a book. Raises `SphinxError` if it is not well-formed."""
        try:
            expat.ParserCreate().Parse(text, True)
        except expat.ExpatError as error:
            raise SphinxError(f"{name} of the book is not well-formed XML: {error}") from error
        return text.encode()


def _portable(name: str) -> str:
    """A name of a file without spaces and letters that some reading systems do not find; a digest
    of the whole name keeps names apart."""
    portable = PurePosixPath(_NOT_PORTABLE.sub("-", name))
    if portable.name == name:
        return name
    return f"{portable.stem.strip('-')}-{digest(name)[:8]}{portable.suffix}"
