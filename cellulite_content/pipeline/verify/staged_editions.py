"""The staged editions of one locale: the files, facts and texts that the audit compares."""

from __future__ import annotations

import copy
import os
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from ..model.links import may_replace, same_place, source_address
from ..model.locale import Locale
from ..model.project import BILINGUAL, KEPUB, file_name
from .page_facts import MarkupError, PageFacts, parse_html, parse_xml, without_spaces
from .pdf_facts import parse_pdf

_XML_SUFFIXES = (".xhtml", ".opf", ".ncx", ".svg", ".xml")
_BILINGUAL_BOOK = re.compile(rf"(?<!/)\.{BILINGUAL}(?=\.(?:epub|pdf)(?:/|$))")
_ESCAPE = re.compile(r"\\(.)")


class Editions:
    """One locale's staged editions: their files, under names that are the same in every locale.

    Books are unpacked: `epub/<article>.epub/EPUB/nav.xhtml`. `articles` are the articles of
    chapters, by domain. `bilingual` is true when the project builds bilingual books. With `paths`,
    they are only these files of the folder.
    """

    def __init__(
        self,
        folder: Path,
        locale: Locale,
        site_url: str = "",
        articles: Mapping[str, str] = MappingProxyType({}),
        *,
        bilingual: bool = True,
        paths: Collection[str] | None = None,
    ) -> None:
        self.bilingual = bilingual
        self.locale = locale
        self._articles = articles
        tags = "|".join(map(re.escape, sorted({locale.tag, locale.code})))
        # `<article>.de.epub` and `<article>/de.txt`; a figure may have a variant `<name>.de.svg`.
        # A page contains its own absolute address, and those of the same page in other languages.
        self._site_address = re.compile(
            rf"{re.escape(site_url)}[a-zA-Z-]+/(?=.)" if site_url else "(?!)"
        )
        self._links = locale.allowed_links
        kinds = rf"(?:\.(?:{BILINGUAL}|{KEPUB}))?"
        self._own_tag = re.compile(rf"(?:\.|(?<=/))(?:{tags})(?={kinds}\.\w+(?:/|$))")
        self._folder = folder
        self._paths = paths
        self._is_left_out: Callable[[str], bool] = lambda name: False
        self._contents: dict[str, list[tuple[str, bytes]]] = {}
        self._facts: dict[str, PageFacts | MarkupError] = {}

    def without(self, is_left_out: Callable[[str], bool]) -> Editions:
        """The editions without the files and books whose names fulfil a condition.

        What is known of the others is shared.
        """
        self._names_by_path  # noqa: B018 - listed once for all parts
        part = copy.copy(self)
        for name in ("files", "facts", "_files_of_books"):
            vars(part).pop(name, None)
        already = self._is_left_out
        part._is_left_out = lambda name: already(name) or is_left_out(name)
        return part

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The contents of all files by name."""
        files: dict[str, bytes] = {}
        for path, name in self._names_by_path.items():
            if self._is_left_out(name):
                continue
            if path not in self._contents:
                self._contents[path] = list(_read_files(self._folder, path))
            files |= {self.name_without_tag(each): data for each, data in self._contents[path]}
        return files

    @cached_property
    def drawn_for_language(self) -> frozenset[str]:
        """The pictures of pages and books that were drawn for this language: variants, which have
        its name in theirs."""
        names = (name for contents in self._contents.values() for name, _ in contents)
        return frozenset(
            plain
            for name in names
            for plain in [self.name_without_tag(name)]
            if "/_images/" in name and posixpath.basename(plain) != posixpath.basename(name)
        )

    @cached_property
    def _names_by_path(self) -> dict[str, str]:
        """The names of all files and links by their paths in the folder, in the order of folders
        and names."""
        start = len(str(self._folder)) + 1
        paths = self._paths
        if paths is None:
            paths = [
                f"{parent}/{name}"[start:].replace(os.sep, "/")
                for parent, folders, names in os.walk(self._folder)
                for name in (*folders, *names)
            ]
        ordered = sorted(paths, key=lambda path: path.split("/"))
        return {path: self.name_without_tag(path) for path in ordered}

    def name_without_tag(self, name: str) -> str:
        """The name of a file or its relative address, without the locale's tag."""
        return self._own_tag.sub("", name)

    def addresses(self, addresses: Iterable[str], expected: Iterable[str] = ()) -> Counter[str]:
        """The external addresses; one that the locale may use is replaced by the source's.

        An address in the locale's language replaces all of the original's (`expected`) that it may.
        Addresses of the site itself are given without their language.
        """
        actual = {source_address(address, self._links) for address in addresses}
        for address in actual.difference(expected):
            sources = {
                source for source in expected if may_replace(source, address, self._links.language)
            }
            actual = (actual - {address}) | sources if sources else actual
        return Counter({same_place(self._without_language(address)) for address in actual})

    def _without_language(self, address: str) -> str:
        """An address of the site without the language, also in the name of a picture."""
        address = self._site_address.sub("*/", address, count=1)
        return self.name_without_tag(address) if address.startswith("*/_images/") else address

    @cached_property
    def facts(self) -> dict[str, PageFacts | MarkupError]:
        """The facts of each page, PDF and XML file, or the error of an unreadable file."""
        for name, data in self.files.items():
            if name.endswith((".html", ".pdf", *_XML_SUFFIXES)) and name not in self._facts:
                self._facts[name] = _read_facts(name, data)
        return {name: self._facts[name] for name in self.files if name in self._facts}

    def texts(self, domain: str) -> dict[str, str]:
        """The texts of an article's page, books and units in the bundle, without white space."""
        page, bundle = f"html/{domain}.html", f"bundle/{file_name(domain)}/.txt"
        units = _ESCAPE.sub(_unescaped, self.files.get(bundle, b"").decode())
        texts = {page: "", bundle: without_spaces(units)}
        texts |= {book: self.book_text(book) for book in self.book_names(domain)}
        if isinstance(facts := self.facts.get(page), PageFacts):
            texts[page] = facts.text
        return texts

    def book_names(self, domain: str) -> tuple[str, str]:
        """The names of the book and the bilingual book that hold a document."""
        name = file_name(self._articles.get(domain, domain))
        return f"epub/{name}.epub", f"epub/{name}.{BILINGUAL}.epub"

    def book_text(self, name: str, *, spoken: bool = True) -> str:
        """The text of all files of a book, without white space; with `spoken` text or without."""
        facts_of_files = (self.facts[file] for file in self._files_of_books.get(name, ()))
        return "".join(
            facts.text if spoken else facts.visible_text
            for facts in facts_of_files
            if isinstance(facts, PageFacts)
        )

    @cached_property
    def _files_of_books(self) -> dict[str, list[str]]:
        """The pages and XML files of each book, by the book's name."""
        books: dict[str, list[str]] = {}
        for name in self.facts:
            book, path_in_book, _ = name.partition(".epub/")
            if path_in_book:
                books.setdefault(f"{book}.epub", []).append(name)
        return books


def original_name(name: str) -> str:
    """The name of the original's file to compare with; a bilingual book's is the plain book's."""
    return _BILINGUAL_BOOK.sub("", name)


def _read_files(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """The name and the contents of a file in a folder; a book's files are named below the book."""
    path = folder / name
    if path.is_symlink():
        yield f"{name} (a symbolic link)", b""
    elif path.is_file() and path.suffix == ".epub":
        yield from ((f"{name}/{path_in_book}", data) for path_in_book, data in _read_zip(path))
    elif path.is_file():
        yield name, path.read_bytes()


def _read_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as book:
            yield from ((name, book.read(name)) for name in book.namelist())
    except zipfile.BadZipFile:
        yield "(no zip container)", b""


def _read_facts(name: str, data: bytes) -> PageFacts | MarkupError:
    try:
        if name.endswith(".html"):
            return parse_html(data.decode(errors="replace"))
        return parse_pdf(data) if name.endswith(".pdf") else parse_xml(data)
    except MarkupError as error:
        return error


def _unescaped(escape: re.Match[str]) -> str:
    return " " if escape[1] in "nt" else escape[1]
