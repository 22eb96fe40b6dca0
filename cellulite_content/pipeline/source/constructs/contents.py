"""The contents: which documents are articles, and which are their chapters.

The root document lists the articles. A document in the list of contents of an article is a chapter
of it, and one in the list of a chapter is a chapter below that. A document in several lists belongs
to the first of them; articles are never chapters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sphinx.environment import BuildEnvironment


class Chapter(NamedTuple):
    """A document of an article, with the chapters below it in reading order."""

    name: str
    chapters: tuple[Chapter, ...] = ()

    def walk(self) -> Iterator[str]:
        """The names of this document and of all below it, in reading order."""
        yield self.name
        for chapter in self.chapters:
            yield from chapter.walk()


class Contents:
    """The articles of a project in the order of the root's lists, each with its chapters.

    Those with the names `left_out` are left out, with their chapters.
    """

    def __init__(self, env: BuildEnvironment, left_out: Collection[str] = ()) -> None:
        lists, root = env.toctree_includes, env.config.root_doc
        names = dict.fromkeys(name for name in lists.get(root, ()) if name != root)
        listed = {root, *names}

        def chapter(name: str) -> Chapter:
            new = [child for child in dict.fromkeys(lists.get(name, ())) if child not in listed]
            listed.update(new)
            return Chapter(name, tuple(map(chapter, new)))

        articles = {name: chapter(name) for name in names}
        self.articles: dict[str, Chapter] = {
            name: top for name, top in articles.items() if name not in left_out
        }
        """The articles by name."""
        self.article_of: dict[str, str] = {
            name: article for article, top in self.articles.items() for name in top.walk()
        }
        """The article to which each article and chapter belongs."""
        self.chapters: dict[str, Chapter] = dict(self._all())
        """The articles and chapters by name."""
        self.parent_of: dict[str, str] = {
            child.name: name for name, chapter in self._all() for child in chapter.chapters
        }
        """The document above each chapter."""

    def _all(self) -> Iterator[tuple[str, Chapter]]:
        stack = [*self.articles.values()]
        while stack:
            chapter = stack.pop()
            yield chapter.name, chapter
            stack += chapter.chapters
