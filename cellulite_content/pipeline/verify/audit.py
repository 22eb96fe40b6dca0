"""The audit: compares a locale's finished editions with the original's before publication.

The gate checks the input, the audit checks the output. It does not trust Sphinx or extensions, and
it runs in the command's process, which has imported none of them.
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
from ..model.locale import Locale
from .page_facts import Facts, MarkupError, facts_of_html, facts_of_xml, squeezed

_XML = (".xhtml", ".opf", ".ncx", ".svg", ".xml")
_BILINGUAL_BOOK = re.compile(rf"(?<!/)\.{BILINGUAL}(?=\.epub(?:/|$))")
_ESCAPE = re.compile(r"\\(.)")
_squeezed_run = lru_cache(maxsize=8192)(squeezed)  # each is looked for in page, book and bundle


class Editions:
    """One locale's staged editions: their files, under names that are the same in every locale.

    Books are unpacked: `epub/<article>.epub/EPUB/nav.xhtml`. `bilingual` says whether there should
    be bilingual books.
    """

    def __init__(
        self, folder: Path, locale: Locale, site_url: str = "", *, bilingual: bool = True
    ) -> None:
        self.bilingual = bilingual
        own = "|".join(map(re.escape, sorted({locale.tag, locale.code})))
        # `<article>.de.epub` and `<article>/de.txt`; a figure may have a variant `<name>.de.svg`.
        # A page contains its own absolute address, and those of the same page in other languages.
        self._site = re.compile(rf"{re.escape(site_url)}[a-zA-Z-]+/(?=.)" if site_url else "(?!)")
        self._links = {other: source for source, other in locale.links}
        self._own = re.compile(rf"(?:\.|(?<=/))(?:{own})(?=(?:\.{BILINGUAL})?\.\w+(?:/|$))")
        self.files = {self.common(name): data for name, data in _files(folder)}

    def common(self, name: str) -> str:
        """The name of a file or its relative address, without the locale's tag."""
        return self._own.sub("", name)

    def addresses(self, given: Counter[str]) -> Counter[str]:
        """External addresses; one that `links` allows is replaced by the source's.

        Addresses of the site itself are given without their language.
        """
        return Counter(
            self._site.sub("*/", self._links.get(address, address), count=1)
            for address in given.elements()
        )

    @cached_property
    def facts(self) -> dict[str, Facts | MarkupError]:
        """The facts of each page and XML file, or why it cannot be read."""
        return {
            name: _read(name, data)
            for name, data in self.files.items()
            if name.endswith((".html", *_XML))
        }

    def texts(self, domain: str) -> dict[str, str]:
        """The squeezed text of an article's page, of its books, and of its units in the bundle."""
        slug = Path(domain).name
        page, bundle = f"html/{domain}.html", f"bundle/{slug}/.txt"
        units = _ESCAPE.sub(_unescaped, self.files.get(bundle, b"").decode())
        texts = {page: "", bundle: squeezed(units)}
        texts |= {book: self.book(book) for book in _books(slug)}
        if isinstance(facts := self.facts.get(page), Facts):
            texts[page] = facts.text
        return texts

    def book(self, name: str, *, spoken: bool = True) -> str:
        """The squeezed text of all files of a book."""
        facts = (self.facts[file] for file in self._books.get(name, ()))
        return "".join(
            each.text if spoken else each.read for each in facts if isinstance(each, Facts)
        )

    @cached_property
    def _books(self) -> dict[str, list[str]]:
        """The pages and XML files of each book, by the book's name."""
        books: dict[str, list[str]] = {}
        for name in self.facts:
            book, inside, _ = name.partition(".epub/")
            if inside:
                books.setdefault(f"{book}.epub", []).append(name)
        return books


def audit(editions: Editions, original: Editions, results: Sequence[GateResult]) -> str:
    """One line about the first fault of a locale's editions, or an empty string."""
    faults = (
        *_broken(editions),
        *_new_files(editions, original),
        *_new_contents(editions, original),
        *_lost_texts(editions, original, results),
        *_lost_sources(editions, original, results),
    )
    if not faults:
        return ""
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    fault = " ".join(faults[0].split())
    return f"{fault}{more}; not published, and no fault of the translators: please report it"


def _broken(editions: Editions) -> Iterator[str]:
    """Harm: a book that no reading program opens, or whose entities load files."""
    for name, facts in editions.facts.items():
        if isinstance(facts, MarkupError):
            yield f"{name} is no good XML: {facts}"


def _new_files(editions: Editions, original: Editions) -> Iterator[str]:
    """Harm: a file of the build machine, or a program, published with the pages."""
    for name in sorted(editions.files):
        if _counterpart(name) not in original.files:
            yield f"{name} is a file that the original does not have"


def _new_contents(editions: Editions, original: Editions) -> Iterator[str]:
    """Harm: a link to another address, a program on the page, another picture or download.

    A bilingual book may repeat an address of the original in the translation, and a page may link
    to both books.
    """
    # A fault of both books is reported for the plain one, where the check is more exact.
    for name in sorted(editions.facts, key=lambda name: (_counterpart(name) != name, name)):
        mine, source = editions.facts[name], original.facts.get(_counterpart(name))
        times = 2 if _counterpart(name) != name else 1
        if not isinstance(mine, Facts) or not isinstance(source, Facts):
            continue
        downloads = _common(source.downloads, original), _common(mine.downloads, editions)
        for what, wanted, given, most in (
            (
                "addresses",
                original.addresses(source.addresses),
                editions.addresses(mine.addresses),
                times,
            ),
            ("programs", source.programs, mine.programs, 1),
            ("images", _common(source.images, original), _common(mine.images, editions), 1),
            ("downloads", *downloads, 2),
        ):
            parts = (("lost", wanted - given), ("new", given - _times(wanted, most)))
            if any(difference for _, difference in parts):
                yield f"{name} has other {what} than the original: {_listed(parts)}"


def _lost_texts(
    editions: Editions, original: Editions, results: Sequence[GateResult]
) -> Iterator[str]:
    """Harm: a translation that is lost without a message.

    Wherever the original shows a message, the edition must show its translation. The interface's
    messages are not checked: which of them a page has depends on the translation's state.
    """
    for result in article_results(results):
        mine, source = editions.texts(result.domain), original.texts(result.domain)
        if not (editions.bilingual and _pairs(result)):
            del mine[_books(Path(result.domain).name)[1]]
        for text, (wanted, given) in result.shown.items():
            for place in mine:
                if _holds(source[_counterpart(place)], wanted) and not _holds(mine[place], given):
                    yield f"{place} lacks the translation of {text[:40]!r}"


def _lost_sources(
    editions: Editions, original: Editions, results: Sequence[GateResult]
) -> Iterator[str]:
    """Harm: a bilingual book, used for a review, in which a source text is missing.

    Only visible text is checked: spoken text, such as alternative text, has one language.
    """
    for result in filter(_pairs, article_results(results) if editions.bilingual else ()):
        plain, both = _books(Path(result.domain).name)
        source, mine = original.book(plain, spoken=False), editions.book(both, spoken=False)
        for text, (wanted, _) in result.shown.items():
            if _holds(source, wanted) and not _holds(mine, wanted):
                yield f"{both} lacks the source of {text[:40]!r}"


def _pairs(result: GateResult) -> bool:
    """Whether any text differs from its source: only then is there a bilingual book."""
    return any(text != translation for text, translation in result.accepted.items())


def _holds(text: str, runs: Sequence[str]) -> bool:
    return bool(text) and all(_squeezed_run(run) in text for run in runs)


def _common(counter: Counter[str], editions: Editions) -> Counter[str]:
    return Counter(_counterpart(editions.common(name)) for name in counter.elements())


def _times(counter: Counter[str], times: int) -> Counter[str]:
    return Counter({key: times * count for key, count in counter.items()})


def _books(slug: str) -> tuple[str, str]:
    """The names of an article's book and bilingual book."""
    return f"epub/{slug}.epub", f"epub/{slug}.{BILINGUAL}.epub"


def _counterpart(name: str) -> str:
    """The original's file with which a file is compared; a bilingual book has the plain one."""
    return _BILINGUAL_BOOK.sub("", name)


def _listed(parts: Sequence[tuple[str, Counter[str]]]) -> str:
    return "; ".join(
        f"{word} {', '.join(sorted(counter))[:80]}" for word, counter in parts if counter
    )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files by name; a book's are named below the book."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield f"{name} (a symbolic link)", b""
        elif path.is_file() and path.suffix == ".epub":
            yield from ((f"{name}/{inside}", data) for inside, data in _unpacked(path))
        elif path.is_file():
            yield name, path.read_bytes()


def _unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as book:
            yield from ((name, book.read(name)) for name in book.namelist())
    except zipfile.BadZipFile:
        yield "(no zip container)", b""


def _read(name: str, data: bytes) -> Facts | MarkupError:
    try:
        return (
            facts_of_html(data.decode(errors="replace"))
            if name.endswith(".html")
            else facts_of_xml(data)
        )
    except MarkupError as error:
        return error


def _unescaped(escape: re.Match[str]) -> str:
    return " " if escape[1] in "nt" else escape[1]
