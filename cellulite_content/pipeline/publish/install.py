"""Placement: where editions stand in a site, and how new ones take the place of old ones."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from ..editions.epub.volume import BILINGUAL
from ..files.atomic import write_file
from ..model.locale import Locale
from ..model.project import Project


def holds(output: Path, locale: Locale) -> bool:
    """Whether the site has an edition of this locale."""
    return (output / locale.tag / "index.html").is_file() or any(
        output.glob(f"downloads/*.{locale.tag}.epub")
    )


def together(project: Project, formats: Sequence[str], output: Path) -> tuple[str, ...]:
    """The formats to build so that no page tells of books that are not there, or of older ones."""
    pages = any((output / locale.tag / "index.html").is_file() for locale in project.editions)
    books = any(output.glob("downloads/*.epub"))
    more = [("epub", "html")] * pages + [("html", "epub")] * books
    missing = (other for each, other in more if each in formats)
    return tuple(dict.fromkeys((*formats, *missing)))


def place(staged: Path, locale: Locale, output: Path) -> None:
    """Move one locale's pages and books from their staging folder to the site."""
    pages = staged / "html"
    if pages.is_dir() and not same_files(pages, output / locale.tag):
        swap(pages, output / locale.tag)
    books = staged / "epub"
    if books.is_dir():
        _place_books(books, output / "downloads", locale)


def _place_books(books: Path, downloads: Path, locale: Locale) -> None:
    """Move the new books in; those of articles that are gone go."""
    downloads.mkdir(parents=True, exist_ok=True)
    for kind in ("", f".{BILINGUAL}"):
        for book in downloads.glob(f"*.{locale.tag}{kind}.epub"):
            if not (books / book.name).is_file():
                book.unlink()
    for book in sorted(books.glob("*.epub")):
        write_file(downloads / book.name, book.read_bytes())


def swap(new: Path, place: Path) -> None:
    """Put a folder in the place of another; the old one stands until the new one is there.

    The new one may come from another disk, so it is brought beside the place first. `recover`
    mends what a kill leaves between the two renames.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    beside, old = (place.with_name(f".{place.name}.{word}") for word in ("new", "old"))
    shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    shutil.move(new, beside)
    if place.exists():
        place.replace(old)
    beside.replace(place)
    shutil.rmtree(old, ignore_errors=True)


def same_files(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    return other.is_dir() and _contents(one) == _contents(other)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def recover(project: Project, output: Path) -> None:
    """Mend what a killed run left: an edition that it had moved aside comes back."""
    for place in (project.bundle, *(output / locale.tag for locale in project.editions)):
        beside, old = (place.with_name(f".{place.name}.{word}") for word in ("new", "old"))
        if old.is_dir() and not place.exists():
            old.replace(place)
        for left in (beside, old):
            shutil.rmtree(left, ignore_errors=True)
