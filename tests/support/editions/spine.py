"""The texts of a book in the order in which a reading program shows them."""

from collections.abc import Iterator

from lxml import etree

from .reader import Book, X, squeezed

_OPF = "{http://www.idpf.org/2007/opf}"


def spine_pages(book: Book) -> list[str]:
    """The names of the pages in the order of the spine."""
    items = {item.get("id"): item.get("href") for item in book.package.iter(f"{_OPF}item")}
    return [items[each.get("idref")] for each in book.package.iter(f"{_OPF}itemref")]


def spine_texts(book: Book) -> list[str]:
    """The texts of those pages, but for what is hidden."""
    pages = (book.pages[name].find(f"{X}body") for name in spine_pages(book))
    return [squeezed(text) for page in pages for text in _texts(page) if text.strip()]


def _texts(element: etree._Element) -> Iterator[str]:
    if element.get("hidden") is not None:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
