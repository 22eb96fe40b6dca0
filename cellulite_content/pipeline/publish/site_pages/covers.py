"""The covers of the books as files, and the smaller pictures of the plain books."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache, partial
from pathlib import Path

from ...editions.books.downloads import Download, cover_of
from ...editions.typesetting.cover_pictures import cached_picture, picture_folders
from ...model.project import Project
from ..site_digests import SiteDigests
from .entries import ArticleEntry, SiteEntry


def write_covers(project: Project, entries: Sequence[SiteEntry], digests: SiteDigests) -> None:
    """Write `covers/` and `thumbnails/` of the present books, and `cards/` if the site knows its
    address; remove other pictures there."""
    names: dict[str, set[str]] = {"covers": set(), "thumbnails": set(), "cards": set()}
    for entry in entries:
        make_pictures(project, entry.articles, digests)
        for cover, book in _books_with_cover(entry.articles).items():
            for folder in _folders(project, book):
                names[folder].add(cover)
    for folder, present in names.items():
        _remove_others(digests.site.folder / folder, present)


def make_pictures(project: Project, articles: Sequence[ArticleEntry], digests: SiteDigests) -> None:
    """Make the pictures of one language's books."""
    for name, book in _books_with_cover(articles).items():
        cover = cache(partial(cover_of, digests.path(f"downloads/{book.file}")))
        for folder in _folders(project, book):
            picture = partial(_picture, digests, folder, cover)
            digests.make(f"{folder}/{name}", book.sha256, picture)


def _books_with_cover(articles: Sequence[ArticleEntry]) -> dict[str, Download]:
    """The books that have a cover, by the name of its file."""
    return {book.cover: book for article in articles for book in article.books if book.cover}


def _folders(project: Project, book: Download) -> tuple[str, ...]:
    """The folders of the site with a picture of this book."""
    return ("covers", *(() if book.volume.bilingual else picture_folders(project)))


def _picture(digests: SiteDigests, folder: str, cover: Callable[[], bytes]) -> bytes:
    return cover() if folder == "covers" else cached_picture(digests.cache, folder, cover())


def _remove_others(folder: Path, names: Collection[str]) -> None:
    for path in folder.glob("*.jpg"):
        if path.name not in names:
            path.unlink()
