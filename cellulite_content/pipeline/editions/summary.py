"""Summaries of articles for lists, page heads and contents, stored when an article is read.

Each builder needs them several times an article. Taking them from the tree would read its file each
time, which took a quarter of a build of many articles.
"""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes
from sphinx.environment import BuildEnvironment

from ..source.constructs.article_fields import authors_of
from ..source.trees.document_values import DocumentValues


@dataclass(frozen=True)
class SummaryText:
    """A text that an edition shows outside of the article's body, and whether it fell back.

    `source` is its source, where that is known.
    """

    text: str
    fallback: bool = False
    source: str = ""

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

    `headings` are the sections below the title; `complete` says that no text fell back. `authors`
    are those whom the article names.
    """

    title: SummaryText
    description: SummaryText
    headings: tuple[Heading, ...]
    complete: bool
    authors: tuple[str, ...] = ()


class Summaries(DocumentValues):
    """Stores the summaries of all documents in Sphinx's environment."""

    attribute = "cellulite_summaries"

    def value(self, doctree: nodes.document) -> Summary:
        """The summary of a document."""
        return summarize(doctree)


def summary_of(env: BuildEnvironment, docname: str) -> Summary:
    """The summary of a document that was read."""
    summary: Summary = Summaries.of(env)[docname]
    return summary


def summarize(tree: nodes.document) -> Summary:
    """The summary of a tree that already holds its translations."""
    top = next(tree.findall(nodes.section), None)
    return Summary(
        article_title(tree),
        _description(tree),
        _headings(top) if top is not None else (),
        not any(
            node.get("fallback") or node.get("falls-back") for node in tree.findall(nodes.Element)
        ),
        authors_of(tree),
    )


def article_title(tree: nodes.document) -> SummaryText:
    """The article's title."""
    node = next(tree.findall(nodes.title), None)
    if node is None:
        return SummaryText("")
    source = words_of(node.get("source-copy", node))
    return SummaryText(words_of(node), bool(node.get("fallback")), source)


def words_of(node: nodes.Element) -> str:
    """The text of a node without the numbers of notes, which mean nothing outside of the page.

    A picture in it is its alternative text.
    """
    return "".join(
        part.astext()
        for part in node.findall(lambda each: isinstance(each, nodes.Text | nodes.image))
        if not isinstance(part.parent, nodes.footnote_reference | nodes.citation_reference)
    )


def _description(tree: nodes.document) -> SummaryText:
    """The article's description, from its `meta` directive."""
    for node in tree.findall(nodes.meta):
        if node.get("name") == "description":
            return SummaryText(node["content"], bool(node.get("fallback")))
    return SummaryText("")


def _headings(section: nodes.Element) -> tuple[Heading, ...]:
    return tuple(
        Heading(
            words_of(title),
            bool(title.get("fallback")),
            anchor=child["ids"][0],
            children=_headings(child),
        )
        for child in section.children
        if isinstance(child, nodes.section)
        for title in child.children
        if isinstance(title, nodes.title)
    )
