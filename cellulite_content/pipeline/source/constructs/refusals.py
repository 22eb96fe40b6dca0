"""Constructs of sources that no edition can show, each with its place and the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from docutils import nodes

from ...files.picture_types import MEDIA_TYPES
from ...model.project import BILINGUAL, file_name
from .external_images import external_image_error, find_external_images
from .formulas import FormulaError, mathml


def construct_errors(tree: nodes.document, place: str) -> Iterator[str]:
    """One error line for each construct of a document that no edition can show.

    `place` is the file of the document, as messages name it.
    """
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


def name_errors(places: Mapping[str, str]) -> Iterator[str]:
    """One error line for each document whose books and data would replace another's.

    `places` are the files of the articles and chapters. Many systems do not distinguish capitals.
    """
    known: dict[str, str] = {}
    for name, place in places.items():
        own_name = file_name(name)
        if own_name.endswith(f".{BILINGUAL}"):
            text = "its book would have the name of another article's bilingual book"
            yield f"{place}: {text}; rename the file"
        other = known.setdefault(own_name.casefold(), name)
        if other != name:
            text = f"its book and its data would replace those of {places[other]}"
            yield f"{place}: {text}; rename one of the two files"


def _with_line(node: nodes.Node) -> nodes.Node:
    """The node, or the nearest one above it that knows its line."""
    while node.line is None and node.parent is not None:
        node = node.parent
    return node


def _line(node: nodes.Node) -> str:
    """The line of a node and a colon; empty in an included or substituted text."""
    return f"{node.line}:" if node.line else ""
