"""Templates: the messages of a document, for translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.project import Project
from ..model.unit import Document, Unit
from .catalog import Catalog, Entry, write_entry


def make_template(project: Project, document: Document) -> Catalog:
    """The template of a document: one entry for each message, in reading order.

    It has no creation date: an unchanged source gives an unchanged file.
    """
    return Catalog(_header(project, document), tuple(_entries(document)))


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
        "Made by `cellulite-content extract`; edit the sources or the catalogs, not this file.",
    )
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return write_entry(Entry("", gap="", msgstr=text, comments=comments))


def _entries(document: Document) -> Iterator[Entry]:
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
                    (*map(_description, units), *(_note(unit) for unit in units if unit.note))
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


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
