"""The pages of a book with text: one for the article, and one for each of its chapters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from ...model.project import file_name
from ...source.constructs.contents import Chapter
from ..summary import Heading, SummaryText

_RESERVED = ("about", "cover", "index", "nav", "title")
"""The names of a book's other pages, and of an index, for which reading systems may take it."""


@dataclass(frozen=True)
class BookPage:
    """A page of a book, with the pages of the chapters below it."""

    file: str
    title: SummaryText
    headings: tuple[Heading, ...]
    body: Markup
    chapters: tuple[BookPage, ...] = ()

    def walk(self) -> Iterator[BookPage]:
        """This page and all pages below it, in reading order."""
        yield self
        for chapter in self.chapters:
            yield from chapter.walk()

    @property
    def has_formulas(self) -> bool:
        """Whether the page has MathML, which the manifest must say (EPUB 3.3, 5.6.2)."""
        return "<math " in self.body


def page_files(article: Chapter) -> dict[str, str]:
    """The file name of each document's page in its article's book.

    It is the last part of the document's name where that is free, else the whole name, each with
    the characters that all reading systems open (EPUBCheck, PKG-010 and PKG-012).
    """
    files: dict[str, str] = {}
    used = set(_RESERVED)
    for document in article.walk():
        whole = _plain_name(file_name(document))
        stems = (_plain_name(PurePosixPath(document).name), whole)
        numbered = (f"{whole}-{number}" for number in count(2))
        stem = next(stem for stem in chain(stems, numbered) if stem.casefold() not in used)
        used.add(stem.casefold())
        files[document] = f"{stem}.xhtml"
    return files


def _plain_name(name: str) -> str:
    """A name in letters without accents, digits, points, hyphens and underscores."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w.-]+", "-", letters).strip("-.") or "text"


def book_page(
    article: Chapter, pages: Mapping[str, Mapping[str, Any]], files: Mapping[str, str]
) -> BookPage:
    """The page of an article, with those of its chapters, from the values of all pages."""
    values = pages[article.name]
    return BookPage(
        files[article.name],
        values["title"],
        values["headings"],
        values["body"],
        tuple(book_page(chapter, pages, files) for chapter in article.chapters),
    )
