"""Rows of spreadsheets: a segment as cells, without formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .segment import ExchangeFile, ExchangeFileError, Segment, State

COLUMNS = (
    *("locale", "domain", "unit", "context", "kind", "source", "translation", "state", "note"),
    "exported",
)
_NEEDED = frozenset({"domain", "source", "translation"})

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""The beginning of a text that a spreadsheet may take for a formula (OWASP, "CSV Injection")."""


def neutralise(text: str) -> str:
    """The text with an apostrophe before it if it might be a formula.

    A text that has apostrophes before such a beginning gets one more, so `restore` is exact.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def restore(cell: str) -> str:
    """The text of a cell that `neutralise` wrote."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def to_rows(tag: str, segments: Iterable[Segment]) -> Iterator[list[str]]:
    """The rows of a spreadsheet, the first with the names of the columns."""
    yield list(COLUMNS)
    for each in segments:
        cells = {"locale": tag, **vars(each)}
        yield [neutralise(str(cells[name])) for name in COLUMNS]


def from_rows(path: str, rows: Iterable[tuple[int, Sequence[str]]]) -> ExchangeFile:
    """The segments of rows with their numbers. Columns may have another order, or be more.

    Raises `ExchangeFileError` for a missing column, an unknown state, and for rows of two locales.
    """
    numbered = iter(rows)
    first, names = next(numbered, (1, ()))
    header = [cell.strip().lower() for cell in names]
    missing = sorted(_NEEDED - set(header))
    if missing:
        raise ExchangeFileError(
            f"{path}:{first}: no column {', '.join(missing)}; keep the columns' names as exported"
        )
    locales: dict[str, None] = {}
    segments = []
    for line, row in numbered:
        if not any(row):
            continue
        cells = dict(zip(header, map(restore, row), strict=False))
        if locale := cells.get("locale", "").strip():
            locales[locale] = None
        if len(locales) > 1:
            raise ExchangeFileError(
                f"{path}:{line}: a second locale, {' and '.join(map(repr, locales))}; "
                "make a file for each"
            )
        segments.append(_segment(path, line, cells))
    return ExchangeFile(next(iter(locales), ""), tuple(segments))


def _segment(path: str, line: int, cells: dict[str, str]) -> Segment:
    translation = cells.get("translation", "")
    name = cells.get("state", "").strip().lower() or State.TRANSLATED
    if name not in tuple(State):
        raise ExchangeFileError(
            f"{path}:{line}: unknown state {name!r}; write one of {', '.join(State)}"
        )
    state = State(name)
    if translation and state is State.MISSING:
        state = State.TRANSLATED  # filled in, and the column left as it was
    texts = {each: cells.get(each, "") for each in ("domain", "unit", "context", "kind", "source")}
    return Segment(
        **texts,
        translation=translation,
        state=state,
        note=cells.get("note", ""),
        exported=cells.get("exported", "").strip(),
        line=line,
    ).with_plain_line_ends()
