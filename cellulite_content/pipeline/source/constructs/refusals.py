"""Constructs of sources that no edition can show, each with its place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from docutils import nodes
from sphinx import addnodes

from ...files.picture_types import MEDIA_TYPES
from ...model.project import BILINGUAL
from .contexts import context_errors
from .external_images import external_image_error, find_external_images
from .formulas import FormulaError, mathml


def construct_errors(tree: nodes.document, name: str, place: str, root: str) -> Iterator[str]:
    """One error line for each construct of a document that no edition can show.

    `place` is the file of the document `name`, as messages name it, and `root` the document that
    lists the articles.
    """
    yield from context_errors(tree, place)
    external = list(find_external_images(tree))
    yield from (external_image_error(node, place) for node in external)
    for image in tree.findall(nodes.image):
        suffix = PurePosixPath(image["uri"]).suffix.lower()
        if image not in external and suffix not in {*MEDIA_TYPES, ".*"}:
            text = f"no book can hold the picture {image['uri']}"
            yield f"{place}:{_line(image)} {text}; save it as SVG, PNG, JPEG, GIF or WebP"
    for formula in tree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        try:
            mathml(formula.astext())
        except FormulaError as error:
            text = f"the formula cannot be shown: {error}"
            yield f"{place}:{_line(_with_line(formula))} {text}; write it in a simpler way"
    for toctree in () if name == root else tree.findall(addnodes.toctree):
        text = f"an article cannot contain other articles; list them in {root}.rst"
        yield f"{place}:{_line(toctree)} {text}"


def name_errors(articles: Iterable[str], places: dict[str, str]) -> Iterator[str]:
    """One error line for each article whose short name another has; `places` are their files."""
    known: dict[str, str] = {}
    for name in articles:
        short_name = PurePosixPath(name).name
        if short_name.endswith(f".{BILINGUAL}"):
            text = "its book would have the name of another article's bilingual book"
            yield f"{places[name]}: {text}; rename the file"
        other = known.setdefault(short_name, name)
        if other != name:
            text = f"its book and its data would replace those of {places[other]}"
            yield f"{places[name]}: {text}; rename one of the two files"


def _with_line(node: nodes.Node) -> nodes.Node:
    """The node, or the nearest one above it that knows its line."""
    while node.line is None and node.parent is not None:
        node = node.parent
    return node


def _line(node: nodes.Node) -> str:
    """The line of a node and a colon; empty in an included or substituted text."""
    return f"{node.line}:" if node.line else ""
