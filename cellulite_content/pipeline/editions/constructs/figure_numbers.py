"""Numbers of figures, tables and listings, which begin with 1 in each article.

Sphinx numbers them through all documents; but each article is a page and a book of its own, whose
captions and references must agree.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ...source.trees.document_values import DocumentValues


class FigureNumbers(DocumentValues):
    """Stores the numbers of all documents in Sphinx's environment, by kind and id."""

    attribute = "cellulite_figure_numbers"

    def value(self, doctree: nodes.document) -> dict[str, dict[str, int]]:
        """The numbers of a document."""
        return numbers_of(doctree)


def numbers_of(tree: nodes.document) -> dict[str, dict[str, int]]:
    """The numbers of a tree's figures, tables and listings that have a caption."""
    numbers: dict[str, dict[str, int]] = {}
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
    if env.config.numfig:
        for name, numbers in FigureNumbers.of(env).items():
            formulas = env.toc_fignumbers.get(name, {}).get("displaymath", {})
            kinds = {
                "displaymath": {id: number for number, id in enumerate(formulas, 1)},
                **numbers,
            }
            env.toc_fignumbers[name] = {
                kind: {id: (number,) for id, number in numbers_by_id.items()}
                for kind, numbers_by_id in kinds.items()
            }
    return []
