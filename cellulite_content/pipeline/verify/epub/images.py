"""Checks of alternative texts and of the cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model.finding import Problem
from .checked_book import AGAIN, CheckedBook, Fault
from .passages import key

COVER = (1600, 2400)
"""Width and height of a cover, in pixels."""

_FILE = re.compile(r"\S*(?:/|\\)\S*|\S+\.(?:svg|png|jpe?g|gif|webp)", re.IGNORECASE)
_JPEG = b"\xff\xd8"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE = frozenset({0x01, *range(0xD0, 0xDA)})


def check_alternative_texts(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: listeners do not learn of a picture, or hear only its file name.

    Bad: `alt="_images/skin-layers.svg"`, or an English text in the German book
    Good: the catalog's description, in the book's language; for a cover the title
    """
    figures, covers = _told(checked, "alternative text"), _told(checked, "title")
    for image in checked.book.images:
        text = image.text
        if not text or _FILE.fullmatch(text):
            told = (
                f"an image has the description {text!r}" if text else "an image has no description"
            )
            yield image.place, Problem("book-alternative-text", told, AGAIN)
        elif key(text) not in (covers if image.cover else figures) and not checked.expected.earlier:
            told = f"an image's description is not the catalog's: {text[:60]!r}"
            yield image.place, Problem("book-alternative-text", told, AGAIN)


def _told(checked: CheckedBook, kind: str) -> set[str]:
    """The keys of the units of a kind, in both languages: leaked sources are reported as leaks."""
    units = [entry for entry in checked.expected.units if entry.unit.kind == kind]
    return {key("".join(runs)) for entry in units for runs in (entry.target, entry.source) if runs}


def check_cover(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a library app shows a grey box instead of a cover.

    Bad: no cover though the settings want one; one of 600 × 800 pixels, blurred on a tablet
    Good: a JPEG of 1600 × 2400 with the property `cover-image`
    """
    covers = [item for item in checked.book.items if "cover-image" in item.properties]
    if not covers and checked.expected.project.covers:
        yield checked.book.package_name, Problem("book-cover", "it has no cover", AGAIN)
    for item in covers:
        size = jpeg_size(checked.book.container.files.get(item.path, b""))
        if size != COVER or item.media_type != "image/jpeg":
            found = f"{size[0]} × {size[1]}" if size else "no JPEG"
            text = f"its cover is {found}, not a JPEG of {COVER[0]} × {COVER[1]}"
            yield item.path, Problem("book-cover", text, AGAIN)


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height by a JPEG's frame header (ITU T.81, B.2.2); None for another file."""
    if not data.startswith(_JPEG):
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker in _FRAMES:
            height, width = (int.from_bytes(data[place + n : place + n + 2]) for n in (5, 7))
            return width, height
        length = 0 if marker in _BARE else int.from_bytes(data[place + 2 : place + 4])
        place += 2 + length
    return None
