"""The site: the folder of published editions, which this module fills, records and recovers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from ..editions.books.volume import BOOK_FORMATS, book_endings
from ..files.atomic import move_file, write_file
from ..files.file_states import FileState
from ..files.folder import recover_folder, replace_folder
from ..model.fingerprint import Fingerprint
from ..model.locale import Locale
from ..model.project import Project
from ..model.report import Report
from .site_record import (
    BUNDLE,
    SITE,
    Record,
    files_digest,
    read_record,
    states_by_owner,
    write_record,
)

CHECKSUMS = "SHA256SUMS"
"""The name of the file with the checksums of all others. A folder that has one is a site."""

BOOKS = "downloads"
"""The name of the folder of the books."""


class Site:
    """The published editions of a project.

    `folder` holds pages, books and data; the bundle has a folder of its own, which the project
    names. `record` describes what the last run installed there. `size` is the number of bytes of
    all files, with those of the project's other sites, once `save_record` was called.
    """

    def __init__(self, project: Project, folder: Path) -> None:
        self.project = project
        self.folder = folder
        self.size = 0
        self._linked: set[str] = set()

    @cached_property
    def record(self) -> Record:
        """What the last run installed."""
        return read_record(self.project, self.folder)

    @cached_property
    def _states(self) -> dict[str, list[FileState]]:
        """Each owner's files in the site, read at first use."""
        return states_by_owner(self.project, self.folder)

    @cached_property
    def files_before(self) -> dict[str, FileState]:
        """The files of the folder before this run installs anything, by name."""
        owners = self._states.keys() - {BUNDLE}
        return {file.name: file for owner in owners for file in self._states[owner]}

    @cached_property
    def _files(self) -> dict[str, str]:
        """Digests of each owner's files in the site."""
        return {owner: files_digest(files) for owner, files in self._states.items()}

    # Reading

    def read_files(self) -> None:
        """Read the names, sizes and times of all files ahead of their first use, while this process
        would wait for another one."""
        _ = self._files

    @property
    def books(self) -> Path:
        """The folder of the books."""
        return self.folder / BOOKS

    def pages(self, locale: Locale) -> Path:
        """The folder of a locale's pages."""
        return self.folder / locale.tag

    def has(self, locale: Locale) -> bool:
        """Whether the site has an edition of this locale."""
        return self._has_pages(locale) or any(
            any(self.books.glob(f"*.{locale.tag}.{form}")) for form in BOOK_FORMATS
        )

    def _has_pages(self, locale: Locale) -> bool:
        return (self.pages(locale) / "index.html").is_file()

    def linked_formats(self, formats: Sequence[str]) -> tuple[str, ...]:
        """`formats` and those that must be built with them.

        Pages contain their books' sizes and checksums, so a site with both gets both again.
        """
        pages = any(map(self._has_pages, self.project.editions))
        links = [(form, "html") for form in BOOK_FORMATS if pages]
        links += [("html", form) for form in BOOK_FORMATS if any(self.books.glob(f"*.{form}"))]
        return tuple(dict.fromkeys((*formats, *(new for old, new in links if old in formats))))

    def is_untouched(self, owner: str, *, missing: bool = True) -> bool:
        """Whether an owner's files are those of the last run; with `missing`, it may have none."""
        if owner not in self._files and not missing:
            return False
        return self.record.files.get(owner) == self._files.get(owner)

    def is_current(self, owner: str, key: str) -> bool:
        """Whether an owner's files are those of the last run, and were made from `key`."""
        return self.record.keys.get(owner) == key and self.is_untouched(owner)

    def start_of_names(self, locale: Locale, form: str) -> str:
        """How the names of an edition's files begin in the site's folder; empty for the bundle."""
        folders = {"html": locale.tag, **dict.fromkeys(BOOK_FORMATS, BOOKS)}
        return f"{folders[form]}/" if form in folders else ""

    def published_files(self, locale: Locale, form: str, key: str) -> dict[str, FileState]:
        """The files of the edition with this cache key by their names in it, if the site has
        exactly them: with their paths in the site's folder."""
        published = self.record.fingerprints.get(locale.code, {}).get(form)
        start = self.start_of_names(locale, form)
        is_published = published is not None and published.key == key
        if not (start and is_published and self.is_untouched(locale.tag, missing=False)):
            return {}
        suffix = "" if form == "html" else f".{form}"
        return {
            file.name.removeprefix(start): file
            for file in self._states[locale.tag]
            if file.name.startswith(start) and file.name.endswith(suffix)
        }

    def note_links(self, locale: Locale) -> None:
        """Note that published files of a locale have had second names, which changes a time."""
        self._linked.add(locale.tag)

    def _has_kept(self, owner: str, states: Mapping[str, Sequence[FileState]]) -> bool:
        """Whether an owner's files are still those of the beginning, but for that time."""
        before, now = (
            [(file.name, file.size, file.changed) for file in owned.get(owner, ())]
            for owned in (self._states, states)
        )
        return before == now

    # Writing

    def begin(self) -> None:
        """Make the folder a site before anything is installed in it: what a killed first build
        leaves must not look like the files of others."""
        if not (self.folder / CHECKSUMS).exists():
            write_file(self.folder / CHECKSUMS, b"")

    def recover(self) -> None:
        """Restore folders that a killed run had moved aside."""
        recover_folder(self.project.bundle)
        for locale in self.project.editions:
            recover_folder(self.pages(locale))

    def install(
        self,
        locale: Locale,
        staged: Path,
        same: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:
        """Move one locale's pages and books from their staging folder into the site.

        The files `same`, by format, are already there.
        """
        if (staged / "html").is_dir():
            replace_folder(self.pages(locale), staged / "html", same.get("html", ()))
        for form in BOOK_FORMATS:
            if (staged / form).is_dir():
                self._install_books(locale, staged / form, form, same.get(form, ()))

    def _install_books(
        self, locale: Locale, staged: Path, form: str, same: Collection[str]
    ) -> None:
        """Move the new books of a format; remove those of articles that are gone."""
        # Not by a pattern: for each language it would be compared with the books of all.
        names = (file.name.rpartition("/") for file in self._states.get(locale.tag, ()))
        for folder, _, name in names:
            is_book = folder == BOOKS and name.endswith(book_endings(locale, form))
            if is_book and not (staged / name).is_file():
                (self.books / name).unlink(missing_ok=True)
        for book in sorted(staged.glob(f"*.{form}")):
            if book.name not in same:
                move_file(book, self.books / book.name)

    def save_record(
        self,
        installed: Mapping[Locale, Mapping[str, Fingerprint]],
        keys: Mapping[str, str],
        report: Report,
        present: Sequence[FileState] | None = None,
    ) -> None:
        """Record the site's present files; records of files that this run did not install stay.

        `keys` are those of `SITE` and `BUNDLE`, if the run has written them. `present` are the
        files, if they are known. No published file may have a second name any more.
        """
        states = states_by_owner(self.project, self.folder, present)
        self.record.size = sum(file.size for owned in states.values() for file in owned)
        files = {owner: files_digest(states[owner]) for owner in states}
        owners = [*keys, *(locale.tag for locale in installed if SITE in keys)]
        owners += (owner for owner in self._linked if self._has_kept(owner, states))
        for locale, fingerprints in installed.items():
            self.record.fingerprints.setdefault(locale.code, {}).update(fingerprints)
        for owner in owners:
            self.record.files[owner] = files.get(owner, "")
        for owner, key in keys.items():
            self.record.keys[owner] = "" if report.errors else key
        self.record.seconds |= report.seconds_by_locale()
        self.size = write_record(self.project, self.folder, self.record)
