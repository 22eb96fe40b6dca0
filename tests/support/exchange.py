"""Catalogs and files for the tests of the exchange with other programs."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, parse_catalog, write_entry
from cellulite_content.pipeline.catalogs.catalog_file import CatalogFile
from cellulite_content.pipeline.exchange.domain_import import DomainImport, PlacedSegment
from cellulite_content.pipeline.exchange.export import document_segments
from cellulite_content.pipeline.exchange.formats import READERS, SUFFIXES, WRITERS
from cellulite_content.pipeline.exchange.segment import Segment
from cellulite_content.pipeline.model.unit import Document, Unit
from support.samples import DE, DOMAIN, read

IMPORTED = ("csv", "xlsx", "xliff")
"""The formats that are read back."""

_PIECES = st.sampled_from(
    (
        *("=1+1", "'", "''=", "@x", "-5", "\t", "\r", "\r\n", "\n", "  ", '"', ";"),
        *("_x000D_", "<b>", "&amp;", "]]>", "ä", "\u200c", "\u202e", "\U0001f600", "\x1b"),
        *("\ufffe", "x" * 40_000),
    )
)
TEXTS = st.lists(_PIECES | st.text(max_size=8), max_size=4).map("".join)
"""Texts with what CSV, spreadsheets and XML treat in a special way, and with what they cannot
hold."""


def unit(number: int, text: str, context: str = "") -> Unit:
    """A paragraph; equal numbers are one place in the article."""
    return Unit(f"introduction/paragraph-{number}", DOMAIN, "paragraph", text, context=context)


@st.composite
def documents_with_catalogs(draw: st.DrawFn) -> tuple[Document, Catalog]:
    """A document and a catalog of it: fuzzy, obsolete, missing, repeated and unknown entries."""
    sources = draw(st.lists(TEXTS.filter(bool), min_size=1, max_size=5, unique=True))
    contexts = [draw(st.sampled_from(["", "", "noun"])) for _ in sources]
    units = [unit(*row) for row in zip(range(len(sources)), sources, contexts, strict=True)]
    entries = []
    for each in draw(st.lists(st.sampled_from(units), max_size=8)):
        fuzzy = draw(st.booleans())
        context = draw(st.sampled_from([each.context or None, each.id, "gone"]))
        entry = Entry(
            *("", 0),
            msgid=each.text,
            msgstr=draw(TEXTS),
            context=context,
            comments=("a comment",) if draw(st.booleans()) else (),
            flags=("fuzzy", "no-wrap") if fuzzy else (),
            previous=draw(TEXTS.filter(bool)) if fuzzy else None,
            obsolete=draw(st.booleans()),
        )
        entries.append(write_entry(entry))
    catalog = replace(
        read(""), entries=tuple(entries), newline=draw(st.sampled_from(["\n", "\r\n"]))
    )
    return Document(DOMAIN, tuple(units)), parse_catalog(catalog.to_bytes())


def segments_after(format_name: str, segments: Iterable[Segment]) -> list[Segment]:
    """The segments, written to a file of a format and read from it."""
    data = WRITERS[format_name]("de", "en", segments)
    file = READERS[SUFFIXES[format_name]]("de", data)
    assert file.locale in ("de", "")
    return list(file.segments)


def import_into(document: Document, catalog: Catalog, segments: Iterable[Segment]) -> DomainImport:
    """The import of segments into a catalog, before the gate's judgement."""
    file = CatalogFile(Path("de.po"), catalog.to_bytes(), catalog)
    return DomainImport(DE, document, file, [PlacedSegment("de.csv", each) for each in segments])


def exported(document: Document, catalog: Catalog) -> list[Segment]:
    """The segments that an export writes."""
    return [each for each in document_segments(document, catalog) if each.is_portable]
