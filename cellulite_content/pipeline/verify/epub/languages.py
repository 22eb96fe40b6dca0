"""Checks of the declared languages and directions, and of the language of the text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ...gate.checks.language import letter_script, scripts
from ...model.finding import Problem
from .book import OPF
from .checked_book import REBUILD_HINT, CheckedBook, Fault
from .passages import XHTML, XML_LANG, has_joiners, text_key, without_joiners

_MIN_LETTERS = 200
"""A page with fewer letters is not checked: a title page may be mostly names."""

_WORD = re.compile(r"\w")


def check_language(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a voice reads German with English sounds; Chinese is shown with the wrong letters.

    Bad: `lang="en"` on a page of the German book
    Good: `lang`, `xml:lang`, `dc:language` and the file's name agree
    """
    book, expected = checked.book, checked.expected
    tags = book.metadata("language")
    expected_tags = list(expected.volume.tags)
    if tags != expected_tags:
        text = f"its languages are {tags}, not {expected_tags}"
        yield book.package_name, Problem("book-language", text, REBUILD_HINT)
    tag = expected.locale.tag
    for name, root in book.pages.items():
        languages = (root.get("lang"), root.get(XML_LANG))
        if languages != (tag, tag):
            wrong_tag = next((str(language) for language in languages if language != tag), "")
            text = f"its root has the language {wrong_tag!r}, but the book is in {tag!r}"
            yield name, Problem("book-language", text, REBUILD_HINT)
    for name in filter(None, (book.package_name, book.ncx)):
        if book.trees[name].get(XML_LANG) != tag:
            text = f"its root does not have the language {tag!r}"
            yield name, Problem("book-language", text, REBUILD_HINT)


def check_direction(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: sentences end on the wrong side; the numbers of lists are not visible.

    Bad: `dir="ltr"` on a page of the Arabic book
    Good: `dir="rtl"`, and `lang="en" dir="ltr"` on English text
    """
    direction = checked.expected.locale.direction
    package = (checked.book.package_name, checked.book.package)
    for name, root in (*checked.book.pages.items(), package):
        body = root.find(f"{XHTML}body")
        directions = {root.get("dir")}
        directions |= {body.get("dir", direction)} if body is not None else set()
        if directions != {direction}:
            text = f"its direction is not {direction!r}"
            yield name, Problem("book-direction", text, REBUILD_HINT)
    source = checked.expected.source
    for name, root in checked.book.pages.items() if not checked.expected.original else ():
        marked = [
            element
            for element in root.iter()
            if element.get("lang") == source.tag and element != root
        ]
        wrong = sum(element.get("dir", direction) != source.direction for element in marked)
        if wrong:
            text = f"{wrong} texts in {source.tag} do not have the direction {source.direction!r}"
            yield name, Problem("book-direction", text, REBUILD_HINT)


def check_progression(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: turning to the next page shows the previous page.

    Bad: `page-progression-direction="ltr"` in an Arabic book
    Good: `rtl` in an Arabic book; `ltr`, or no attribute, in a German book
    """
    spine = checked.book.package.find(f"{OPF}spine")
    progression = spine.get("page-progression-direction", "ltr") if spine is not None else "ltr"
    direction = checked.expected.locale.direction
    if progression != direction:
        text = f"its page progression is {progression!r}, but its language is {direction!r}"
        yield checked.book.package_name, Problem("book-progression", text, REBUILD_HINT)


def check_leaks(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers see English although an accepted translation exists.

    Bad: `Conclusion` in the contents of the German book
    Good: `Fazit`; English with `lang="en"`
    """
    if checked.expected.withheld:
        return
    for leaked_source in checked.leaked_sources:
        source = checked.expected.source.tag
        text = f"it shows {leaked_source.text[:60]!r} in {source}, although a translation exists"
        yield leaked_source.place, Problem("book-leaked-source", text, REBUILD_HINT)


def check_fallback(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a voice reads English with the sounds of another language.

    Bad: `<p>Running works.</p>` in a German book, where the translation was refused
    Good: `<p lang="en" dir="ltr">Running works.</p>`
    """
    if checked.expected.withheld:
        return
    for book_unit in checked.lost_sources:
        if not book_unit.accepted and checked.is_source_unmarked(book_unit):
            text = f"{book_unit.unit.id} is in {checked.expected.source.tag}, but unmarked"
            yield checked.book.body[0], Problem("book-unmarked-source", text, REBUILD_HINT)


def check_chapters(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers cannot read a chapter in another language; validators do not check text.

    Bad: an English chapter in the Arabic book, marked `lang="ar"`
    Good: the text is in the marked language
    """
    place = checked.book.body[0]
    chapters = () if checked.expected.withheld else checked.coverage.chapters
    for chapter in chapters:
        units = chapter.units
        unmarked = sum(map(checked.is_source_unmarked, units))
        mostly_source = 2 * unmarked > len(units)
        in_source = f"in {checked.expected.source.tag}"
        language = in_source if mostly_source else "in another language or of another build"
        text = f"{len(units)} texts in a row from {units[0].unit.id} on are {language}"
        text = f"{text}, marked {checked.expected.locale.tag}"
        yield place, Problem("book-other-language", text, REBUILD_HINT)
    if not chapters:
        yield from _other_scripts(checked)


def _other_scripts(checked: CheckedBook) -> Iterator[Fault]:
    """The pages with mostly letters of other scripts. Needs no catalogs."""
    allowed = scripts(checked.expected.locale.code)
    for name in checked.book.body:
        page_text = checked.locale_texts[name]
        letters = Counter(
            letter for letter in page_text if unicodedata.category(letter).startswith("L")
        )
        others = sum(n for letter, n in letters.items() if not letter_script(letter) & allowed)
        if letters.total() >= _MIN_LETTERS and 2 * others > letters.total():
            text = f"most of its letters are not in a script of {checked.expected.locale.tag}"
            yield name, Problem("book-other-language", text, REBUILD_HINT)


def check_joiners(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: letters join wrongly or not at all (Persian, Hindi); marks are on the wrong side.

    Bad: `می‌خواهم` without its zero-width non-joiner
    Good: each joiner and direction mark of the message is in the book
    """
    if checked.expected.withheld:
        return
    for book_unit in checked.expected.units:
        for run in filter(has_joiners, book_unit.target):
            run_key, joinerless = text_key(run), without_joiners(text_key(run))
            for name, joinerless_text in checked.joinerless_texts.items():
                lost = joinerless in joinerless_text and run_key not in checked.locale_texts[name]
                if lost and _WORD.search(joinerless):
                    text = f"{book_unit.unit.id} has lost a joiner or a direction mark"
                    yield name, Problem("book-joiner-lost", text, REBUILD_HINT)
