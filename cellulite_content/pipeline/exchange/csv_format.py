"""CSV files for spreadsheets (RFC 4180)."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator

from .segment import ExchangeFile, ExchangeFileError, Segment
from .spreadsheet_rows import from_rows, to_rows

_BOM = "\ufeff"
"""Excel reads a file without it in the encoding of the system."""

_SEPARATORS = ",;\t"
"""Excel writes semicolons where the comma is the decimal sign, and tabs into "Unicode text"."""

_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n?")
"""A first line for Excel, which shows no row of it."""

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def write_csv(tag: str, source_tag: str, segments: Iterable[Segment]) -> bytes:
    """The bytes of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(to_rows(tag, segments))
    return (_BOM + text.getvalue()).encode()


def read_csv(path: str, data: bytes) -> ExchangeFile:
    """The segments of a CSV file; `path` is its name in errors. Raises `ExchangeFileError`.

    UTF-8, or UTF-16 with a byte order mark; the separator is what the first row has most of, or
    what a line `sep=;` says.
    """
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        raise ExchangeFileError(f"{path}: not UTF-8; save it as CSV with UTF-8") from None
    return from_rows(path, _rows(path, text))


def _rows(path: str, text: str) -> Iterator[tuple[int, list[str]]]:
    told = _SEPARATOR_LINE.match(text)
    separator = told[1] if told else max(_SEPARATORS, key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    if told:
        next(rows)
    line, columns, place, length = rows.line_num + 1, 0, 1, 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise ExchangeFileError(
                f"{path}:{rows.line_num}: {error}; fix the quotation marks"
            ) from None
        if row is None:
            break
        yield line, row
        columns, place, length = columns or len(row), line, len(row)
        line = rows.line_num + 1
    # Programs write all columns of the last row, or a line break behind it.
    if length < columns and not text.endswith(("\n", "\r")):
        raise ExchangeFileError(f"{path}:{place}: the file ends within this row; save it again")
