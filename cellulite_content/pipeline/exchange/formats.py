"""The formats by name, and the extra that most of them need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from ..errors import ProjectError
from .csv_format import read_csv, write_csv
from .memory_format import write_tmx
from .segment import ExchangeFile, Segment
from .xliff_format import read_xliff, write_xliff
from .xlsx_format import read_xlsx, write_xlsx

GLOSSARY_FORMAT = "tbx"

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {"xliff": ".xlf", "tmx": ".tmx", "tbx": ".tbx", "csv": ".csv", "xlsx": ".xlsx"}
)
"""The suffix of each format's files."""

WRITERS: Mapping[str, Callable[[str, str, Iterable[Segment]], bytes]] = MappingProxyType(
    {"xliff": write_xliff, "tmx": write_tmx, "csv": write_csv, "xlsx": write_xlsx}
)
"""What writes a format: from the locale's tag, the source's tag, and the segments."""

READERS: Mapping[str, Callable[[str, bytes], ExchangeFile]] = MappingProxyType(
    {".xlf": read_xliff, ".xliff": read_xliff, ".csv": read_csv, ".xlsx": read_xlsx}
)
"""What reads a file with this suffix: from its name and its bytes."""


@contextmanager
def exchange_extra(what: str) -> Iterator[None]:
    """Raise `ProjectError` with the line for pip where a package of the extra is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ProjectError(
            f"{what} needs {error.name}; run `pip install 'cellulite-content[exchange]'`"
        ) from None
