"""The audit: compares a locale's finished editions with the original's before publication.

The gate checks the input, and the audit checks the output. It does not trust Sphinx or extensions.
It runs in the command's process, which has imported none of them.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from ..editions.epub.volume import BILINGUAL
from ..model.gate_result import GateResult, article_results
from ..model.links import same_place, source_address
from ..model.locale import Locale
from .page_facts import MarkupError, PageFacts, parse_html, parse_xml, without_spaces

_XML_SUFFIXES = (".xhtml", ".opf", ".ncx", ".svg", ".xml")
_BILINGUAL_BOOK = re.compile(rf"(?<!/)\.{BILINGUAL}(?=\.epub(?:/|$))")
_ESCAPE = re.compile(r"\\(.)")
# Each run is searched for in page, book and bundle.
_run_without_spaces = lru_cache(maxsize=8192)(without_spaces)


class Editions:
    """One locale's staged editions: their files, under names that are the same in every locale.

    Books are unpacked: `epub/<article>.epub/EPUB/nav.xhtml`. `bilingual` is true when the project
    builds bilingual books.
    """

    def __init__(
        self, folder: Path, locale: Locale, site_url: str = "", *, bilingual: bool = True
    ) -> None:
        self.bilingual = bilingual
        tags = "|".join(map(re.escape, sorted({locale.tag, locale.code})))
        # `<article>.de.epub` and `<article>/de.txt`; a figure may have a variant `<name>.de.svg`.
        # A page contains its own absolute address, and those of the same page in other languages.
        self._site_address = re.compile(
            rf"{re.escape(site_url)}[a-zA-Z-]+/(?=.)" if site_url else "(?!)"
        )
        self._links = locale.links
        self._own_tag = re.compile(rf"(?:\.|(?<=/))(?:{tags})(?=(?:\.{BILINGUAL})?\.\w+(?:/|$))")
        self.files = {self.name_without_tag(name): data for name, data in _read_files(folder)}

    def name_without_tag(self, name: str) -> str:
        """The name of a file or its relative address, without the locale's tag."""
        return self._own_tag.sub("", name)

    def addresses(self, addresses: Counter[str]) -> Counter[str]:
        """The external addresses; an address that `links` allows is replaced by the source's.

        Addresses of the site itself are given without their language.
        """
        return Counter(
            same_place(self._site_address.sub("*/", source_address(address, self._links), count=1))
            for address in addresses.elements()
        )

    @cached_property
    def facts(self) -> dict[str, PageFacts | MarkupError]:
        """The facts of each page and XML file, or the error of an unreadable file."""
        return {
            name: _read_facts(name, data)
            for name, data in self.files.items()
            if name.endswith((".html", *_XML_SUFFIXES))
        }

    def texts(self, domain: str) -> dict[str, str]:
        """The texts of an article's page, books and units in the bundle, without white space."""
        slug = Path(domain).name
        page, bundle = f"html/{domain}.html", f"bundle/{slug}/.txt"
        units = _ESCAPE.sub(_unescaped, self.files.get(bundle, b"").decode())
        texts = {page: "", bundle: without_spaces(units)}
        texts |= {book: self.book_text(book) for book in _book_names(slug)}
        if isinstance(facts := self.facts.get(page), PageFacts):
            texts[page] = facts.text
        return texts

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


def audit(editions: Editions, original: Editions, results: Sequence[GateResult]) -> str:
    """One line about the first fault of a locale's editions; an empty string if there is none."""
    faults = (
        *_malformed_files(editions),
        *_new_files(editions, original),
        *_changed_contents(editions, original),
        *_missing_translations(editions, original, results),
        *_missing_sources(editions, original, results),
    )
    if not faults:
        return ""
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    fault = " ".join(faults[0].split())
    return f"{fault}{more}; not published; not a translator's fault: please report it"


def _malformed_files(editions: Editions) -> Iterator[str]:
    """Harm: a book that no reading program opens, or a book whose entities load files."""
    for name, facts in editions.facts.items():
        if isinstance(facts, MarkupError):
            yield f"{name} cannot be read as XML: {facts}"


def _new_files(editions: Editions, original: Editions) -> Iterator[str]:
    """Harm: a file of the build machine, or a program, is published with the pages."""
    for name in sorted(editions.files):
        if _original_name(name) not in original.files:
            yield f"{name} is a file that the original does not have"


def _changed_contents(editions: Editions, original: Editions) -> Iterator[str]:
    """Harm: a link to another address, a program on the page, another picture or download.

    A bilingual book may repeat an address of the original in the translation, and a page may link
    to both books.
    """
    # A fault in both books is reported for the plain book, where the check is more exact.
    for name in sorted(editions.facts, key=lambda name: (_original_name(name) != name, name)):
        own, source = editions.facts[name], original.facts.get(_original_name(name))
        address_factor = 2 if _original_name(name) != name else 1
        if not isinstance(own, PageFacts) or not isinstance(source, PageFacts):
            continue
        for kind, expected, actual, factor in (
            (
                "addresses",
                original.addresses(source.addresses),
                editions.addresses(own.addresses),
                address_factor,
            ),
            ("programs", source.programs, own.programs, 1),
            ("images", _common(source.images, original), _common(own.images, editions), 1),
            ("downloads", _common(source.downloads, original), _common(own.downloads, editions), 2),
        ):
            differences = (
                ("lost", expected - actual),
                ("new", actual - _multiply(expected, factor)),
            )
            if any(difference for _, difference in differences):
                listed = _format_differences(differences)
                yield f"{name} has other {kind} than the original: {listed}"


def _missing_translations(
    editions: Editions, original: Editions, results: Sequence[GateResult]
) -> Iterator[str]:
    """Harm: a translation is missing, and nobody is warned.

    Wherever the original shows a message, the edition must show its translation. The interface's
    messages are not checked: the translation's state decides which of them a page has.
    """
    for result in article_results(results):
        own, source = editions.texts(result.domain), original.texts(result.domain)
        if not (editions.bilingual and _is_translated(result)):
            del own[_book_names(Path(result.domain).name)[1]]
        for text, (source_runs, target_runs) in result.shown.items():
            for place in own:
                shown = _has_runs(source[_original_name(place)], source_runs)
                if shown and not _has_runs(own[place], target_runs):
                    yield f"{place} lacks the translation of {text[:40]!r}"


def _missing_sources(
    editions: Editions, original: Editions, results: Sequence[GateResult]
) -> Iterator[str]:
    """Harm: a reviewer uses a bilingual book in which a source text is missing.

    Only visible text is checked: spoken text, such as alternative text, has one language.
    """
    for result in filter(_is_translated, article_results(results) if editions.bilingual else ()):
        plain, bilingual = _book_names(Path(result.domain).name)
        source = original.book_text(plain, spoken=False)
        own = editions.book_text(bilingual, spoken=False)
        for text, (source_runs, _) in result.shown.items():
            if _has_runs(source, source_runs) and not _has_runs(own, source_runs):
                yield f"{bilingual} lacks the source of {text[:40]!r}"


def _is_translated(result: GateResult) -> bool:
    """Whether any text differs from its source; otherwise there is no bilingual book."""
    return any(text != translation for text, translation in result.accepted.items())


def _has_runs(text: str, runs: Sequence[str]) -> bool:
    return bool(text) and all(_run_without_spaces(run) in text for run in runs)


def _common(counter: Counter[str], editions: Editions) -> Counter[str]:
    return Counter(_original_name(editions.name_without_tag(name)) for name in counter.elements())


def _multiply(counter: Counter[str], factor: int) -> Counter[str]:
    return Counter({name: factor * count for name, count in counter.items()})


def _book_names(slug: str) -> tuple[str, str]:
    """The names of an article's book and bilingual book."""
    return f"epub/{slug}.epub", f"epub/{slug}.{BILINGUAL}.epub"


def _original_name(name: str) -> str:
    """The name of the original's file to compare with; a bilingual book's is the plain book's."""
    return _BILINGUAL_BOOK.sub("", name)


def _format_differences(differences: Sequence[tuple[str, Counter[str]]]) -> str:
    return "; ".join(
        f"{kind} {', '.join(sorted(counter))[:80]}" for kind, counter in differences if counter
    )


def _read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The names and contents of all files; a book's files are named below the book."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
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
        return (
            parse_html(data.decode(errors="replace")) if name.endswith(".html") else parse_xml(data)
        )
    except MarkupError as error:
        return error


def _unescaped(escape: re.Match[str]) -> str:
    return " " if escape[1] in "nt" else escape[1]
