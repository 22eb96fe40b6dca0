"""Checks of navigation document, NCX, landmarks, links and notes."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ...model.finding import Problem
from .book import EPUB_TYPE, NCX, Book
from .checked_book import REBUILD_HINT, CheckedBook, Fault
from .packaging import addresses
from .passages import FORMULA, XHTML, XML_LANG, is_note_reference, read_passages, text_key

Section = tuple[str, str, str]
"""A section's file, anchor and title (without white space)."""

_LANDMARKS = ("toc", "bodymatter")
_EXTERNAL_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_NUMBER = "section-number"
_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(2, 7))


def check_contents(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a section that readers do not find, or an entry that leads to the wrong place.

    Bad: a nav without the section that the text and the NCX have
    Good: nav, NCX and headings have the same sections, with the same titles and order
    """
    book = checked.book
    headings = list(_headings(checked))
    lists = {book.nav: list(_nav_sections(book))}
    if book.ncx:
        lists[book.ncx] = list(_ncx_sections(book))
    else:
        text = "it has no NCX, which older devices need"
        yield book.package_name, Problem("book-contents", text, REBUILD_HINT)
    reported_keys = checked.leaked_keys | checked.chapter_keys
    for name, sections in lists.items():
        if [section[:2] for section in sections] != [heading[:2] for heading in headings]:
            text = "its sections, or their order, differ from those of the text"
            yield name, Problem("book-contents", text, REBUILD_HINT)
            continue
        for section, heading in zip(sections, headings, strict=True):
            if section[2] != heading[2] and not {section[2], heading[2]} & reported_keys:
                text = f"its title of the section {section[1]!r} differs from the heading"
                yield name, Problem("book-contents", text, REBUILD_HINT)


def _headings(checked: CheckedBook) -> Iterator[Section]:
    for name in checked.book.body:
        for section in checked.book.pages[name].iter(f"{XHTML}section"):
            heading = next((child for child in section if child.tag in _HEADINGS), None)
            if heading is not None:
                text = _heading_text(heading, checked.expected.locale.tag)
                yield name, section.get("id", ""), text


def _heading_text(element: Element, language: str) -> str:
    """An element's text in its language, without parts that are marked with another language, and
    without the section's number.

    As in lists of contents, a picture in it is its spoken text, a formula is its TeX, and a
    substitution is a part of it.
    """
    page = Element("page")
    body = Element(f"{XHTML}body")
    page.append(body)
    body.append(_without_number(copy.deepcopy(element)))
    for part in body.iter():
        if part.tag == f"{XHTML}img":
            part.tag, part.text = f"{XHTML}span", part.attrib.pop("alt", "")
        elif part.tag == FORMULA:
            part[:] = []
            part.tag, part.text = f"{XHTML}span", part.attrib.pop("alttext", "")
        elif "substitution" in part.get("class", "").split():
            for name in ("class", "lang", XML_LANG):
                part.attrib.pop(name, None)
    own_language = element.get("lang") or language
    passages = read_passages(page, language)
    return "".join(
        passage.key
        for passage in passages
        if passage.language == own_language and passage.kind == "text"
    )


def _without_number(heading: Element) -> Element:
    """A heading after the number with which it begins, if any, has been removed."""
    if len(heading) and heading[0].get("class") == _NUMBER:
        heading.text = f"{heading.text or ''}{heading[0].tail or ''}"
        del heading[0]
    return heading


def _nav_sections(book: Book) -> Iterator[Section]:
    for nav in _navs_of_kind(book, "toc"):
        for link in nav.iter(f"{XHTML}a"):
            name, anchor = book.resolve(book.nav, link.get("href", ""))
            if anchor:
                yield name, anchor, text_key("".join(link.itertext()))


def _ncx_sections(book: Book) -> Iterator[Section]:
    for point in book.trees[book.ncx].iter(f"{NCX}navPoint"):
        content, label = point.find(f"{NCX}content"), point.find(f"{NCX}navLabel")
        if content is not None and label is not None:
            name, anchor = book.resolve(book.ncx, content.get("src", ""))
            if anchor:
                yield name, anchor, text_key("".join(label.itertext()))


def _navs_of_kind(book: Book, kind: str) -> Iterator[Element]:
    for nav in book.pages[book.nav].iter(f"{XHTML}nav"):
        if kind in nav.get(EPUB_TYPE, "").split():
            yield nav


def check_landmarks(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers who cannot turn pages cannot go to the text directly.

    Bad: a nav without landmarks
    Good: landmarks with the contents and the beginning of the text
    """
    book = checked.book
    links = [link for nav in _navs_of_kind(book, "landmarks") for link in nav.iter(f"{XHTML}a")]
    kinds = {kind for link in links for kind in link.get(EPUB_TYPE, "").split()}
    missing = [kind for kind in _LANDMARKS if kind not in kinds]
    if missing:
        text = f"it lacks landmarks for {' and '.join(missing)}"
        yield book.nav, Problem("book-landmarks", text, REBUILD_HINT)


def check_ids(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: links lead to the first of two places, perhaps the wrong one.

    Bad: two sections with `id="sources"`
    Good: an id occurs once in a file
    """
    for name, ids in checked.book.ids.items():
        repeated = [repeated_id for repeated_id, count in Counter(ids).items() if count > 1]
        if repeated:
            text = f"it has the id {repeated[0]!r} more than once"
            yield name, Problem("book-repeated-id", text, REBUILD_HINT)


def check_links(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a link does nothing, or closes the book with an error.

    Bad: `<a href="#nothing">`
    Good: each link inside the book leads to an existing file and id
    """
    book = checked.book
    ids_by_file = {name: frozenset(ids) for name, ids in book.ids.items()}
    for name, root in book.trees.items():
        if name.startswith("META-INF/") or name == book.package_name:
            continue
        note_links = {element.get("href") for element in root.iter() if _is_note_link(element)}
        for address in dict.fromkeys(addresses(root)):
            if _EXTERNAL_ADDRESS.match(address) or address in note_links:
                continue
            target, anchor = book.resolve(name, address)
            ids = ids_by_file.get(target, ())
            if target not in book.container.files or (anchor and anchor not in ids):
                text = f"the link {address[:80]!r} leads nowhere"
                yield name, Problem("book-dangling-link", text, REBUILD_HINT)


def _is_note_link(element: Element) -> bool:
    return element.get("role") in ("doc-noteref", "doc-backlink")


def check_notes(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers cannot find the source of a figure, or cannot return from it to the text.

    Bad: a number that leads to a heading; a note without a link back
    Good: each number has its note, and each note leads back to a number
    """
    book = checked.book
    notes = _elements_by_role(book, "doc-footnote")
    references = _elements_by_role(book, "doc-noteref")
    for name, root in book.pages.items():
        for element in filter(is_note_reference, root.iter()):
            if book.resolve(name, element.get("href", "")) not in notes:
                text = f"the number {_shown_number(element)} leads to no note"
                yield name, Problem("book-note", text, REBUILD_HINT)
    for (name, anchor), note in notes.items():
        links = [link for link in note.iter() if link.get("role") == "doc-backlink"]
        targets = {book.resolve(name, link.get("href", "")) for link in links}
        if not targets or not targets <= references.keys():
            text = f"the note {anchor!r} has no link back to its number"
            yield name, Problem("book-note", text, REBUILD_HINT)


def _elements_by_role(book: Book, role: str) -> dict[tuple[str, str], Element]:
    return {
        (name, element.get("id", "")): element
        for name, root in book.pages.items()
        for element in root.iter()
        if element.get("role") == role
    }


def _shown_number(element: Element) -> str:
    return text_key("".join(element.itertext()))[:20]
