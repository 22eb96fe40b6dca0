"""Templates: the messages of a document, for translation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from ..model.project import Project
from ..model.unit import Document, Unit
from .catalog import Catalog, Entry, write_entry
from .entry_edit import edit_entry

_MADE_BY = "Made by `cellulite-content extract`; edit the sources or the catalogs, not this file."
_MESSAGES_OF = re.compile(r"Messages of \S+\.")


def make_template(project: Project, document: Document) -> Catalog:
    """The template of a document: one entry for each message, in reading order.

    It has no creation date: an unchanged source gives an unchanged file.
    """
    return Catalog(_header(project, document), tuple(_entries(project, document)))


def with_notes(template: Catalog, note_of: Callable[[str], str]) -> Catalog:
    """A template for one locale: each message with one more comment, which `note_of` gives for its
    source text."""
    entries = (
        _with_comment(entry, note) if (note := note_of(entry.msgid)) else entry
        for entry in template.entries
    )
    return replace(template, entries=tuple(entries))


def _with_comment(entry: Entry, comment: str) -> Entry:
    """The entry with one more extracted comment behind the others."""
    extracted = (*entry.extracted, comment)
    head, mark, rest = entry.raw.partition("\n#: ")
    lines = head.count("\n") + 1
    is_usual = head.startswith("#. ") and head.count("\n#. ") + 1 == lines == len(entry.extracted)
    if is_usual and mark and "\n#." not in rest:
        # A tenth of the time of `edit_entry`, for each message of each locale.
        raw = f"{head}\n#. {comment}{mark}{rest}"
        return replace(entry, raw=raw, extracted=extracted)
    return edit_entry(entry, replace(entry, extracted=extracted))


def is_template_comment(comment: str) -> bool:
    """Whether a comment of a header is from a template, as in catalogs that Weblate makes."""
    return comment == _MADE_BY or bool(_MESSAGES_OF.fullmatch(comment))


def _header(project: Project, document: Document) -> Entry:
    fields = {
        "Project-Id-Version": project.title,
        "Report-Msgid-Bugs-To": project.corrections,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    comments = (
        f"Messages of {document.domain}.",
        _MADE_BY,
    )
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return write_entry(Entry("", gap="", msgstr=text, comments=comments))


def _entries(project: Project, document: Document) -> Iterator[Entry]:
    units_by_key: dict[str, list[Unit]] = {}
    for unit in document.units:
        units_by_key.setdefault(unit.key, []).append(unit)
    for units in units_by_key.values():
        yield write_entry(
            Entry(
                "",
                msgid=units[0].text,
                context=units[0].context or None,
                extracted=_unique(
                    (
                        *map(_description, units),
                        *(_note(unit) for unit in units if unit.note),
                        *_addresses(project, units[0]),
                    )
                ),
                references=_unique(unit.place for unit in units),
                flags=units[0].flags,
            )
        )


def _description(unit: Unit) -> str:
    if unit.kind == "interface":
        return unit.note or "label or sentence of the page and the book"
    section = " > ".join(unit.section)
    return f"{unit.kind}, in: {section}" if section else unit.kind


def _note(unit: Unit) -> str:
    return unit.note if unit.kind == "interface" else f"note of the authors: {unit.note}"


def _addresses(project: Project, unit: Unit) -> Iterator[str]:
    """The address of the unit's place in the original on the site, if the site has an address.

    The original is always published, and its sections have the same anchors in every language.
    """
    if project.site_url and unit.kind != "interface":
        anchor, _, rest = unit.id.partition("/")
        is_in_section = rest and (anchor != "introduction" or len(unit.section) > 1)
        fragment = f"#{anchor}" if is_in_section else ""
        page = quote(f"{project.source_locale.tag}/{unit.domain}.html")
        yield f"{project.site_url}{page}{fragment}"


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
