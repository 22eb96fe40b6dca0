"""Constructs of sources that no edition can show, each with its place and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from ...files.picture_types import MEDIA_TYPES
from ...model.project import BILINGUAL, KEPUB, file_name
from .external_images import external_image_error, find_external_images
from .formulas import FormulaError, mathml
from .refused_directives import REFUSED
from .source_comments import comment_errors

_KNOWN_FIELDS = frozenset(
    "author authors date myst_slugs no-search nocomments nosearch orphan tocdepth".split()
)
"""Fields before a title that editions show, or that are for Sphinx and MyST."""

_FIELD_REMEDIES = {"description": "write `.. meta::` with this field below it"}
"""What to do about other fields than to write them below the title, where readers see them."""

_OUTSIDE = (
    nodes.Invisible,
    nodes.meta,
    nodes.decoration,
    addnodes.highlightlang,
    addnodes.index,
    addnodes.toctree,
)
"""Nodes that may be above the title: they show nothing, or are refused elsewhere."""

_NO_ADDRESS = re.compile(r"""[\s"#%:<>?\\^`{|}\x00-\x1f\x7f]""")
"""Characters that are no part of a path in an address, or mean something else there."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""The beginning of a whole address."""

_NO_LINK = re.compile(r"(?:data|file|javascript|vbscript):", re.IGNORECASE)
"""Addresses that run a program, or that other machines do not have."""

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no page of a book can have (XML 1.0, 2.2)."""

_NO_PAGES = frozenset({"genindex", "modindex", "py-modindex"})
"""Pages that Sphinx makes and no edition has."""

_KNOWN_MODULES = frozenset({"docutils.nodes", "sphinx.addnodes"})
"""Where the classes of nodes come from that editions know."""


def construct_errors(tree: nodes.document, place: str, *, is_root: bool) -> Iterator[str]:
    """One error line for each construct of a document that no edition can show.

    `place` is the file of the document, as messages name it; `is_root` says that it is the root.
    """
    yield from comment_errors(tree, place)
    yield from _character_errors(tree, place)
    external = list(find_external_images(tree))
    yield from (external_image_error(node, place) for node in external)
    for image in tree.findall(nodes.image):
        path = image.get("source-path", image["uri"])
        suffix = PurePosixPath(path).suffix.lower()
        if image not in external and suffix not in {*MEDIA_TYPES, ".*"}:
            text = f"no book can hold the picture {path}"
            yield f"{place}:{_line(image)} {text}; save it as SVG, PNG, JPEG, GIF or WebP"
    for formula in tree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)):
        try:
            mathml(formula.astext(), as_block=isinstance(formula, nodes.math_block))
        except FormulaError as error:
            text = f"the formula cannot be shown: {error}"
            yield f"{place}:{_line(_with_line(formula))} {text}; write it in a simpler way"
    notes: list[tuple[int, str]] = tree.get(REFUSED, [])
    for line, problem in notes:
        yield f"{place}:{line}: {problem}"
    yield from _node_errors(tree, place)
    yield from () if is_root else _place_errors(tree, place)


def _character_errors(tree: nodes.document, place: str) -> Iterator[str]:
    """One error line for each text with a character that no book can have."""
    metas = [*tree.findall(nodes.meta)]
    if not _NO_XML.search("".join([tree.astext(), *(node.get("content", "") for node in metas)])):
        return
    for node in tree.findall(lambda node: isinstance(node, nodes.Text | nodes.image | nodes.meta)):
        text = node.get("content", "") if isinstance(node, nodes.meta) else node.astext()
        if found := _NO_XML.search(text):
            name = f"U+{ord(found[0]):04X}"
            yield f"{place}:{_line(_with_line(node))} a text has the character {name}; delete it"


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


def root_link_errors(tree: nodes.document, env: BuildEnvironment, place: str) -> Iterator[str]:
    """One error line for each link to a text of the root, whose page shows lists alone."""
    domain, root = env.domains.standard_domain, env.config.root_doc
    places = {name: document for name, (document, _) in domain.anonlabels.items()}
    terms = {name.lower(): document for (_, name), (document, _) in domain.objects.items()}
    for node in tree.findall(addnodes.pending_xref):
        target = node["reftarget"]
        known = (places.get(target.lower()), terms.get(target.lower()))
        if node.get("refdomain") in ("", "std") and node["reftype"] != "doc" and root in known:
            text = f"the link leads to {target!r} in the root document, whose text no page shows"
            yield f"{place}:{_line(_with_line(node))} {text}; move the text into an article"


def field_errors(fields: Iterable[str], path: Path, place: str) -> Iterator[str]:
    """One error line for each field before the title that no edition shows; `path` is the file."""
    for name in fields:
        if name not in _KNOWN_FIELDS:
            text = f"no edition shows the field {name!r} before the title"
            remedy = _FIELD_REMEDIES.get(name, "write it below the title")
            yield f"{place}:{_field_line(path, name)} {text}; {remedy}"


def _field_line(path: Path, name: str) -> str:
    """The line of a field with this name, and a colon; docutils does not note it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    begins = f":{name}".lower(), f"{name}:".lower()  # in reStructuredText and in front matter
    numbers = (
        number for number, line in enumerate(lines, 1) if line.strip().lower().startswith(begins)
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
        case nodes.reference() if _is_relative_link(node):
            address = node["refuri"]
            return f"the link leads to {address}, which is no whole address; use `:doc:` or `:ref:`"
        case nodes.reference() if _NO_LINK.match(node.get("refuri", "").strip()):
            address = node["refuri"].strip()
            return f"no edition can have a link to {address:.60}; link to a page with `https:`"
        case addnodes.pending_xref() if node["reftype"] in ("any", "ref") and (
            node["reftarget"] in _NO_PAGES
        ):
            return "the link leads to an index, which no edition has; remove it"
        case addnodes.toctree() if _NO_PAGES.intersection(target for _, target in node["entries"]):
            return "the list of contents has an index, which no edition has; remove the entry"
        case nodes.meta() if node.get("name") != "description":
            return f"no edition has the meta value {_meta_name(node)!r}; keep `description` only"
    if not any(kind.__module__ in _KNOWN_MODULES for kind in _concrete_kinds(node)):
        name, module = type(node).__name__, type(node).__module__
        return f"no edition can show {name!r} of {module}; write it with Sphinx's own directives"
    return ""


def _is_relative_link(node: nodes.reference) -> bool:
    """Whether a link leads to a page beside this one, which no book and no program has."""
    is_picture = any(isinstance(child, nodes.image) for child in node.children)
    address = node.get("refuri", "")
    return bool(address) and not is_picture and not _ADDRESS.match(address)


def _concrete_kinds(node: nodes.Element) -> Iterator[type]:
    """The classes of a node that can be shown: a new kind of paragraph is a paragraph."""
    for kind in type(node).__mro__:
        if kind.__module__ != "docutils.nodes" or kind.__name__ in nodes.node_class_names:
            yield kind


def name_errors(places: Mapping[str, str]) -> Iterator[str]:
    """One error line for each document whose books and data would replace another's.

    `places` are the files of the articles and chapters. Many systems do not distinguish capitals.
    A name is a part of addresses too, also of those in a book (EPUBCheck, RSC-020).
    """
    known: dict[str, str] = {}
    for name, place in places.items():
        own_name = file_name(name)
        if found := _NO_ADDRESS.search(name):
            text = f"its name has {found[0]!r}, which the addresses of pages and books cannot have"
            yield f"{place}: {text}; rename the file or folder"
        if own_name.endswith((f".{BILINGUAL}", f".{KEPUB}")):
            text = "its book would have the name of another article's bilingual or Kobo book"
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
