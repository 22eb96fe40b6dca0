"""A person's edit of one message: one entry of a catalog changes, and nothing else in the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import ProjectError
from ..files.atomic import replace_file
from ..model.locale import Locale
from ..model.project import Project
from .catalog import Catalog, Entry
from .catalog_file import CatalogFile, read_catalog
from .entry_edit import edit_entry
from .file_checks import locked_catalogs

_ATTEMPTS = 20
"""How often an edit is tried when other programs change the file at the same time."""


@dataclass(frozen=True)
class Translation:
    """What a catalog has for one message: the text, and whether a person must check it."""

    text: str
    fuzzy: bool = False


class EditConflictError(ProjectError):
    """The entry has changed since the person has seen it; `entry` is the one in the file."""

    def __init__(self, text: str, entry: Entry) -> None:
        super().__init__(text)
        self.entry = entry


def edit_message(
    project: Project, locale: Locale, domain: str, key: str, seen: Translation, new: Translation
) -> Entry:
    """Write a message's new translation into the catalog on disk. Returns its entry.

    `seen` is the translation that the person has seen. Other changes of the file stay. Raises
    `EditConflictError` if another program has changed this entry meanwhile, and `ProjectError` if
    the file cannot be read or has no such message; then nothing is written.
    """
    path = project.catalog(locale, domain)
    with locked_catalogs(project, locale):
        for _ in range(_ATTEMPTS):
            file = _read(project, locale, path)
            catalog = file.catalog
            entry = _find(project, catalog, path, key)
            if translation_of(entry) == new:
                return entry
            if translation_of(entry) != seen:
                text = (
                    f"{project.relative(path)}:{entry.line}: another program has changed this entry"
                )
                raise EditConflictError(f"{text}; compare the two texts and save again", entry)
            edited = edit_entry(entry, translated(entry, new))
            entries = (edited if each is entry else each for each in catalog.entries)
            if replace_file(path, file.data, replace(catalog, entries=tuple(entries)).to_bytes()):
                return edited
    raise ProjectError(
        f"{project.relative(path)}: another program writes this file all the time; save again"
    )


def translation_of(entry: Entry) -> Translation:
    """The translation of an entry."""
    return Translation(entry.msgstr, entry.fuzzy)


def translated(entry: Entry, new: Translation) -> Entry:
    """The entry with another translation. A person who has checked it knows the new source."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    if new.fuzzy:
        return replace(entry, msgstr=new.text, flags=("fuzzy", *flags))
    return replace(
        entry,
        msgstr=new.text,
        flags=flags,
        previous=None,
        previous_context=None,
        previous_plural=None,
    )


def _read(project: Project, locale: Locale, path: Path) -> CatalogFile:
    file = read_catalog(project, path)
    if file is None:
        remedy = f"run `cellulite-content add-locale {locale.code}`"
        raise ProjectError(f"{project.relative(path)}: there is no catalog; {remedy}")
    return file


def _find(project: Project, catalog: Catalog, path: Path, key: str) -> Entry:
    entry = next((entry for entry in catalog.live if entry.key == key), None)
    if entry is None:
        raise ProjectError(
            f"{project.relative(path)}: there is no entry for this text; "
            "run `cellulite-content update`"
        )
    return entry
