"""XLSX files for spreadsheets, through openpyxl."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from .segment import ExchangeFile, ExchangeFileError, Segment
from .spreadsheet_rows import COLUMNS, from_rows, to_rows
from .untrusted_data import check_zip

_WIDTHS = {"source": 70, "translation": 70, "note": 30, "unit": 30, "domain": 25}
_MOST_ROWS = 200_000
_MOST_COLUMNS = 40

_ESCAPE = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # no surrogates
_NEEDS_ESCAPE = re.compile("\r|_(?=x[0-9A-Fa-f]{4}_)")
"""A carriage return, which XML readers change, and what looks like an escape (ECMA-376, part 1,
22.9.2.19)."""


def write_xlsx(tag: str, source_tag: str, segments: Iterable[Segment]) -> bytes:
    """The bytes of an XLSX file with one sheet."""
    from openpyxl import Workbook  # noqa: PLC0415 - an optional extra
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(tag)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + number)].width = _WIDTHS.get(name, 12)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in to_rows(tag, segments):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, _NEEDS_ESCAPE.sub(_escape, text))
            cell.data_type = "s"
            cell.number_format = "@"  # a text: what is typed becomes no number, date or formula
            cell.alignment = wrapped
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _escape(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def read_xlsx(path: str, data: bytes) -> ExchangeFile:
    """The segments of the first sheet; `path` is its name in errors. Raises `ExchangeFileError`."""
    from openpyxl import load_workbook  # noqa: PLC0415 - an optional extra

    check_zip(path, data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        rows = list(_rows(path, book.worksheets[0]))
    except ExchangeFileError:
        raise
    except Exception as error:  # openpyxl raises all kinds for a damaged file
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise ExchangeFileError(
            f"{path}: no readable XLSX file ({reason}); save it again"
        ) from None
    return from_rows(path, rows)


def _rows(path: str, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # they may be wrong, and huge
    rows = enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1)
    for number, row in islice(rows, _MOST_ROWS + 1):
        if number > _MOST_ROWS:
            raise ExchangeFileError(f"{path}:{number}: more than {_MOST_ROWS} rows; delete some")
        yield number, [_text(path, number, cell) for cell in row]


def _text(path: str, number: int, cell: Any) -> str:
    if cell.value is None:
        return ""
    if cell.data_type in ("s", "inlineStr", "str"):
        return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(cell.value))
    if type(cell.value) is int:
        return str(cell.value)
    kind = "a formula" if cell.data_type == "f" else f"the value {cell.value}, and no text"
    raise ExchangeFileError(
        f"{path}:{number}: the cell {cell.coordinate} has {kind}; format it as text and write the "
        "text again"
    )
