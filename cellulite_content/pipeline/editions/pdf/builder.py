"""The PDF edition: each book on pages of paper (A5), tagged as PDF/UA-1 demands."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sphinx.util import logging

from ...files.atomic import write_file
from ...model.fault import ADVICE_TYPE
from ...model.project import INTERFACE
from ...model.unit import split_key
from ..books.base_book_builder import BaseBookBuilder
from ..books.book_texts import BookTexts
from ..typesetting.compiler import MissingGlyphError, TypesettingError, set_pdf
from ..typesetting.cover import TEMPLATES, motif_of
from ..typesetting.fonts import has_face
from ..typesetting.languages import page_numbers, text_values
from .nodes import Node, Nodes, with_long_words
from .page_reader import PageReader
from .pictures import labelled_picture

_logger = logging.getLogger(__name__)

_TEMPLATES = ("book.typ", "cover.typ", "formula.typ")

_MESSAGES_OF_A_LETTER = 3
"""A letter in at least so many messages is a letter of the language. In fewer, it is a slip, unless
no font has the language's script."""


class PdfBuilder(BaseBookBuilder):
    """Builder `pdf`: `<article>.<tag>.pdf` for each article, and `<article>.<tag>.bilingual.pdf`.

    It is made from the pages of the book, whose texts, links and pictures are already checked.
    """

    name = "pdf"
    suffix = ".pdf"

    def _write_books(self, docname: str, texts: BookTexts) -> None:
        """Write both books of an article, which have the same templates and pictures."""
        with tempfile.TemporaryDirectory(dir=self.outdir, prefix=".pdf-") as name:
            self._folder = Path(name)
            for template in _TEMPLATES:
                (self._folder / template).write_bytes((TEMPLATES / template).read_bytes())
            self._labels = self._pictures(docname)
            super()._write_books(docname, texts)

    def write_book(self, docname: str, values: dict[str, Any]) -> None:
        """Set a book in type. One that cannot be set is left out, with a warning."""
        name = values["volume"].pdf
        try:
            data = self._typeset(values)
        except (MissingGlyphError, TypesettingError) as error:
            self._warn(docname, error)
            self.remove_book(name)
            return
        write_file(Path(self.outdir) / name, data)

    def _warn(self, docname: str, error: MissingGlyphError | TypesettingError) -> None:
        """Warn that a book cannot be set: the fault of a message, whose source is published then.

        It is only advice if the source or the language itself has a letter without a font: the
        other editions are published without the PDF. The text is the same for all languages and
        both books, so that what also happens without translations is the fault of none.
        """
        letter = error.letter if isinstance(error, MissingGlyphError) else ""
        names = [*self.contents.articles[docname].walk(), INTERFACE]
        with_letter = [
            (name, key)
            for name in names
            for key, translation in self.edition.messages(name).items()
            if letter and letter in translation
        ]
        messages = [message for message in with_letter if letter not in split_key(message[1])[1]]
        if len(messages) < len(with_letter):  # the source has it too: the interface is no cause
            messages = [message for message in messages if message[0] != INTERFACE]
        is_of_source = bool(letter) and not messages  # a bilingual book has its letters, too
        is_letter = bool(letter) and unicodedata.category(letter)[0] in "LM"
        is_of_language = is_letter and (
            len(messages) >= _MESSAGES_OF_A_LETTER or not has_face(self.edition.locale)
        )
        _logger.warning(
            "there is no PDF of %s: %s",
            docname,
            error,
            type=ADVICE_TYPE if is_of_language or is_of_source else None,
            extra={"cause": messages[0] if messages else (docname, "")},
        )

    def _typeset(self, values: dict[str, Any]) -> bytes:
        day = date.fromisoformat(values["date"]) if values["date"] else None
        data = self._data(values) | {"labels": self._labels}
        return set_pdf(self._folder, "book.typ", data, day)

    def _pictures(self, docname: str) -> dict[str, Any]:
        """Put the pictures beside the templates; the labels of those with words, by file."""
        labels: dict[str, Any] = {}
        for path, data in self.images_of(docname).items():
            labelled = labelled_picture(data)
            if labelled is not None:
                labels[path] = labelled.labels
            (self._folder / path).parent.mkdir(exist_ok=True)
            (self._folder / path).write_bytes(data if labelled is None else labelled.picture)
        return labels

    def _data(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values for the template `book.typ`."""
        edition = self.edition
        pages = {
            path.removeprefix("EPUB/"): _parsed(data)
            for path, data in self.text_pages(values["text"]).items()
        }
        reader = PageReader(pages)
        front = reader.read(_parsed(self._rendered("title", values)))
        texts = [reader.read(page, file) for file, page in pages.items()]
        about = reader.read(_parsed(self._rendered("about", values)))
        front, texts = _with_title(front, texts)
        locales = (edition.interface_source, edition.source, edition.locale)
        covers = edition.project.covers
        cover = self.cover_of(values)
        return {
            "title": values["volume"].title(str(values["title"])),
            "authors": list(values["authors"]),
            "description": str(values["description"].text),
            "tag": edition.locale.tag,
            "numbering": page_numbers(edition.locale),
            "languages": {locale.tag: text_values(locale) for locale in locales},
            "listed": sorted(reader.listed),
            "cover": cover.values() | {"motif": motif_of(cover)} if covers else None,
            "front": with_long_words(front),
            "pages": [*map(with_long_words, texts)],
            "about": with_long_words(about),
        }

    def _rendered(self, page: str, values: dict[str, Any]) -> bytes:
        return self.edition.render(f"book/{page}.xhtml", values).encode()


def _parsed(page: bytes) -> ElementTree.Element:
    """The body of a page, with names of elements without their namespaces."""
    root = ElementTree.fromstring(page)  # noqa: S314 - the book's own page, checked before
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return next(root.iter("body"))


def _with_title(front: Nodes, texts: list[Nodes]) -> tuple[Nodes, list[Nodes]]:
    """The title page and the text in one: the text's own title, with its notes, comes first."""
    text, *chapters = texts
    index = next((at for at, node in enumerate(text) if _is_title(node)), None)
    if index is None:
        return front, texts
    start = next(at for at, node in enumerate(front) if _is_title(node)) + 1
    if start < len(front) and _is_source(front[start]):  # the title in the other language
        start += 1
    first = [*text[: index + 1], *front[start:]]
    return first, [text[index + 1 :], *chapters]


def _is_title(node: Node) -> bool:
    if isinstance(node, str):
        return False
    if node["kind"] == "heading":
        return bool(node["level"] == 1)
    return any(map(_is_title, _inner(node)))


def _inner(node: dict[str, Any]) -> Sequence[Node]:
    """The nodes directly inside a pair (of its translation) or another element."""
    inner: Sequence[Node] = node["first"] if node["kind"] == "pair" else node.get("body", ())
    return inner


def _is_source(node: Node) -> bool:
    return isinstance(node, dict) and (
        node.get("style") == "source" or any(map(_is_source, _inner(node)))
    )
