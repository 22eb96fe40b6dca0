"""The fields at the top of an article: its date and its authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from docutils import languages, nodes
from sphinx.transforms import SphinxTransform

from ..faults.refusal import refuse

KIND = "fields"
"""The kind of the faults, as a summary names it."""

AUTHORS = "author-names"
"""The attribute of a tree with the names of its authors."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ONCE = ("author", "authors", "date")


class ArticleFields(SphinxTransform):
    """Checks the fields, and notes the authors. Sphinx removes the fields when it has read them.

    docutils itself reads the names of fields in the language of the edition.
    """

    default_priority = 17

    def apply(self, **kwargs: Any) -> None:
        """Note the document's authors."""
        fields: dict[str, nodes.field] = {}
        names: list[str] = []
        localized: Any = languages.get_language(self.document.settings.language_code)
        for field in _fields(self.document):
            name = field[0].astext().strip().lower()
            known = localized.bibliographic_fields.get(name, name)
            if name in _ONCE:
                # docutils finds fields by the names of the edition's language, and keeps others.
                field[0] = nodes.field_name(name, name)
            elif known in _ONCE:
                refuse(field, KIND, f":{name}: is no field in all languages; write it as :{known}:")
            fault = _fault(name, field[1].astext().strip(), name in fields)
            if fault:
                refuse(field, KIND, f":{name}: {fault}")
            fields[name] = field
            if name in ("author", "authors"):
                names += _names(name, field[1])
        if names:
            self.document[AUTHORS] = names
        self._check_descriptions()

    def _check_descriptions(self) -> None:
        descriptions = [
            node for node in self.document.findall(nodes.meta) if node.get("name") == "description"
        ]
        if any("lang" in node for node in descriptions):
            fault = "has a language; the catalogs have its translations: write it without `lang=`"
        elif len(descriptions) > 1:
            fault = "is here twice; keep one of them"
        else:
            return
        path = self.document["source"]
        lines = Path(path).read_text(encoding="utf-8").splitlines()  # a node does not know its line
        begins = (line.strip().startswith((":description", "description:")) for line in lines)
        number = max((number for number, begin in enumerate(begins, 1) if begin), default=1)
        refuse(f"{path}:{number}", KIND, f":description: {fault}")


def authors_of(tree: nodes.document) -> tuple[str, ...]:
    """The names of the authors whom an article names, in its order."""
    return tuple(tree.get(AUTHORS, ()))


def _fields(document: nodes.document) -> Iterator[nodes.field]:
    """The fields before the title, as Sphinx finds them."""
    before: Any = nodes.PreBibliographic
    index = document.first_child_not_matching_class(before)
    first = document[index] if index is not None else None
    if isinstance(first, nodes.field_list):
        yield from first.findall(nodes.field)


def _fault(name: str, text: str, is_known: bool) -> str:
    """Why a field is refused, with the remedy; empty if it is not. docutils refuses empty ones."""
    if name in _ONCE and is_known:
        hint = "; write `:authors: one; another`" if name == "author" else "; keep one of them"
        return f"is here twice{hint}"
    if name == "date" and text and not _is_day(text):
        return f"is no day of the calendar: {text!r}; write it as 2026-01-31"
    return ""


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _names(name: str, body: Any) -> Iterator[str]:
    """The names in a field: one, a list, a paragraph each, or with semicolons or commas between."""
    paragraphs = [" ".join(each.astext().split()) for each in body.findall(nodes.paragraph)]
    if name == "authors" and len(paragraphs) == 1:
        paragraphs = paragraphs[0].split(";" if ";" in paragraphs[0] else ",")
    yield from filter(None, (each.strip() for each in paragraphs))
