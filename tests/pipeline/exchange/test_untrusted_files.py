"""Hostile and damaged files: one line with name and place, and nothing is resolved or fetched."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from cellulite_content.pipeline.exchange.csv_format import read_csv
from cellulite_content.pipeline.exchange.segment import ExchangeFileError, Segment, State
from cellulite_content.pipeline.exchange.spreadsheet_rows import COLUMNS
from cellulite_content.pipeline.exchange.tasks import read_exchange_file
from cellulite_content.pipeline.exchange.untrusted_data import LARGEST_FILE
from cellulite_content.pipeline.exchange.xliff_format import read_xliff, write_xliff
from cellulite_content.pipeline.exchange.xlsx_format import read_xlsx, write_xlsx

SEGMENT = Segment("walking", "title", "", "title", "Walking", "Gehen", State.TRANSLATED)
XLIFF = write_xliff("de", "en", [SEGMENT]).decode()
XLSX = write_xlsx("de", "en", [SEGMENT])
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    '<!ENTITY d SYSTEM "file:///etc/passwd">]>'
)


def _with_part(name: str, text: bytes) -> bytes:
    """The XLSX file with another content of a part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(XLSX)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, text)
    return file.getvalue()


def _sheet() -> str:
    with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def _sheet_root() -> str:
    """The sheet without its XML declaration."""
    return "<worksheet" + _sheet().partition("<worksheet")[2]


def _with_renamed_sheet(text: str) -> bytes:
    """The XLSX file with a sheet whose name is not that of an XML file."""
    name = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
        links = archive.read(name).replace(b"sheet1.xml", b"sheet1.png")
    data = _with_part(name, links)
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.png", text)
    return file.getvalue()


def _book(value: object) -> bytes:
    """An XLSX file with a value as the translation."""
    book = openpyxl.Workbook()
    book.active.append(["domain", "source", "translation"])
    book.active.append(["walking", "Walking", value])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (XLIFF.replace("<xliff", f"{LAUGHS}<xliff", 1).replace("Gehen", "&c;"), "has a DTD"),
        (XLIFF.replace("<xliff", '<!DOCTYPE x SYSTEM "https://x.example/"><xliff', 1), "a DTD"),
        (XLIFF.replace("Gehen", "&d;"), "no XML"),
        (XLIFF.replace("Gehen", "<g>" * 300 + "</g>" * 300), "no XML"),
        (XLIFF.replace("</body>", ""), "no XML"),
        ("<html/>", "no readable XLIFF"),
        (
            '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>',
            "XLIFF 2; save it as",
        ),
        (XLIFF.replace("Gehen", 'Ge<x id="1"/>hen'), "an inline element"),
        (XLIFF.replace("Gehen", '<mrk mid="0">Ge<x id="1"/>hen</mrk>'), "an inline element"),
        (XLIFF.replace("Gehen", "Ge<!-- x -->hen"), "an inline element"),
        (XLIFF.replace("</file>", '</file><file target-language="fr"/>'), "de and fr"),
        ("", "no XML"),
    ],
)
def test_xliff(text: str, words: str) -> None:
    with pytest.raises(ExchangeFileError, match=words) as error:
        read_xliff("de.xlf", text.encode())
    assert str(error.value).startswith("de.xlf:")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no XLSX file"),
        (XLSX[: len(XLSX) // 2], "no XLSX file"),
        (_with_part("xl/worksheets/sheet1.xml", b" " * (257 << 20)), "more than 256 MB"),
        (_with_part("xl/sharedStrings.xml", f"{LAUGHS}<sst/>".encode()), "has a DTD"),
        (_with_part("xl/sharedStrings.xml", f"{LAUGHS}<sst/>".encode("utf-16")), "has a DTD"),
        (_with_part("xl/workbook.xml", b"<workbook/>"), "no readable XLSX"),
        (
            _with_part(
                "xl/worksheets/sheet1.xml", _sheet().replace('r="2"', 'r="999999999"').encode()
            ),
            "more than 200000 rows",
        ),
        (_book("=1+1"), "a formula"),
        (_book(0.5), "0.5, and no text"),
        (_book(True), "True, and no text"),
        (_book(date(2026, 1, 2)), "C2 has the value 2026-01-02 00:00:00, and no text"),
    ],
)
def test_xlsx(data: bytes, words: str) -> None:
    with pytest.raises(ExchangeFileError, match=words) as error:
        read_xlsx("de.xlsx", data)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff", "not UTF-8"),
        (b"\xff\xfed", "not UTF-8"),
        (b"sep=;\ndomain;source\n", "de.csv:2: no column translation"),
        (b"domain,source\nwalking,Walking\n", "de.csv:1: no column translation"),
        (b'domain,source,translation\na,"b,c\n', "de.csv:2: "),
        (b"domain,source,translation,state\na,b,c,done\n", "de.csv:2: unknown state 'done'"),
        (b"locale,domain,source,translation\nde,a,b,c\nfr,a,b,c\n", "de.csv:3: a second locale"),
        (b"domain,source,translation,note\na,b,c,\nd,e,half", "de.csv:3: the file ends within"),
        (b"domain,source,translation\rd,e", "de.csv:2: the file ends within"),
        (b"domain,source,translation\na,b," + b"c" * 200_000, "de.csv:2: "),
    ],
)
def test_csv(data: bytes, words: str) -> None:
    with pytest.raises(ExchangeFileError, match=words):
        read_csv("de.csv", data)


def test_entities_in_a_part_that_is_not_named_as_xml() -> None:
    """The sheet may have any name; it is read without entities, and refused with them."""
    sheet = _sheet_root()
    assert read_xlsx("de.xlsx", _with_renamed_sheet(sheet)).segments[0].translation == "Gehen"
    with pytest.raises(ExchangeFileError, match="no readable XLSX"):
        read_xlsx("de.xlsx", _with_renamed_sheet(LAUGHS + sheet))


def test_a_number_that_was_typed() -> None:
    """A spreadsheet makes a number of it."""
    assert read_xlsx("de.xlsx", _book(1984)).segments[0].translation == "1984"


def test_escapes_of_half_characters_stay_text() -> None:
    """The escape would be a character that no file can hold."""
    assert read_xlsx("de.xlsx", _book("_xD800_")).segments[0].translation == "_xD800_"


def test_how_spreadsheets_save_csv() -> None:
    """Semicolons, CRLF inside cells, another order of columns, one more, an empty row."""
    header = "state;translation;mine;source;domain"
    text = f'{header}\r\n;"Gehen\r\nhilft";x;"Walking\r\nhelps";walking\r\n;;;;\r\n'
    (segment,) = read_csv("de.csv", text.encode("utf-8-sig")).segments
    assert (segment.source, segment.translation) == ("Walking\nhelps", "Gehen\nhilft")
    assert (segment.state, segment.line) == (State.TRANSLATED, 2)


def test_a_translation_filled_in_without_its_state() -> None:
    """A row that was missing at the export counts as translated."""
    data = b"domain,source,translation,state\na,b,c,missing\n"
    assert read_csv("de.csv", data).segments[0].state is State.TRANSLATED


def test_spreadsheets_have_no_formulas() -> None:
    """Not a cell: each that would be one is a text with an apostrophe."""
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]
    segments = [Segment("a", "b", "", "title", text, text) for text in texts]
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx("de", "en", segments))).active
    column = COLUMNS.index("source") + 1
    cells = [sheet.cell(row, column) for row in range(2, len(texts) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.value.startswith("'") for cell in cells)


def test_a_huge_file_and_a_link(tmp_path: Path) -> None:
    """Neither is opened."""
    huge, link = tmp_path / "de.csv", tmp_path / "fr.csv"
    with huge.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    link.symlink_to(huge)
    assert "more than 32 MB" in read_exchange_file(huge, "de.csv")
    assert "symbolic link" in read_exchange_file(link, "fr.csv")
