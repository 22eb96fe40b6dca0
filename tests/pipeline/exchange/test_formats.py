"""What the files of each format contain, as other programs read them."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree
from translate.storage import tbx, tmx, xliff

from cellulite_content.pipeline.exchange.csv_format import read_csv, write_csv
from cellulite_content.pipeline.exchange.glossary_format import write_tbx
from cellulite_content.pipeline.exchange.memory_format import write_tmx
from cellulite_content.pipeline.exchange.segment import Segment, State
from cellulite_content.pipeline.exchange.spreadsheet_rows import COLUMNS
from cellulite_content.pipeline.exchange.xliff_format import write_xliff
from cellulite_content.pipeline.exchange.xlsx_format import write_xlsx
from cellulite_content.pipeline.gate.glossary import Term

SEGMENTS = (
    Segment("a", "title", "", "title", "Walking", "Gehen", State.TRANSLATED, "A verb.").sealed(),
    Segment("a", "x/p-1", "noun", "paragraph", "Rest", "Rast", State.FUZZY).sealed(),
    Segment("b", "title", "", "title", " Two\nlines ").sealed(),
)


def test_xliff() -> None:
    """Version 1.2, with states, notes and a part for each document, as Translate Toolkit reads."""
    data = write_xliff("de", "en", SEGMENTS)
    root = etree.fromstring(data)
    assert (root.get("version"), root.nsmap[None]) == (
        "1.2",
        "urn:oasis:names:tc:xliff:document:1.2",
    )
    assert [each.get("original") for each in root] == ["a", "b"]
    first, second, third = xliff.xlifffile.parsestring(data).units
    assert (first.source, first.target, first.isfuzzy()) == ("Walking", "Gehen", False)
    assert first.getnotes("developer") == "A verb."
    assert (second.target, second.isfuzzy()) == ("Rast", True)
    assert (third.source, third.target) == (" Two\nlines ", None)


def test_tmx() -> None:
    """Finished translations alone, and no DTD."""
    data = write_tmx("pt-BR", "en", SEGMENTS)
    assert b"<!DOCTYPE" not in data
    (unit,) = tmx.tmxfile.parsestring(data, "en", "pt-BR").units
    assert (unit.source, unit.target, unit.getnotes()) == ("Walking", "Gehen", "A verb.")


def test_tbx() -> None:
    """Each form of a term, its definition, and what to avoid."""
    term = Term("fat lobules", "de", "Fettläppchen, Läppchen (Lobuli)", "Fettlappen", "Chambers.")
    data = write_tbx("de", "en", [term])
    assert b"<!DOCTYPE" not in data
    (unit,) = tbx.tbxfile.parsestring(data).units
    assert unit.source == "fat lobules"
    terms = [each.text for each in unit.get_target_terms("de")]
    assert terms == ["Fettläppchen", "Läppchen", "Lobuli"]
    assert unit.getnotes("definition") == "Chambers."
    assert "Avoid: Fettlappen" in data.decode()


def test_xlsx() -> None:
    """A row for each message; what is typed into a cell stays a text."""
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx("de", "en", SEGMENTS))).active
    rows = [[cell.value for cell in row] for row in sheet]
    assert tuple(rows[0]) == COLUMNS
    fuzzy = ["de", "a", "x/p-1", "noun", "paragraph", "Rest", "Rast", "fuzzy", None]
    assert rows[2][:9] == fuzzy
    assert {cell.number_format for row in sheet for cell in row} == {"@"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("is_told", [False, True], ids=["", "sep="])
def test_csv_of_spreadsheets(encoding: str, separator: str, is_told: bool) -> None:
    """What Excel, LibreOffice and Numbers save, by country and kind of file; a line `sep=;`, from
    which Excel takes the separator, is no row, and the lines of rows are those of the file."""
    written = write_csv("de", "en", SEGMENTS)
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    first = f"sep={separator}\r\n" if is_told else ""
    found = read_csv("de.csv", (mark + first + text.getvalue()).encode(encoding))
    ours = read_csv("de.csv", written)
    assert found.locale == ours.locale
    assert [replace(each, line=each.line - is_told) for each in found.segments] == [*ours.segments]
