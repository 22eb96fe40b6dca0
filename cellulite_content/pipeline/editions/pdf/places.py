"""Places in a book: those to which links may lead, and its notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from .nodes import classes

HEADING = re.compile("h([1-6])")
"""The names of headings, with their levels."""


def find_anchors(pages: Mapping[str, Element]) -> frozenset[str]:
    """All places of a book's pages to which a link can lead, as `file#id`."""
    return frozenset(
        f"{file}#{element.get('id')}"
        for file, page in pages.items()
        for element in page.iter()
        if element.get("id")
    )


def find_notes(pages: Mapping[str, Element]) -> dict[str, Element]:
    """The notes of a book's pages by their anchors."""
    return {
        f"{file}#{note.get('id')}": note
        for file, page in pages.items()
        for note in page.iter()
        if "footnote" in classes(note) and note.get("id")
    }


def lists_of_sources(page: Element) -> list[Element]:
    """The lists of notes that are all that a section has below its heading."""
    lists: list[Element] = []
    for section in page.iter("section"):
        content = [child for child in section if not _is_heading(child)]
        if len(content) == 1 and "footnote-list" in classes(content[0]):
            lists += content
    return lists


def _is_heading(element: Element) -> bool:
    return bool(HEADING.fullmatch(element.tag)) or "heading" in classes(element)
