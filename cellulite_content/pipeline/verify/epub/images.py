"""Checks of alternative texts and of the cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...files.picture_types import MEDIA_TYPES
from ...model.finding import Problem
from .checked_book import REBUILD_HINT, CheckedBook, Fault
from .passages import text_key
from .text_coverage import ExpectedText, PageKeys

COVER_SIZE = (1600, 2400)
"""Width and height of a cover, in pixels."""

_JPEG = b"\xff\xd8"
_FRAME_HEADERS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MARKERS_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xDA)})


def check_alternative_texts(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: listeners do not know about an image, or hear only its file name.

    Bad: `alt="_images/skin-layers.svg"`, or an English text in the German book
    Good: the catalog's description, in the book's language; for a cover, the title
    """
    descriptions = {text.key for text in _texts_of_kind(checked, "alternative text")}
    titles = _texts_of_kind(checked, "title")
    for image in checked.book.images:
        description = image.text
        if image.is_decoration:
            continue
        if not description or _is_file_name(description):
            text = (
                f"an image has the description {description[:60]!r}"
                if description
                else "an image has no description"
            )
            yield image.page, Problem("book-alternative-text", text, REBUILD_HINT)
            continue
        key = text_key(description)
        is_known = _is_title(key, titles) if image.is_cover else key in descriptions
        if not is_known and not checked.expected.withheld:
            text = f"an image's description differs from the catalog's: {description[:60]!r}"
            yield image.page, Problem("book-alternative-text", text, REBUILD_HINT)


def _is_file_name(text: str) -> bool:
    """Whether a text is one word with the form of a path or of an image's file name."""
    is_word = len(text.split(maxsplit=1)) == 1
    return is_word and ("/" in text or "\\" in text or text.lower().endswith(tuple(MEDIA_TYPES)))


def _is_title(key: str, titles: Iterable[ExpectedText]) -> bool:
    """Whether a key is that of a title, which may have substitutions."""
    keys = PageKeys((key,))
    return any(keys.matching_key(title) == key for title in titles)


def _texts_of_kind(checked: CheckedBook, kind: str) -> list[ExpectedText]:
    """The units of a kind, in both languages; another check reports leaked sources."""
    return [
        ExpectedText(book_unit, runs)
        for book_unit in (*checked.expected.units, *checked.expected.optional_units)
        for runs in (book_unit.target, book_unit.source)
        if runs and book_unit.unit.kind == kind
    ]


def check_cover(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a library app shows a grey box instead of a cover.

    Bad: no cover although the settings ask for one; 600 × 800 pixels, blurred on a tablet
    Good: a JPEG of 1600 × 2400 pixels with the property `cover-image`
    """
    covers = [item for item in checked.book.items if "cover-image" in item.properties]
    if not covers and checked.expected.project.covers:
        yield checked.book.package_name, Problem("book-cover", "it has no cover", REBUILD_HINT)
    for item in covers:
        size = jpeg_size(checked.book.container.files.get(item.path, b""))
        if size != COVER_SIZE or item.media_type != "image/jpeg":
            actual = f"{size[0]} × {size[1]}" if size else "no JPEG"
            text = f"its cover is {actual}, not a JPEG of {COVER_SIZE[0]} × {COVER_SIZE[1]}"
            yield item.path, Problem("book-cover", text, REBUILD_HINT)


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from a JPEG's frame header (ITU T.81, B.2.2); None for other files."""
    if not data.startswith(_JPEG):
        return None
    offset = 2
    while offset + 9 <= len(data) and data[offset] == 0xFF:
        marker = data[offset + 1]
        if marker in _FRAME_HEADERS:
            height, width = (int.from_bytes(data[offset + n : offset + n + 2]) for n in (5, 7))
            return width, height
        has_length = marker not in _MARKERS_WITHOUT_LENGTH
        length = int.from_bytes(data[offset + 2 : offset + 4]) if has_length else 0
        offset += 2 + length
    return None
