"""Labels that no source contains: those of boxes, figures, tables and listings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..edition import Edition

_LABELLED = (
    *(nodes.note, nodes.tip, nodes.hint, nodes.important, nodes.attention, addnodes.seealso),
    *(nodes.warning, nodes.caution, nodes.danger, nodes.error),
)


def admonition_label(kind: str, translate: Callable[[str], Any]) -> Any:
    """The label of a box without a title of its own, such as `note`, as `translate` gives it."""
    _ = translate
    labels = {
        "note": _("Note"),
        "tip": _("Tip"),
        "hint": _("Tip"),
        "important": _("Important"),
        "attention": _("Important"),
        "seealso": _("See also"),
    }
    return labels[kind] if kind in labels else _("Warning")


def has_label(node: nodes.Element) -> bool:
    """Whether a box gets a label: its kind says what it is, and it has no title."""
    return isinstance(node, _LABELLED)


def number_label(kind: str, translate: Callable[[str], Any]) -> Any:
    """The label for a kind that Sphinx numbers, with a place for the number."""
    _ = translate
    labels = {
        "figure": _("Figure %(number)s"),
        "table": _("Table %(number)s"),
        "code-block": _("Listing %(number)s"),
        "section": _("Section %(number)s"),
    }
    return labels[kind]


def shown_number(edition: Edition, kind: str, number: int) -> str:
    """The number of a label, in the digits of the language that the label is in."""
    is_translated = number_label(kind, edition.interface_text)[1]
    return edition.locale.digits(str(number)) if is_translated else str(number)


def numfig_format(edition: Edition) -> dict[str, str]:
    """The labels as Sphinx's setting of that name has them, in the edition's language."""
    return {
        kind: number_label(kind, edition.interface_text)[0] % {"number": "%s"}
        for kind in ("figure", "table", "code-block", "section")
    }


def is_untranslated(edition: Edition, title: str) -> bool:
    """Whether the title of a reference is such a label, in the source's words."""
    formats = numfig_format(edition)
    return any(
        title == formats[kind] and not number_label(kind, edition.interface_text)[1]
        for kind in formats
    )
