"""Constructs of sources that no edition can show, each with its place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx import addnodes

from ...files.picture_types import MEDIA_TYPES
from ...model.project import BILINGUAL, file_name
from .contexts import context_errors
from .external_images import external_image_error, find_external_images
from .formulas import FormulaError, mathml
from .refused_directives import REFUSED

_KNOWN_FIELDS = frozenset(
    "author authors date no-search nocomments nosearch orphan tocdepth".split()
)
"""Fields before a title that editions show, or that are for Sphinx."""

_OUTSIDE = (
    nodes.Invisible,
    nodes.meta,
    nodes.decoration,
    addnodes.highlightlang,
    addnodes.index,
    addnodes.toctree,
)
"""Nodes that may be above the title: they show nothing, or are refused elsewhere."""

_KNOWN_MODULES = frozenset({"docutils.nodes", "sphinx.addnodes"})
"""Where the classes of nodes come from that editions know."""


def construct_errors(tree: nodes.document, place: str, *, is_root: bool) -> Iterator[str]:
    """One error line for each construct of a document that no edition can show.

    `place` is the file of the document, as messages name it; `is_root` says that it is the root.
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
    notes: list[tuple[int, str]] = tree.get(REFUSED, [])
    for line, problem in notes:
        yield f"{place}:{line}: {problem}"
    yield from _node_errors(tree, place)
    yield from () if is_root else _place_errors(tree, place)


def _place_errors(tree: nodes.document, place: str) -> Iterator[str]:
    """One error line for each text of a document that is not below its title."""
    sections = [node for node in tree.children if isinstance(node, nodes.section)]
    if not sections:
        yield f"{place}:1: the document has no title; write one above its text"
        return
    for node in tree.children:
        if isinstance(node, _OUTSIDE) or node in sections[:1]:
            continue
        if isinstance(node, nodes.section):
            text = "a second title, and an article has one; make it a heading below the first"
        else:
            text = "text above the title, which no edition shows; move it below the title"
        yield f"{place}:{_line(_first_with_line(node))} {text}"


def _node_errors(tree: nodes.document, place: str) -> Iterator[str]:
    """One error line for each node that no edition can show, or that no translator gets."""
    for node in tree.findall(nodes.Element):
        text = _node_problem(node)
        if isinstance(node, nodes.meta) and text:
            yield f"{place}:{_field_line(Path(tree['source']), _meta_name(node))} {text}"
        elif text:
            yield f"{place}:{_line(_with_line(node))} {text}"


def field_errors(fields: Iterable[str], path: Path, place: str) -> Iterator[str]:
    """One error line for each field before the title that no edition shows; `path` is the file."""
    for name in fields:
        if name not in _KNOWN_FIELDS:
            text = f"no edition shows the field {name!r} before the title"
            yield f"{place}:{_field_line(path, name)} {text}; write it below the title"


def _field_line(path: Path, name: str) -> str:
    """The line of a field with this name, and a colon; docutils does not note it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    begin = f":{name}".lower()
    numbers = (
        number for number, line in enumerate(lines, 1) if line.strip().lower().startswith(begin)
    )
    return f"{next(numbers, '')}:"


def _meta_name(node: nodes.meta) -> str:
    keys = (key for key in ("name", "property", "http-equiv") if key in node)
    return str(node.get(next(keys, ""), ""))


def _node_problem(node: nodes.Element) -> str:
    """Why a node is refused, and what to do; empty if it is not."""
    match node:
        case nodes.subtitle():
            return "no translator gets a subtitle; write it as a paragraph"
        case addnodes.only() if next(node.findall(nodes.section), None) is not None:
            return "a heading in `only` is in no list of contents; put `only` below the heading"
        case nodes.meta() if node.get("name") != "description":
            return f"no edition has the meta value {_meta_name(node)!r}; keep `description` only"
    if not any(kind.__module__ in _KNOWN_MODULES for kind in _concrete_kinds(node)):
        name, module = type(node).__name__, type(node).__module__
        return f"no edition can show {name!r} of {module}; write it with Sphinx's own directives"
    return ""


def _concrete_kinds(node: nodes.Element) -> Iterator[type]:
    """The classes of a node that can be shown: a new kind of paragraph is a paragraph."""
    for kind in type(node).__mro__:
        if kind.__module__ != "docutils.nodes" or kind.__name__ in nodes.node_class_names:
            yield kind


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


def _first_with_line(node: nodes.Node) -> nodes.Node:
    """The first node from this one on that knows its line."""
    return next((each for each in node.findall() if each.line), node)


def _line(node: nodes.Node) -> str:
    """The line of a node and a colon; empty in an included or substituted text."""
    return f"{node.line}:" if node.line else ""
