"""The covers of the books as files, and of the plain books small ones for the shelf and cards."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...editions.books.downloads import Download, cover_of
from ...editions.books.volume import COVER_HEIGHT, COVER_WIDTH
from ...files.atomic import write_file
from ...model.fingerprint import digest
from ...model.project import Project
from ..site_digests import SiteDigests
from .cards import draw_card
from .entries import SiteEntry

if TYPE_CHECKING:
    from PIL.Image import Image

THUMBNAIL = 320, 480
"""Pixels of a small cover: two for each of the largest that the shelf shows. One has 15 KB; a cover
has 110 KB."""

_QUALITY = 80


def write_covers(project: Project, entries: Sequence[SiteEntry], digests: SiteDigests) -> None:
    """Write `covers/` and `thumbnails/` of the present books, and `cards/` if the site knows its
    address; remove other pictures there."""
    output = digests.site.folder
    books = [book for entry in entries for article in entry.articles for book in article.books]
    covers = {book.cover: book for book in books if book.cover}
    plain = {name: book for name, book in covers.items() if not book.volume.bilingual}
    folders = {
        "covers": covers,
        "thumbnails": plain,
        "cards": plain if project.site_url else {},
    }
    for name, book in covers.items():
        for folder, names in folders.items():
            if name in names and not digests.is_made_from(f"{folder}/{name}", book.sha256):
                cover = cover_of(output / "downloads" / book.file)
                write_file(output / folder / name, _picture(folder, cover, book, digests))
    for folder, names in folders.items():
        _remove_others(output / folder, names)


def _remove_others(folder: Path, names: Collection[str]) -> None:
    for path in folder.glob("*.jpg"):
        if path.name not in names:
            path.unlink()


def _picture(folder: str, cover: bytes, book: Download, digests: SiteDigests) -> bytes:
    """The picture of a folder made from a cover, kept in the cache: most edits of a book leave its
    cover."""
    if folder == "covers":
        return cover
    key = digest(folder, digests.program, hashlib.sha256(cover).hexdigest())
    data = digests.cache.get(key)
    if data is None:
        is_mirrored = book.volume.locale.direction == "rtl"
        half = _half(cover)
        data = draw_card(half, mirrored=is_mirrored) if folder == "cards" else _thumbnail(half)
        digests.cache.put(key, data)
    return data


@lru_cache(maxsize=1)
def _half(cover: bytes) -> Image:
    """A cover at half its size, which JPEG decodes in half of the time."""
    from PIL import Image  # noqa: PLC0415 - takes 30 ms to import, and few runs have new covers

    with Image.open(io.BytesIO(cover)) as picture:
        picture.draft("RGB", (COVER_WIDTH // 2, COVER_HEIGHT // 2))
        return picture.convert("RGB")


def _thumbnail(cover: Image) -> bytes:
    from PIL import Image  # noqa: PLC0415

    buffer = io.BytesIO()
    small = cover.resize(THUMBNAIL, Image.Resampling.LANCZOS)
    small.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()
