"""The covers of the books as files, and the smaller pictures of the plain books."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from ...editions.books.downloads import cover_of
from ...editions.typesetting.cover_pictures import cached_picture, picture_folders
from ...files.atomic import write_file
from ...model.project import Project
from ..site_digests import SiteDigests
from .entries import SiteEntry


def write_covers(project: Project, entries: Sequence[SiteEntry], digests: SiteDigests) -> None:
    """Write `covers/` and `thumbnails/` of the present books, and `cards/` if the site knows its
    address; remove other pictures there."""
    output = digests.site.folder
    books = [book for entry in entries for article in entry.articles for book in article.books]
    covers = {book.cover: book for book in books if book.cover}
    plain = {name: book for name, book in covers.items() if not book.volume.bilingual}
    folders = {
        "covers": covers,
        "thumbnails": {},
        "cards": {},
        **dict.fromkeys(picture_folders(project), plain),
    }
    for name, book in covers.items():
        new = [
            folder
            for folder, names in folders.items()
            if name in names and not digests.is_made_from(f"{folder}/{name}", book.sha256)
        ]
        cover = cover_of(output / "downloads" / book.file) if new else b""
        for folder in new:
            data = cover
            if folder != "covers":
                data = cached_picture(digests.cache, folder, cover)
            write_file(output / folder / name, data)
    for folder, names in folders.items():
        _remove_others(output / folder, names)


def _remove_others(folder: Path, names: Collection[str]) -> None:
    for path in folder.glob("*.jpg"):
        if path.name not in names:
            path.unlink()
