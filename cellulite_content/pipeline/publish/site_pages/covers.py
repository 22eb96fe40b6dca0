"""The covers of the books as files, and small ones of the plain books for the shelf."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from ...editions.books.downloads import cover_of
from ...editions.typesetting.thumbnail import cached_thumbnail
from ...files.atomic import write_file
from ..site_digests import SiteDigests
from .entries import SiteEntry


def write_covers(entries: Sequence[SiteEntry], digests: SiteDigests) -> None:
    """Write `covers/` and `thumbnails/` of the present books, and remove other pictures there."""
    output = digests.site.folder
    books = [book for entry in entries for article in entry.articles for book in article.books]
    covers = {book.cover: book for book in books if book.cover}
    small = {name for name, book in covers.items() if not book.volume.bilingual}
    for name, book in covers.items():
        folders = ("covers", "thumbnails") if name in small else ("covers",)
        new = [each for each in folders if not digests.is_made_from(f"{each}/{name}", book.sha256)]
        cover = cover_of(output / "downloads" / book.file) if new else b""
        for folder in new:
            data = cover if folder == "covers" else cached_thumbnail(digests.cache, cover)
            write_file(output / folder / name, data)
    for folder, names in (("covers", covers.keys()), ("thumbnails", small)):
        _remove_others(output / folder, names)


def _remove_others(folder: Path, names: Collection[str]) -> None:
    for path in folder.glob("*.jpg"):
        if path.name not in names:
            path.unlink()
