"""Which characters the font files have that the package's requirements install."""

from __future__ import annotations

import re
import struct
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import files
from pathlib import Path

from support import CHECKOUT


@cache
def characters() -> frozenset[str]:
    """All characters for which one of the fonts has a glyph."""
    return frozenset(map(chr, (code for path in font_files() for code in _codes(path))))


def font_files() -> Iterator[Path]:
    """The files of the fonts among the requirements of the extra `pipeline`."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.match(r"[\w-]+", each) for each in project["optional-dependencies"]["pipeline"]]
    for name in (match[0] for match in names if match and "font" in match[0]):
        for file in files(name) or ():
            if file.suffix in (".ttf", ".otf"):
                yield Path(str(file.locate()))


def _codes(path: Path) -> Iterator[int]:
    """The code points with a glyph in a font's table `cmap` (OpenType, formats 4 and 12)."""
    data = path.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = [struct.unpack_from(">4s4xL", data, 12 + 16 * n) for n in range(count)]
    start = dict(tables)[b"cmap"]
    (count,) = struct.unpack_from(">H", data, start + 2)
    for n in range(count):
        (offset,) = struct.unpack_from(">L", data, start + 8 + 8 * n)
        table = start + offset
        (form,) = struct.unpack_from(">H", data, table)
        if form == 12:
            (groups,) = struct.unpack_from(">L", data, table + 12)
            for first, last, _ in struct.iter_unpack(
                ">LLL", data[table + 16 : table + 16 + 12 * groups]
            ):
                yield from range(first, last + 1)
        elif form == 4:
            yield from _format_4(data, table)


def _format_4(data: bytes, table: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", data, table + 6)
    count = double // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, table + place)
        for place in (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
    )
    for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if not offsets[n]:
                glyph = code + deltas[n]
            else:
                place = table + 16 + 3 * double + 2 * n + offsets[n] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, place)
            if glyph & 0xFFFF:
                yield code
