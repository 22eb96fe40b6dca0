"""Numbers of figures, tables and listings, which begin with 1 in each article.

Sphinx numbers them through all documents; but each article is a book of its own, whose captions and
references must agree. Its chapters go on with the numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ...source.constructs.contents import Contents
from ...source.trees.document_values import DocumentValues

Numbers = dict[str, dict[str, int]]
"""The numbers of a document's figures, tables and listings, by kind and id."""

_NUMBERS = "cellulite_article_numbers"
"""The attribute of Sphinx's environment with the numbers of all documents."""


class FigureNumbers(DocumentValues):
    """Stores the numbers of all documents in Sphinx's environment, by kind and id."""

    attribute = "cellulite_figure_numbers"

    def value(self, doctree: nodes.document) -> Numbers:
        """The numbers of a document."""
        return numbers_of(doctree)


def numbers_of(tree: nodes.document) -> Numbers:
    """The numbers of a tree's figures, tables and listings that have a caption, from 1."""
    numbers: Numbers = {}
    counts: Counter[str] = Counter()
    for node in tree.findall(nodes.Element):
        kind = kind_of(node)
        if kind and node["ids"]:
            counts[kind] += 1
            numbers.setdefault(kind, {})[node["ids"][0]] = counts[kind]
    return numbers


def kind_of(node: nodes.Element) -> str:
    """What Sphinx calls a figure, table or listing with a caption; empty for other nodes."""
    match node:
        case nodes.figure():
            kind = "figure"
        case nodes.table():
            kind = "table"
        case nodes.container() if node.get("literal_block"):
            kind = "code-block"
        case _:
            return ""
    captions = nodes.title if kind == "table" else nodes.caption
    return kind if any(isinstance(child, captions) for child in node.children) else ""


def is_numbered(kind: str, config: Any) -> bool:
    """Whether readers see the number: always for figures, for the others with `numfig`."""
    return kind == "figure" or bool(kind and config.numfig)


def use_own_numbers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """A listener of `env-get-updated`, after Sphinx's own: references get these numbers."""
    numbers = _through_chapters(FigureNumbers.of(env), Contents(env))
    vars(env)[_NUMBERS] = numbers
    if env.config.numfig:
        for name, own_numbers in numbers.items():
            formulas = env.toc_fignumbers.get(name, {}).get("displaymath", {})
            kinds = {
                "displaymath": {id: number for number, id in enumerate(formulas, 1)},
                **own_numbers,
            }
            env.toc_fignumbers[name] = {
                kind: {id: (number,) for id, number in numbers_by_id.items()}
                for kind, numbers_by_id in kinds.items()
            }
    return []


def numbers_in(env: BuildEnvironment, document: str) -> Numbers:
    """The numbers of a document in its article, by kind and id; after `use_own_numbers`."""
    numbers: dict[str, Numbers] = vars(env)[_NUMBERS]
    return numbers[document]


def _through_chapters(numbers: Mapping[str, Numbers], contents: Contents) -> dict[str, Numbers]:
    """The numbers of all documents, where those of a chapter follow those before it."""
    result = dict(numbers)
    for article in contents.articles.values():
        counts: Counter[str] = Counter()
        for name in article.walk():
            own_numbers = numbers.get(name, {})
            result[name] = {
                kind: {id: number + counts[kind] for id, number in numbers_by_id.items()}
                for kind, numbers_by_id in own_numbers.items()
            }
            counts.update({kind: len(each) for kind, each in own_numbers.items()})
    return result
