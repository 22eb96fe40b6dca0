"""Summaries of articles for lists, page heads and contents, stored when an article is read.

Each builder needs them several times an article. Taking them from the tree would read its file each
time, which took a quarter of a build of many articles.
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
    """A section of the article: the text of its heading, its anchor, its subsections."""

    anchor: str = ""
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Summary:
    """An article in short, in the edition's language.

    `headings` are the sections below the title; `complete` says that no text fell back.
    """

    title: SummaryText
    description: SummaryText
    headings: tuple[Heading, ...]
    complete: bool


class Summaries(EnvironmentCollector):
    """Stores the summaries of all documents in Sphinx's environment."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Store the summary of the document that was read."""
        _summaries(app.env)[app.env.current_document.docname] = summarize(doctree)

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Remove a document's summary."""
        _summaries(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Copy the summaries of documents that another process has read."""
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
    """The summary of a tree that already holds its translations."""
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
    return SummaryText(words_of(node), bool(node.get("fallback"))) if node else SummaryText("")


def words_of(node: nodes.Element) -> str:
    """The text of a node without the numbers of notes, which mean nothing outside of the page."""
    return "".join(
        text.astext()
        for text in node.findall(nodes.Text)
        if not isinstance(text.parent, nodes.footnote_reference | nodes.citation_reference)
    )


def _description(tree: nodes.document) -> SummaryText:
    """The article's description, from its `meta` directive."""
    for node in tree.findall(nodes.meta):
        if node.get("name") == "description":
            return SummaryText(node["content"], bool(node.get("fallback")))
    return SummaryText("")


def _headings(section: nodes.Element) -> tuple[Heading, ...]:
    return tuple(
        Heading(words_of(title), bool(title.get("fallback")), child["ids"][0], _headings(child))
        for child in section.children
        if isinstance(child, nodes.section)
        for title in child.children
        if isinstance(title, nodes.title)
    )
