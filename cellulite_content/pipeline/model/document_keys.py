"""Keys of documents and builds: digests of what editions are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .locale import ListedLanguage
from .source_tree import DOCUMENT_SUFFIXES


class DocumentKeys(NamedTuple):
    """Digests of what the editions of a locale are made from.

    `shared` is that of what every document depends on; `documents` has one for each document's own
    source and accepted messages.
    """

    shared: str
    documents: Mapping[str, str]

    def changed_since(self, previous: DocumentKeys) -> frozenset[str] | None:
        """The documents with another key, or None when all must be built again."""
        if previous.shared != self.shared or previous.documents.keys() != self.documents.keys():
            return None
        return frozenset(
            name for name, key in self.documents.items() if previous.documents[name] != key
        )


@dataclass(frozen=True)
class BuildKeys:
    """What a build is made from, and the cache keys of its editions and of the published ones.

    `current` has a key for each format of the locale, `previous` for each that is built. Without
    `current`, nothing is kept.
    """

    documents: DocumentKeys = field(default=DocumentKeys("", {}))
    current: Mapping[str, str] = field(default_factory=dict)
    previous: Mapping[str, str] = field(default_factory=dict)


NOTHING_KEPT = BuildKeys()
"""The keys of a build that keeps nothing, and begins with nothing."""


def offered(languages: Iterable[ListedLanguage]) -> list[ListedLanguage]:
    """What books, and the pages of other documents, say of languages: not what is untranslated."""
    return [language._replace(untranslated=()) for language in languages]


def split_files(
    files: Mapping[str, str], names: Iterable[str]
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The digests of source files in two parts: those of other files, sorted by path, and those of
    the documents `names`, by their names and with their paths."""
    others, documents = dict(files), {}
    for name in names:
        paths = [
            path for suffix in sorted(DOCUMENT_SUFFIXES) if (path := f"{name}{suffix}") in files
        ]
        if len(paths) == 1:  # of two files one is something else, such as a download
            documents[name] = f"{paths[0]} {others.pop(paths[0])}"
    return sorted(others.items()), documents
