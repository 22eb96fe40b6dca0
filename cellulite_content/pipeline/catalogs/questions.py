"""Questions: comments `# question: …` with which translators ask the authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model.locale import Locale
from ..model.project import Project
from .catalog import CatalogError, Entry, parse_catalog
from .file_checks import list_catalogs, read_catalog_file

_QUESTION = re.compile(r"question\s*:\s*(.*\S)", re.IGNORECASE)
_IN_FILE = re.compile(rb"question[ \t]*:", re.IGNORECASE)
"""In a catalog of any charset: all of them have ASCII's characters."""


@dataclass(frozen=True)
class Question:
    """A translator's question, with its place; an empty `source` is for the whole catalog."""

    locale: str
    path: str
    line: int
    source: str
    context: str
    text: str


def questions_of(entry: Entry) -> tuple[str, ...]:
    """The questions in an entry's comments; each is one line."""
    matches = map(_QUESTION.fullmatch, entry.comments)
    return tuple(match[1] for match in matches if match)


def other_comments(comments: Iterable[str]) -> Iterator[str]:
    """The comments that are no questions."""
    return (comment for comment in comments if not _QUESTION.fullmatch(comment))


def with_questions(comments: Sequence[str], questions: Sequence[str]) -> tuple[str, ...]:
    """An entry's comments with these questions; questions that stay keep their lines."""
    wanted = list(questions)
    kept = []
    for comment in comments:
        match = _QUESTION.fullmatch(comment)
        if match and match[1] not in wanted:
            continue
        if match:
            wanted.remove(match[1])
        kept.append(comment)
    return (*kept, *(f"question: {text}" for text in wanted))


def read_questions(project: Project, locales: Iterable[Locale]) -> Iterator[Question]:
    """The questions in these locales' catalogs; those that cannot be read have none."""
    for locale in locales:
        for listed in list_catalogs(project, locale):
            data = None if listed.fault else read_catalog_file(project, listed.path)
            if not isinstance(data, bytes) or not _IN_FILE.search(data):
                continue  # most catalogs: nothing is parsed
            try:
                catalog = parse_catalog(data)
            except CatalogError:
                continue
            path = project.relative(listed.path)
            for entry in (catalog.header, *catalog.live):
                for text in questions_of(entry):
                    context = entry.context or ""
                    yield Question(locale.code, path, entry.line, entry.msgid, context, text)
