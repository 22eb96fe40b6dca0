"""Names of articles: in the file names of books and data, and in programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import PurePosixPath

ARTICLES_FOLDER = "articles/"
"""The usual folder of articles, which file names leave out."""


def file_name(document: str) -> str:
    """The name of a document in the file names of its books, data and bundle.

    It is the document's whole name without the folder `articles/`, joined by hyphens: the name of
    one document never depends on others, so that no address changes when another is added.
    """
    return document.removeprefix(ARTICLES_FOLDER).replace("/", "-")


def program_names(documents: Collection[str]) -> dict[str, str]:
    """The names by which programs load documents.

    A document's name there is its short name, the last part of its whole name, or the whole name
    where several documents have the same short name.
    """
    short_names = {document: PurePosixPath(document).name for document in documents}
    counts = Counter(short_names.values())
    return {
        document: short_name if counts[short_name] == 1 else document
        for document, short_name in short_names.items()
    }
