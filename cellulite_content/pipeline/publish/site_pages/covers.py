"""The covers of the books as files, and small ones of the plain books for the shelf."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Sequence
from pathlib import Path

from ...editions.books.downloads import cover_of
from ...files.atomic import write_file
from ...model.fingerprint import digest
from ..site_digests import SiteDigests
from .entries import SiteEntry

THUMBNAIL = 320, 480
"""Pixels of a small cover: two for each of the largest that the shelf shows. One has 15 KB; a cover
has 110 KB."""

_QUALITY = 80


def write_covers(entries: Sequence[SiteEntry], digests: SiteDigests) -> None:
    """Write `covers/` and `thumbnails/` of the present books, and remove other pictures there."""
    output = digests.site.folder
    books = [book for entry in entries for article in entry.articles for book in article.books]
    covers = {book.cover: book for book in books if book.cover}
    small = {name for name, book in covers.items() if not book.volume.bilingual}
    for name, book in covers.items():
        file = output / "downloads" / book.file
        if not digests.is_made_from(f"covers/{name}", book.sha256):
            write_file(output / "covers" / name, cover_of(file))
        if name in small and not digests.is_made_from(f"thumbnails/{name}", book.sha256):
            write_file(output / "thumbnails" / name, _thumbnail(cover_of(file), digests))
    for folder, names in (("covers", covers.keys()), ("thumbnails", small)):
        _remove_others(output / folder, names)


def _remove_others(folder: Path, names: Collection[str]) -> None:
    for path in folder.glob("*.jpg"):
        if path.name not in names:
            path.unlink()


def _thumbnail(cover: bytes, digests: SiteDigests) -> bytes:
    """A small JPEG of a cover, kept in the cache: most edits of a book leave its cover."""
    key = digest("thumbnail", digests.program, hashlib.sha256(cover).hexdigest())
    data = digests.cache.get(key)
    if data is None:
        data = _drawn(cover)
        digests.cache.put(key, data)
    return data


def _drawn(cover: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415 - takes 30 ms to import, and few runs have new covers

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(cover)) as picture:
        # JPEG decodes at half the size in half of the time, and the rest is one filter.
        picture.draft("RGB", (2 * THUMBNAIL[0], 2 * THUMBNAIL[1]))
        small = picture.convert("RGB").resize(THUMBNAIL, Image.Resampling.LANCZOS)
    small.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()
