"""Checks of the zip container and the manifest, and of content that no book should have.

Unwanted are programs, remote files, viewports, pages without content, pasted addresses and large
files. A fault is a file of the book with its problem; an empty name means the whole book.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ...model.finding import Problem
from .book import OPF, Book
from .checked_book import REBUILD_HINT, CheckedBook, Fault
from .passages import XHTML

MAX_SIZE = 60 * 1024
"""The largest size of a book in bytes, without its images (cover and figures)."""

_MIMETYPE = b"application/epub+zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_OUTSIDE_OF_MANIFEST = re.compile(r"mimetype|META-INF/[^/]+\.xml")
_INDEX_PAGE = re.compile(r"(?:index|genindex|py-modindex|search)\.xhtml")
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)
_WORD = re.compile(r"[^\s\0]*")
_EXTERNAL_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_ADDRESS_START = re.compile(
    r"((?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:(?://)?|//)", re.IGNORECASE | re.ASCII
)
_LOADING_ATTRIBUTES = ("src", "poster", "srcset", "data")


def check_mimetype(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: reading programs and shops refuse the book, because they check its first bytes.

    Bad: `mimetype` compressed, or after another file
    Good: `mimetype` first, stored, without an extra field of zip (EPUB 3.3, OCF, section 4.2.2)
    """
    first = checked.book.container.entries[0]
    header = (first.filename, first.compress_type, first.extra)
    content = checked.book.container.files.get("mimetype", b"")
    if header != ("mimetype", zipfile.ZIP_STORED, b"") or content != _MIMETYPE:
        yield (
            "",
            Problem(
                "book-mimetype",
                "its first file is not `mimetype`, stored uncompressed",
                REBUILD_HINT,
            ),
        )


def check_times(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: every build gives a different file, so nobody can verify a book's sources.

    Bad: an entry of 23 November 2026, 14:05
    Good: all entries of 1 January 1980, the earliest time in a zip file
    """
    # An extra field can hold times too.
    timed = [
        entry
        for entry in checked.book.container.entries
        if entry.date_time != _EPOCH or entry.extra
    ]
    if timed:
        text = f"{len(timed)} files have the time of packing"
        yield timed[0].filename, Problem("book-times", text, REBUILD_HINT)


def check_manifest(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers never see a page or picture, or nobody notices a file in the book.

    Bad: a file that the manifest does not list; an item that no page refers to
    Good: each file is listed once, and used
    """
    book = checked.book
    listed = Counter(item.path for item in book.items)
    present = {name for name in book.container.files if not _OUTSIDE_OF_MANIFEST.fullmatch(name)}
    used = _used_files(book) | {book.package_name}
    for name in sorted(present - set(listed) - {book.package_name}):
        yield name, Problem("book-manifest", "the manifest does not list this file", REBUILD_HINT)
    for name, count in listed.items():
        if name not in present:
            yield (
                name,
                Problem(
                    "book-manifest", "the manifest lists this file, but it is missing", REBUILD_HINT
                ),
            )
        elif count > 1:
            yield name, Problem("book-manifest", "the manifest lists this file twice", REBUILD_HINT)
        elif name not in used:
            yield name, Problem("book-manifest", "nothing in the book uses this file", REBUILD_HINT)


def _used_files(book: Book) -> set[str]:
    """The files that spine, nav, NCX, cover, pages and stylesheets refer to."""
    used = {book.nav, *book.spine}
    used |= {item.path for item in book.items if "cover-image" in item.properties}
    spine = book.package.find(f"{OPF}spine")
    toc = spine.get("toc") if spine is not None else None
    used |= {item.path for item in book.items if item.id == toc}
    for name, root in book.trees.items():
        if name != book.package_name:
            used |= {book.resolve(name, address)[0] for address in addresses(root)}
    for name, data in book.container.files.items():
        if name.endswith(".css"):
            used |= {book.resolve(name, address)[0] for address in _css_addresses(data)}
    return used


def _css_addresses(data: bytes) -> Iterator[str]:
    for url, imported in _URL.findall(data.decode(errors="replace")):
        yield url or imported


def addresses(root: Element) -> Iterator[str]:
    """The addresses of a file's links and of the files it loads."""
    for element in root.iter():
        for name, value in element.items():
            if name.rpartition("}")[2] in ("href", *_LOADING_ATTRIBUTES):
                yield value


def check_programs(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a program runs on the reader's device; a style overrides the reader's settings.

    Bad: `<script>`, `onclick="…"`, `<iframe>`, `style="…"`
    Good: text, links, pictures, one stylesheet
    """
    for name, facts in checked.book.facts.items():
        # A picture's own style has no effect on the page.
        is_picture = name.endswith(".svg")
        programs = {
            program
            for program in facts.programs
            if not (is_picture and program.startswith(("<style", "style=")))
        }
        if programs and name != "META-INF/container.xml":
            program = min(programs)[:60]
            yield name, Problem("book-program", f"it has active content: {program}", REBUILD_HINT)


def check_remote(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a server sees who reads the book; without a network the book is incomplete.

    Bad: `<img src="https://example.org/x.png"/>`, `url(//example.org/font.woff)`
    Good: the book contains everything that it shows; links may lead out of it
    """
    for name, root in checked.book.pages.items():
        for element in root.iter():
            loaded = [element.get(attribute, "") for attribute in _LOADING_ATTRIBUTES]
            loaded += [element.get("href", "")] if element.tag == f"{XHTML}link" else []
            for address in filter(_EXTERNAL_ADDRESS.match, loaded):
                yield name, Problem("book-remote", f"it loads {address[:80]}", REBUILD_HINT)
    for name, data in checked.book.container.files.items():
        if name.endswith(".css"):
            for address in filter(_EXTERNAL_ADDRESS.match, _css_addresses(data)):
                yield name, Problem("book-remote", f"it loads {address[:80]}", REBUILD_HINT)


def check_viewport(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a fixed viewport keeps readers from enlarging the text.

    Bad: `<meta name="viewport" content="width=600"/>`
    Good: pages that flow
    """
    for name, root in checked.book.pages.items():
        if any(meta.get("name") == "viewport" for meta in root.iter(f"{XHTML}meta")):
            yield name, Problem("book-viewport", "it sets a viewport", REBUILD_HINT)


def check_index_pages(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers meet a page without content.

    Bad: Sphinx's empty `genindex.xhtml`
    Good: each page has text or a picture
    """
    pages_with_images = {image.page for image in checked.book.images}
    for name in checked.book.pages:
        has_text = any(passage.kind == "text" for passage in checked.passages[name])
        has_content = has_text or name in pages_with_images
        if _INDEX_PAGE.fullmatch(posixpath.basename(name)) or not has_content:
            yield name, Problem("book-index-page", "it is an index or an empty page", REBUILD_HINT)


def check_pasted_addresses(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: addresses interrupt sentences, and screen readers spell them out.

    Bad: `a review [https://example.org/review], which` after the link itself
    Good: `a review, which`
    """
    for name, root in checked.book.pages.items():
        hrefs = {link.get("href", "").strip() for link in root.iter(f"{XHTML}a")}
        linked_addresses = sorted(filter(_EXTERNAL_ADDRESS.match, hrefs))
        if not linked_addresses:
            continue
        shown_addresses = sorted(set(_addresses_in_text("\0".join(_text_outside_links(root)))))
        for address in linked_addresses:
            start = next(_addresses_in_text(address), "")
            place = bisect_left(shown_addresses, start)
            if place < len(shown_addresses) and shown_addresses[place].startswith(start):
                problem = f"the address {address[:80]} is in the text"
                yield name, Problem("book-pasted-address", problem, REBUILD_HINT)


def _addresses_in_text(text: str) -> Iterator[str]:
    """The words of a text from each start of an address in them to the next start.

    An address inside another one is a word of its own: so all words together are as long as the
    text, and sorting them takes little longer than reading it.
    """
    pieces = _ADDRESS_START.split(text)
    for start, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        yield start + _WORD.match(rest)[0]  # type: ignore[index]


def _text_outside_links(element: Element) -> Iterator[str]:
    """The pieces of text outside links."""
    if element.tag != f"{XHTML}a":
        yield element.text or ""
        for child in element:
            yield from _text_outside_links(child)
            yield child.tail or ""


def check_size(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: the book costs too much to download where data is expensive.

    Bad: 200 KB of fonts for one article
    Good: at most 60 KB without cover and figures
    """
    entries = checked.book.container.entries
    images = {item.path for item in checked.book.items if item.media_type.startswith("image/")}
    figures = sum(entry.compress_size for entry in entries if entry.filename in images)
    size = checked.book.container.size - figures
    if size > MAX_SIZE:
        yield (
            "",
            Problem(
                "book-too-large",
                f"it has {size} bytes without cover and figures, more than the limit of {MAX_SIZE}",
                "find the file that has grown, and remove what readers do not need",
            ),
        )
