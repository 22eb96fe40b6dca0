"""A person's edit of one message: one entry of a catalog changes, and nothing else in the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import ProjectError
from ..files.atomic import replace_file
from ..files.names import harmful_character
from ..model.locale import Locale
from ..model.project import Project
from .catalog import Catalog, Entry
from .catalog_file import CatalogFile, read_catalog
from .entry_edit import edit_entry
from .file_checks import locked_catalogs
from .questions import questions_of, with_questions

_ATTEMPTS = 20
"""How often an edit is tried when other programs change the file at the same time."""


LONGEST_QUESTION = 1000

_ORIGIN = "suggested by the program "
"""How the comment begins on a translation that a program has made and nobody has checked."""


@dataclass(frozen=True)
class Translation:
    """What a catalog has for one message: the text, and whether a person must check it.

    `origin` is the name of the program that has made a fuzzy text; a comment says so.
    """

    text: str
    fuzzy: bool = False
    origin: str = field(default="", compare=False)


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

    def change(entry: Entry) -> Entry | None:
        if translation_of(entry) == new:
            return entry
        return translated(entry, new) if translation_of(entry) == seen else None

    return _edit(project, locale, domain, key, change)


def edit_questions(
    project: Project,
    locale: Locale,
    domain: str,
    key: str,
    seen: Sequence[str],
    new: Sequence[str],
) -> Entry:
    """Write the questions on a message into its comments; otherwise as `edit_message`.

    Raises `ProjectError` for a question that is too long or has an invisible character.
    """
    questions = tuple(text for text in (" ".join(each.split()) for each in new) if text)
    for text in questions:
        if len(text) > LONGEST_QUESTION or harmful_character(text):
            what = harmful_character(text) or f"more than {LONGEST_QUESTION} characters"
            raise ProjectError(f"a question has {what.rstrip(',')}; delete it and save again")

    def change(entry: Entry) -> Entry | None:
        present = questions_of(entry)
        if present == questions:
            return entry
        if present != tuple(seen):
            return None
        return replace(entry, comments=with_questions(entry.comments, questions))

    return _edit(project, locale, domain, key, change)


def translation_of(entry: Entry) -> Translation:
    """The translation of an entry."""
    origins = (each.removeprefix(_ORIGIN) for each in entry.comments if each.startswith(_ORIGIN))
    return Translation(entry.msgstr, entry.fuzzy, next(origins, ""))


def _edit(
    project: Project,
    locale: Locale,
    domain: str,
    key: str,
    change: Callable[[Entry], Entry | None],
) -> Entry:
    """Change one entry of the catalog on disk; `change` returns None for a conflict, and the same
    entry if there is nothing to write."""
    path = project.catalog(locale, domain)
    with locked_catalogs(project, locale):
        for _ in range(_ATTEMPTS):
            file = _read(project, locale, path)
            catalog = file.catalog
            entry = _find(project, catalog, path, key)
            new = change(entry)
            if new is entry:
                return entry
            if new is None:
                text = (
                    f"{project.relative(path)}:{entry.line}: another program has changed this entry"
                )
                raise EditConflictError(f"{text}; compare the two texts and save again", entry)
            edited = edit_entry(entry, new)
            entries = (edited if each is entry else each for each in catalog.entries)
            if replace_file(path, file.data, replace(catalog, entries=tuple(entries)).to_bytes()):
                return edited
    raise ProjectError(
        f"{project.relative(path)}: another program writes this file all the time; save again"
    )


def translated(entry: Entry, new: Translation) -> Entry:
    """The entry with another translation. A person who has checked it knows the new source."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    comments = tuple(each for each in entry.comments if not each.startswith(_ORIGIN))
    if new.fuzzy:
        if new.origin:
            comments = (*comments, f"{_ORIGIN}{new.origin}")
        return replace(entry, msgstr=new.text, flags=("fuzzy", *flags), comments=comments)
    return replace(
        entry,
        msgstr=new.text,
        flags=flags,
        comments=comments,
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
