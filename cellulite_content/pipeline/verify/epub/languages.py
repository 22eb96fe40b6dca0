"""Checks of a book's declared languages and directions, and of the language of its text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ...gate.checks.language import letter_script, scripts
from ...model.finding import Problem
from .book import OPF
from .checked_book import AGAIN, CheckedBook, Fault
from .passages import XHTML, XML_LANG, has_joiners, key, without_joiners

_LETTERS = 200
"""A page with fewer letters is not checked: a title page may be mostly names."""

_WORD = re.compile(r"\w")


def check_language(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a voice that reads German aloud with English sounds, the wrong letters for Chinese.

    Bad: `lang="en"` on a page of the German book
    Good: `lang`, `xml:lang`, `dc:language` and the file's name agree
    """
    book, expected = checked.book, checked.expected
    told = book.metadata("language")
    wanted = list(expected.volume.tags)
    if told != wanted:
        yield (
            book.package_name,
            Problem("book-language", f"its languages are {told}, not {wanted}", AGAIN),
        )
    tag = expected.locale.tag
    for name, root in book.pages.items():
        languages = (root.get("lang"), root.get(XML_LANG))
        if languages != (tag, tag):
            found = next((str(each) for each in languages if each != tag), "")
            text = f"its root has the language {found!r}, but the book is in {tag!r}"
            yield name, Problem("book-language", text, AGAIN)
    for name in filter(None, (book.package_name, book.ncx)):
        if book.trees[name].get(XML_LANG) != tag:
            text = f"its root does not have the language {tag!r}"
            yield name, Problem("book-language", text, AGAIN)


def check_direction(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: the ends of sentences are on the wrong side, numbers of lists are not visible.

    Bad: `dir="ltr"` on a page of the Arabic book
    Good: `dir="rtl"`, and `lang="en" dir="ltr"` on English text
    """
    wanted = checked.expected.locale.direction
    for name, root in (
        *checked.book.pages.items(),
        (checked.book.package_name, checked.book.package),
    ):
        body = root.find(f"{XHTML}body")
        told = {root.get("dir"), *([body.get("dir", wanted)] if body is not None else [])}
        if told != {wanted}:
            yield name, Problem("book-direction", f"its direction is not {wanted!r}", AGAIN)
    source = checked.expected.source
    for name, root in checked.book.pages.items() if not checked.expected.original else ():
        marked = [each for each in root.iter() if each.get("lang") == source.tag and each != root]
        turned = sum(each.get("dir", wanted) != source.direction for each in marked)
        if turned:
            text = f"{turned} texts in {source.tag} do not have the direction {source.direction!r}"
            yield name, Problem("book-direction", text, AGAIN)


def check_progression(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: turning to the next page shows the previous one.

    Bad: `page-progression-direction="ltr"` in an Arabic book
    Good: `rtl` there, `ltr` or nothing elsewhere
    """
    spine = checked.book.package.find(f"{OPF}spine")
    told = spine.get("page-progression-direction", "ltr") if spine is not None else "ltr"
    if told != checked.expected.locale.direction:
        wanted = checked.expected.locale.direction
        text = f"its page progression is {told!r}, but the language is written {wanted!r}"
        yield checked.book.package_name, Problem("book-progression", text, AGAIN)


def check_leaks(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers see English where an accepted translation exists.

    Bad: `Conclusion` in the contents of the German book
    Good: `Fazit`; English with `lang="en"`
    """
    if checked.expected.earlier:
        return
    for leak in checked.leaks:
        source = checked.expected.source.tag
        text = f"it shows {leak.text[:60]!r} in {source}, but there is a translation"
        yield leak.place, Problem("book-leaked-source", text, AGAIN)


def check_fallback(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: English that a voice reads with the sounds of another language.

    Bad: `<p>Running works.</p>` in a German book, where the translation was refused
    Good: `<p lang="en" dir="ltr">Running works.</p>`
    """
    if checked.expected.earlier:
        return
    for entry in checked.lost_sources:
        if not entry.accepted and checked.is_shown_as_own(entry):
            text = f"{entry.unit.id} is in {checked.expected.source.tag}, but is not marked so"
            yield checked.book.body[0], Problem("book-unmarked-source", text, AGAIN)


def check_chapters(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a chapter in a language that its readers cannot read; validators check no words.

    Bad: an English chapter in the Arabic book, marked `lang="ar"`
    Good: the words are in the marked language
    """
    place = checked.book.body[0]
    chapters = () if checked.expected.earlier else checked.coverage.chapters
    for chapter in chapters:
        row = chapter.lost
        sources = sum(map(checked.is_shown_as_own, row))
        source = f"in {checked.expected.source.tag}"
        told = source if 2 * sources > len(row) else "in another language or of another build"
        text = f"{len(row)} texts in a row from {row[0].unit.id} on are {told}"
        yield (
            place,
            Problem("book-other-language", f"{text}, marked {checked.expected.locale.tag}", AGAIN),
        )
    if not chapters:
        yield from _other_scripts(checked)


def _other_scripts(checked: CheckedBook) -> Iterator[Fault]:
    """Pages with mostly letters of other scripts; works without catalogs."""
    allowed = scripts(checked.expected.locale.code)
    for name in checked.book.body:
        text = "".join(each.key for each in checked.own(name))
        signs = Counter(sign for sign in text if unicodedata.category(sign).startswith("L"))
        chapter_keys = sum(n for sign, n in signs.items() if not letter_script(sign) & allowed)
        if signs.total() >= _LETTERS and 2 * chapter_keys > signs.total():
            told = f"most of its letters are not in a script of {checked.expected.locale.tag}"
            yield name, Problem("book-other-language", told, AGAIN)


def check_joiners(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: letters that do not join or join wrongly (Persian, Hindi), marks on the wrong side.

    Bad: `می‌خواهم` without its zero-width non-joiner
    Good: each joiner and direction mark of the message is in the book
    """
    if checked.expected.earlier:
        return
    for entry in checked.expected.units:
        for run in filter(has_joiners, entry.target):
            wanted, bare = key(run), without_joiners(key(run))
            for name in checked.passages:
                whole = "\0".join(each.key for each in checked.own(name))
                if bare in checked.bare[name] and wanted not in whole and _WORD.search(bare):
                    text = f"{entry.unit.id} has lost a joiner or a direction mark"
                    yield name, Problem("book-joiner-lost", text, AGAIN)
