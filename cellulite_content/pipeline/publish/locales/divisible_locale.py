"""A locale that several jobs of a cluster may build: its articles, and which files these have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from ...editions.books.volume import BOOK_FORMATS, plain_stem
from ...editions.html.index_file import INDEX_FILE, merge_scripts
from ...files.archives.archive import ArchiveError
from ...model.gate_result import LIST_PAGE
from ...model.project import Project, file_name
from ...model.source_tree import DOCUMENT_SUFFIXES, SourceTree
from ...workers.clusters.batches import Batch

_OF_ANY_BATCH = ("html/_images/", f"html/{LIST_PAGE}.html")
"""Pictures may be of several articles. The list of articles shows the cover of the first one, so it
is written with that."""


@dataclass(frozen=True)
class DivisibleLocale:
    """A locale with this tag, as `workers.clusters.batches.Divisible` describes it.

    `articles` are the articles of articles and chapters, by domain.
    """

    tag: str
    sizes: Mapping[str, int]
    seconds: float
    articles: Mapping[str, str] = field(repr=False)

    def refusal(self, batch: Batch, name: str) -> str:
        """Why a batch may not bring a file `<format>/<name>`; empty if it may."""
        article = self._article_of(name)
        is_own = batch.writes(article) if article else batch.is_first
        if is_own or self.is_merged(name) or name.startswith(_OF_ANY_BATCH):
            return ""
        return f"{name!r} is of no article of its batch"

    def is_merged(self, name: str) -> bool:
        """Whether each batch brings its own part of a file: of the search index."""
        return name == f"html/{INDEX_FILE}"

    def merge(self, name: str, parts: Sequence[bytes]) -> bytes:
        """The search index of all articles. Raises `ArchiveError` for parts that are none."""
        try:
            return merge_scripts(parts)
        except (ValueError, msgspec.DecodeError) as error:
            raise ArchiveError(f"{name!r} is no search index: {error}") from None

    def _article_of(self, name: str) -> str:
        """The article to which a file belongs; empty for none."""
        form, _, path = name.partition("/")
        if form == "html":
            document = path.removesuffix(".html").removesuffix(".js")
            article = self.articles.get(document, document)
            return article if article in self.sizes else ""
        stem = path.partition("/")[0]
        if form in BOOK_FORMATS:
            stem = plain_stem(stem).removesuffix(f".{self.tag}")
        document = self._documents.get(stem, "")
        return self.articles.get(document, document)

    @cached_property
    def _documents(self) -> dict[str, str]:
        """The documents by their names in the names of books and bundles."""
        return {file_name(name): name for name in (*self.sizes, *self.articles)}


def article_sizes(
    project: Project, tree: SourceTree, articles: Mapping[str, str]
) -> dict[str, int]:
    """The bytes of each article with its chapters, and of each document in no list, by name."""
    sizes: dict[str, int] = {}
    for file in tree.files:
        if file.suffix in DOCUMENT_SUFFIXES:
            path = file.path.relative_to(project.source)
            name = path.as_posix().removesuffix(path.suffix)
            if name != LIST_PAGE:
                article = articles.get(name, name)
                sizes[article] = sizes.get(article, 0) + file.size
    return sizes
