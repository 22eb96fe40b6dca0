"""The audit: a locale's finished editions beside the original's, before they are published.

The gate judges what goes in; this looks at what came out. It trusts neither Sphinx nor the
extensions, and it runs in the asking process, which has imported none of them.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from ..ledger import Ledger, of_articles
from ..project import Locale, Project
from .output import Facts, MarkupError, facts_of_html, facts_of_xml, squeezed

_XML = (".xhtml", ".opf", ".ncx", ".svg", ".xml")
_ESCAPE = re.compile(r"\\(.)")
_squeezed_run = lru_cache(maxsize=8192)(squeezed)  # each is looked for in page, book and bundle


class Editions:
    """One locale's staged editions: their files, by names that are the same in every locale.

    Books are unpacked: `epub/<article>.epub/EPUB/nav.xhtml`.
    """

    def __init__(self, folder: Path, locale: Locale) -> None:
        own = "|".join(map(re.escape, sorted({locale.tag, locale.code})))
        # `<article>.de.epub` and `<article>/de.txt`; a figure may have a variant `<name>.de.svg`.
        self._links = {other: source for source, other in locale.links}
        self._own = re.compile(rf"(?:\.|(?<=/))(?:{own})(?=\.\w+(?:/|$))")
        self.files = {self.common(name): data for name, data in _files(folder)}

    def common(self, name: str) -> str:
        """The name of a file or its relative address, without the locale's tag."""
        return self._own.sub("", name)

    def addresses(self, given: Counter[str]) -> Counter[str]:
        """Outside addresses, with the source's for those that the locale may give instead."""
        return Counter(self._links.get(address, address) for address in given.elements())

    @cached_property
    def facts(self) -> dict[str, Facts | MarkupError]:
        """What each page and each XML file holds, or why it cannot be read."""
        return {
            name: _read(name, data)
            for name, data in self.files.items()
            if name.endswith((".html", *_XML))
        }

    def texts(self, domain: str) -> dict[str, str]:
        """The squeezed text of an article's page, of its book, and of its units in the bundle."""
        slug = Path(domain).name
        page, book, bundle = f"html/{domain}.html", f"epub/{slug}.epub", f"bundle/{slug}/.txt"
        units = _ESCAPE.sub(_unescaped, self.files.get(bundle, b"").decode())
        texts = {page: "", book: "", bundle: squeezed(units)}
        for name, facts in self.facts.items():
            place = book if name.startswith(f"{book}/") else name
            if place in texts and isinstance(facts, Facts):
                texts[place] += facts.text
        return texts


def audit_all(
    project: Project,
    staging: Path,
    locales: Sequence[Locale],
    ledgers: Mapping[str, Sequence[Ledger]],
) -> list[tuple[Locale, str]]:
    """The locales whose editions in `staging/<code>` may not be published, and why: one line.

    Where the original itself is missing or broken, none may be: there is nothing to hold them to.
    """
    source = project.source_locale
    original = Editions(staging / source.code, source)
    fault = audit(original, original, ()) if source in locales else "there is no original"
    if fault:
        lost = f"not published, for want of the original ({source.code}) to hold it to"
        return [(each, fault if each == source else lost) for each in locales]
    found = []
    for locale in locales:
        if locale != source:
            editions = Editions(staging / locale.code, locale)
            found.append((locale, audit(editions, original, ledgers.get(locale.code, ()))))
    return [(locale, fault) for locale, fault in found if fault]


def audit(editions: Editions, original: Editions, ledgers: Sequence[Ledger]) -> str:
    """One line on what is wrong with a locale's editions, or an empty string."""
    faults = (
        *_broken(editions),
        *_new_files(editions, original),
        *_new_contents(editions, original),
        *_lost_texts(editions, original, ledgers),
    )
    if not faults:
        return ""
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    fault = " ".join(faults[0].split())
    return f"{fault}{more}; not published, and no fault of the translators: please report it"


def _broken(editions: Editions) -> Iterator[str]:
    """Harm: a book that no reading program opens, or one whose entities pull in files."""
    for name, facts in editions.facts.items():
        if isinstance(facts, MarkupError):
            yield f"{name} is no good XML: {facts}"


def _new_files(editions: Editions, original: Editions) -> Iterator[str]:
    """Harm: a file of the machine, or a program, published beside the pages."""
    for name in sorted(editions.files.keys() - original.files.keys()):
        yield f"{name} is a file that the original does not have"


def _new_contents(editions: Editions, original: Editions) -> Iterator[str]:
    """Harm: a reader led elsewhere, a program on the page, another picture or download."""
    for name, mine in editions.facts.items():
        source = original.facts.get(name)
        if not isinstance(mine, Facts) or not isinstance(source, Facts):
            continue
        for what, wanted, given in (
            ("addresses", source.addresses, editions.addresses(mine.addresses)),
            ("programs", source.programs, mine.programs),
            ("images", _common(source.images, original), _common(mine.images, editions)),
            ("downloads", _common(source.downloads, original), _common(mine.downloads, editions)),
        ):
            if wanted != given:
                yield f"{name} has other {what} than the original: {_difference(wanted, given)}"


def _lost_texts(editions: Editions, original: Editions, ledgers: Sequence[Ledger]) -> Iterator[str]:
    """Harm: a translation that vanishes without a word.

    Wherever the original shows a message, the edition must show its translation. The interface's
    messages are not looked for: which of them a page has depends on the translation's state.
    """
    for ledger in of_articles(ledgers):
        mine, source = editions.texts(ledger.domain), original.texts(ledger.domain)
        for text, (wanted, given) in ledger.shown.items():
            for place in mine:
                if _holds(source[place], wanted) and not _holds(mine[place], given):
                    yield f"{place} lacks the translation of {text[:40]!r}"


def _holds(text: str, runs: Sequence[str]) -> bool:
    return bool(text) and all(_squeezed_run(run) in text for run in runs)


def _common(counter: Counter[str], editions: Editions) -> Counter[str]:
    return Counter(editions.common(name) for name in counter.elements())


def _difference(wanted: Counter[str], given: Counter[str]) -> str:
    parts = (("lost", wanted - given), ("new", given - wanted))
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
