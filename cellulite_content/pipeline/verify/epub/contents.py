"""Checks of nav, NCX, landmarks, links and notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ...model.finding import Problem
from .book import EPUB_TYPE, NCX, Book
from .checked_book import AGAIN, CheckedBook, Fault
from .packaging import addresses
from .passages import XHTML, is_note_reference, key, read_passages

Section = tuple[str, str, str]
"""A section's file, anchor and words (white space left out)."""

_LANDMARKS = ("toc", "bodymatter")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(2, 7))


def check_contents(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a section that readers do not find, or an entry with a wrong target.

    Bad: a nav without the section that the text and the NCX have
    Good: nav, NCX and headings list the same sections, in the same order and words
    """
    book = checked.book
    headings = list(_headings(checked))
    lists = {book.nav: list(_nav_sections(book))}
    if book.ncx:
        lists[book.ncx] = list(_ncx_sections(book))
    else:
        text = "there is no NCX, which older devices need"
        yield book.package_name, Problem("book-contents", text, AGAIN)
    for name, sections in lists.items():
        if [each[:2] for each in sections] != [each[:2] for each in headings]:
            text = "it lists other sections than the text has, or in another order"
            yield name, Problem("book-contents", text, AGAIN)
            continue
        for mine, heading in zip(sections, headings, strict=True):
            told = checked.leaked_keys | checked.chapter_keys
            if mine[2] != heading[2] and not {mine[2], heading[2]} & told:
                text = f"its name of the section {mine[1]!r} differs from the heading"
                yield name, Problem("book-contents", text, AGAIN)


def _headings(checked: CheckedBook) -> Iterator[Section]:
    for name in checked.book.body:
        for section in checked.book.pages[name].iter(f"{XHTML}section"):
            heading = next((each for each in section if each.tag in _HEADINGS), None)
            if heading is not None:
                yield name, section.get("id", ""), _words(heading, checked.expected.locale.tag)


def _words(element: Element, language: str) -> str:
    """An element's text in the language, without parts that are marked with another one."""
    page = Element("page")
    body = Element(f"{XHTML}body")
    page.append(body)
    body.append(element)
    own = element.get("lang") or language
    passages = read_passages(page, language)
    return "".join(each.key for each in passages if each.language == own and each.kind == "text")


def _nav_sections(book: Book) -> Iterator[Section]:
    for nav in _navs(book, "toc"):
        for link in nav.iter(f"{XHTML}a"):
            name, anchor = book.resolve(book.nav, link.get("href", ""))
            if anchor:
                yield name, anchor, key("".join(link.itertext()))


def _ncx_sections(book: Book) -> Iterator[Section]:
    for point in book.trees[book.ncx].iter(f"{NCX}navPoint"):
        content, label = point.find(f"{NCX}content"), point.find(f"{NCX}navLabel")
        if content is not None and label is not None:
            name, anchor = book.resolve(book.ncx, content.get("src", ""))
            if anchor:
                yield name, anchor, key("".join(label.itertext()))


def _navs(book: Book, kind: str) -> Iterator[Element]:
    for nav in book.pages[book.nav].iter(f"{XHTML}nav"):
        if kind in nav.get(EPUB_TYPE, "").split():
            yield nav


def check_landmarks(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers who cannot turn pages have no direct way to the text.

    Bad: a nav without landmarks
    Good: landmarks with the contents and the beginning of the text
    """
    book = checked.book
    links = [link for nav in _navs(book, "landmarks") for link in nav.iter(f"{XHTML}a")]
    kinds = {kind for link in links for kind in link.get(EPUB_TYPE, "").split()}
    missing = [kind for kind in _LANDMARKS if kind not in kinds]
    if missing:
        text = f"its landmarks lack {' and '.join(missing)}"
        yield book.nav, Problem("book-landmarks", text, AGAIN)


def check_ids(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: links that lead to the first of two places.

    Bad: two sections with `id="sources"`
    Good: an id occurs once in a file
    """
    for name, ids in checked.book.ids.items():
        repeated = [each for each, count in Counter(ids).items() if count > 1]
        if repeated:
            text = f"it has the id {repeated[0]!r} more than once"
            yield name, Problem("book-repeated-id", text, AGAIN)


def check_links(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a link that does nothing, or closes the book with an error.

    Bad: `<a href="#nothing">`
    Good: each link inside of the book leads to an existing file and id
    """
    book = checked.book
    for name, root in book.trees.items():
        if name.startswith("META-INF/") or name == book.package_name:
            continue
        notes = {each.get("href") for each in root.iter() if _is_of_notes(each)}
        for address in dict.fromkeys(addresses(root)):
            if _OUTSIDE.match(address) or address in notes:
                continue
            target, anchor = book.resolve(name, address)
            ids = book.ids.get(target, [])
            if target not in book.container.files or (anchor and anchor not in ids):
                text = f"the link {address[:80]!r} leads nowhere"
                yield name, Problem("book-dangling-link", text, AGAIN)


def _is_of_notes(element: Element) -> bool:
    return element.get("role") in ("doc-noteref", "doc-backlink")


def check_notes(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a figure whose source readers cannot find, or from which no link leads back.

    Bad: a number that leads to a heading; a note without a link back
    Good: each number has its note, and each note leads back to a number
    """
    book = checked.book
    notes, references = _places(book, "doc-footnote"), _places(book, "doc-noteref")
    for name, root in book.pages.items():
        for element in filter(is_note_reference, root.iter()):
            if book.resolve(name, element.get("href", "")) not in notes:
                text = f"the number {_shown(element)} leads to no note"
                yield name, Problem("book-note", text, AGAIN)
    for (name, anchor), note in notes.items():
        links = [each for each in note.iter() if each.get("role") == "doc-backlink"]
        targets = {book.resolve(name, each.get("href", "")) for each in links}
        if not targets or not targets <= references.keys():
            text = f"the note {anchor!r} has no link back to its number"
            yield name, Problem("book-note", text, AGAIN)


def _places(book: Book, role: str) -> dict[tuple[str, str], Element]:
    return {
        (name, element.get("id", "")): element
        for name, root in book.pages.items()
        for element in root.iter()
        if element.get("role") == role
    }


def _shown(element: Element) -> str:
    return key("".join(element.itertext()))[:20]
