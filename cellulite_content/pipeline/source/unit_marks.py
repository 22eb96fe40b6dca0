"""Units in a tree: which node holds which unit, and the kind of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import extract_messages

from ..model.unit import FIGURE_LABEL, Dialect, Unit, message_key
from .constructs.contexts import mark_contexts
from .message_markup import read_markup
from .roles import canonical_name

_KINDS: tuple[tuple[Any, str], ...] = (
    (nodes.footnote, "footnote"),
    (nodes.caption, "caption"),
    (nodes.list_item, "list item"),
    (nodes.entry, "table cell"),
    (nodes.definition, "definition"),
    (nodes.Admonition, "note"),
)


CONTENTS = "toctree"
"""The kind of the captions and titles in a list of contents. Its node has several units: the
attribute `units` has their ids by text."""


class FigureLabel(NamedTuple):
    """A label of a picture: its unit's id, the picture's path in the sources, and the context and
    the note that the source gives the figure."""

    unit: str
    picture: str
    context: str = ""
    note: str = ""


LabelsOf = Callable[[nodes.image], Iterable[tuple[str, str]]]
"""Gives the labels of the pictures that an image shows: each text, and the picture's path."""


def _no_labels(image: nodes.image) -> Iterable[tuple[str, str]]:
    return ()


def mark_units(
    tree: nodes.document,
    default_role: str = "",
    *,
    is_root: bool = False,
    labels_of: LabelsOf = _no_labels,
) -> None:
    """Set the attribute `unit` of each translatable node of a newly read tree to its unit's id.

    The tree's attribute `link-names` becomes the names that its links use, `explicit-names` those
    of its targets, `default-role` the role of bare text, and `role-names` the roles that its units
    use. The attributes `unit-context` and `unit-note` of a node are the context and the note
    for translators that the source gives its text. The attribute `labels` of an image has a
    `FigureLabel` for the text of each label.
    Hidden lists of contents have no units but in the root, whose page shows them.

    It must run before Sphinx inserts translations, so that all are those of the source in
    every language.
    """
    tree["default-role"] = default_role
    tree["explicit-names"] = sorted(name for name, explicit in tree.nametypes.items() if explicit)
    tree["link-names"] = sorted(
        name
        for name, references in tree.refnames.items()
        if any(isinstance(node, nodes.reference | nodes.target) for node in references)
    )
    numbers: Counter[tuple[str, str]] = Counter()
    for node, text in messages_of(tree):
        if in_docinfo(node):
            continue
        anchor, kind = anchor_of(node), kind_of(node)
        if kind == CONTENTS and node.get("hidden") and not is_root:
            continue
        numbers[anchor, kind] += 1
        unit_id = f"{anchor}/{kind.replace(' ', '-')}-{numbers[anchor, kind]}"
        if kind == CONTENTS:
            node["units"] = {**node.get("units", {}), text: unit_id}
            continue
        node["unit"] = kind if kind in ("title", "description") else unit_id
        # Translation overwrites the alternative text; the source text shows what falls back.
        node["unit-text"] = text
    mark_contexts(tree)
    for image in tree.findall(nodes.image):
        anchor = anchor_of(image)
        for text, path in dict(labels_of(image)).items():
            numbers[anchor, FIGURE_LABEL] += 1
            unit_id = f"{anchor}/figure-label-{numbers[anchor, FIGURE_LABEL]}"
            labels: dict[str, FigureLabel] = image.setdefault("labels", {})
            labels[text] = FigureLabel(
                unit_id, path, image.get("unit-context", ""), image.get("unit-note", "")
            )
    tree["role-names"] = sorted(_role_names(tree, _dialect(tree)))


def _dialect(tree: nodes.document) -> Dialect:
    """How the document's texts are read, without the roles of the project."""
    return Dialect(tree.get("default-role", ""), markdown=tree.get("markdown"))


def _role_names(tree: nodes.document, dialect: Dialect) -> set[str]:
    return {
        canonical_name(role.name, dialect)
        for node in tree.findall(nodes.Element)
        # A role needs a backquote; most texts have none and need not be read.
        if "`" in node.get("unit-text", "")
        for role in read_markup(node["unit-text"], markdown=dialect.markdown).roles
    }


def units_of(
    tree: nodes.document,
    domain: str,
    place_of: Callable[[nodes.Element], str],
    place_of_picture: Callable[[str], str] = str,
) -> tuple[Unit, ...]:
    """The units of an untranslated tree that `mark_units` has marked, in reading order.

    `place_of` gives the file of a node's text, which may be one that the document includes, and
    `place_of_picture` that of a picture by its path in the sources.
    """
    dialect = _dialect(tree)
    units: dict[str, Unit] = {}
    labels = _labels_by_image(tree)
    for node, text in messages_of(tree):
        # A text may put a picture, which is defined once, in several places.
        if name := _unit_id(node, text):
            units[name] = Unit(
                name,
                domain,
                kind_of(node),
                text,
                headings_above(node),
                place_of(node),
                in_glossary=isinstance(node, nodes.term) and is_in_glossary(node),
                dialect=dialect,
                conditional=is_conditional(node),
                embedded=is_embedded(node),
                note=node.get("unit-note", ""),
                context=node.get("unit-context", ""),
            )
        # Behind the alternative text; those of pictures without one come last.
        for unit in labels.pop(id(node), ()):
            units[unit.id] = unit
    units |= {unit.id: unit for of_image in labels.values() for unit in of_image}
    return tuple(
        replace(unit, domain=domain, place=place_of_picture(unit.place), dialect=dialect)
        if unit.kind == FIGURE_LABEL
        else unit
        for unit in units.values()
    )


def _labels_by_image(tree: nodes.document) -> dict[int, list[Unit]]:
    """The units of the labels of each image, by the image's identity; without a domain."""
    return {
        id(image): [
            Unit(
                label.unit,
                "",
                FIGURE_LABEL,
                text,
                headings_above(image),
                label.picture,
                conditional=is_conditional(image),
                note=label.note,
                context=label.context,
            )
            for text, label in image["labels"].items()
        ]
        for image in tree.findall(nodes.image)
        if "labels" in image
    }


def _unit_id(node: nodes.Element, text: str) -> str:
    """The id of a unit of a node; empty for a text that is none."""
    ids: dict[str, str] = node.get("units", {})
    return ids.get(text, "") or str(node.get("unit", ""))


def messages_of(tree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """The texts that Sphinx extracts; those of a list of contents once each, the caption first."""
    lists: set[int] = set()
    for node, text in extract_messages(tree):
        if not isinstance(node, addnodes.toctree):
            yield node, text
        elif id(node) not in lists:
            lists.add(id(node))
            caption = [node["rawcaption"]] if node.get("rawcaption") else []
            yield from ((node, each) for each in dict.fromkeys((*caption, *node["rawentries"])))


def message_of_node(node: nodes.Element, accepted: Container[str], text: str = "") -> str:
    """The key of the message that translates a marked node, if any does: its own or the shared one.

    `text` is the node's text if it has several.
    """
    text = text or node["unit-text"]
    own = message_key(node["unit"], text) if "unit" in node else text
    return own if own in accepted else message_key(node.get("unit-context"), text)


def kind_of(node: nodes.Element) -> str:
    """The kind of text for translators: `title`, `heading 2`, `paragraph`, `list item` …"""
    if isinstance(node, nodes.meta):
        return "description"
    if isinstance(node, nodes.image):
        return "alternative text"
    if isinstance(node, nodes.substitution_definition):
        return "substitution"
    if isinstance(node, nodes.literal_block | nodes.doctest_block):
        return "literal"
    if isinstance(node, nodes.math_block):
        return node.tagname
    if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
        level = len(_sections(node))
        return "title" if level == 1 else f"heading {level}"
    ancestor: nodes.Node | None = node
    while ancestor is not None:
        for element, kind in _KINDS:
            if isinstance(ancestor, element):
                in_head = kind == "table cell" and isinstance(ancestor.parent.parent, nodes.thead)
                return "table heading" if in_head else kind
        ancestor = ancestor.parent
    if isinstance(node, nodes.title):  # only the article has a title
        return f"heading of a {'table' if isinstance(node.parent, nodes.table) else 'box'}"
    return node.tagname


def in_docinfo(node: nodes.Node) -> bool:
    """Whether the node is in the fields before the title, which Sphinx removes from the tree."""
    ancestor = node.parent
    while ancestor is not None and not isinstance(ancestor.parent, nodes.document):
        ancestor = ancestor.parent
    return isinstance(ancestor, nodes.field_list | nodes.docinfo)


def is_in_glossary(node: nodes.term) -> bool:
    """Whether Sphinx made the term for a glossary, and reads its translation as such."""
    return isinstance(node.parent.parent.parent, addnodes.glossary)


def is_conditional(node: nodes.Node) -> bool:
    """Whether only some formats show the node."""
    ancestor: nodes.Node | None = node
    while ancestor is not None and not isinstance(ancestor, addnodes.only):
        ancestor = ancestor.parent
    return ancestor is not None


def is_embedded(node: nodes.Node) -> bool:
    """Whether the text is that of a substitution, or of a picture inside a text."""
    parent: Any = node.parent
    while isinstance(parent, nodes.TextElement) and isinstance(
        parent, nodes.Inline
    ):  # such as a link around the picture
        parent = parent.parent
    is_picture = isinstance(node, nodes.image) and isinstance(parent, nodes.TextElement)
    return is_picture or isinstance(node, nodes.substitution_definition)


def _sections(node: nodes.Node) -> list[nodes.section]:
    sections = []
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.section):
            sections.append(parent)
        parent = parent.parent
    return sections[::-1]


def anchor_of(node: nodes.Node) -> str:
    """The anchor of the section that holds the node; `introduction` before the first section."""
    sections = _sections(node)
    if len(sections) < 2:
        return "introduction"
    return str(sections[-1]["ids"][0])


def headings_above(node: nodes.Node) -> tuple[str, ...]:
    """The headings above the node; for a heading, without its own section."""
    sections = _sections(node)
    if isinstance(node, nodes.title):
        sections = sections[:-1]
    return tuple(section[0].astext() for section in sections)
