"""Summaries: what lists, heads and contents tell of an article, kept while it is read.

Each builder asks for them several times an article. To take them from the tree again would read
its file each time, which took a quarter of a build of many articles.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector


@dataclass(frozen=True)
class SummaryText:
    """A text that an edition shows outside of the article's body, and whether it fell back."""

    text: str
    fallback: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Heading(SummaryText):
    """A section of the article: the words of its heading, its anchor, the sections in it."""

    anchor: str = ""
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Summary:
    """An article in short. All of it is of the edition's language.

    `headings` are the sections below the title; `complete` says that no text fell back.
    """

    title: SummaryText
    description: SummaryText
    headings: tuple[Heading, ...]
    complete: bool


class Summaries(EnvironmentCollector):
    """Keeps the summaries of all documents with what else Sphinx has learned in reading them."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep that of the document that was read."""
        _summaries(app.env)[app.env.current_document.docname] = summarize(doctree)

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget a document."""
        _summaries(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Take over what another process has read."""
        _summaries(env).update(
            {name: value for name, value in _summaries(other).items() if name in docnames}
        )


def summary_of(env: BuildEnvironment, docname: str) -> Summary:
    """The summary of a document that was read."""
    return _summaries(env)[docname]


def _summaries(env: BuildEnvironment) -> dict[str, Summary]:
    if not hasattr(env, "cellulite_summaries"):
        env.cellulite_summaries = {}  # type: ignore[attr-defined]
    summaries: dict[str, Summary] = env.cellulite_summaries  # type: ignore[attr-defined]
    return summaries


def summarize(tree: nodes.document) -> Summary:
    """What a tree tells in short; its translations are in it."""
    top = next(tree.findall(nodes.section), None)
    return Summary(
        article_title(tree),
        _description(tree),
        _headings(top) if top is not None else (),
        not any(node.get("fallback") for node in tree.findall(nodes.Element)),
    )


def article_title(tree: nodes.document) -> SummaryText:
    """The article's title."""
    node = next(tree.findall(nodes.title), None)
    return SummaryText(node.astext(), bool(node.get("fallback"))) if node else SummaryText("")


def _description(tree: nodes.document) -> SummaryText:
    """The article's description, from its `meta` directive."""
    for node in tree.findall(nodes.meta):
        if node.get("name") == "description":
            return SummaryText(node["content"], bool(node.get("fallback")))
    return SummaryText("")


def _headings(section: nodes.Element) -> tuple[Heading, ...]:
    return tuple(
        Heading(title.astext(), bool(title.get("fallback")), child["ids"][0], _headings(child))
        for child in section.children
        if isinstance(child, nodes.section)
        for title in child.children
        if isinstance(title, nodes.title)
    )
