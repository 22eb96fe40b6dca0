"""Charsets of catalogs: UTF-8, and those of older files, which keep theirs.

The header names the charset, and a file is read only if this is true. Allowed are the charsets that
msgfmt 0.21 lists and Python knows. All of them are ASCII with more characters, so that a header can
be read before its charset is known.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

UTF_8 = "utf-8"

_CHARSET = re.compile(r"^Content-Type:.*charset=([\w.:+-]+)\s*$", re.IGNORECASE | re.MULTILINE)
_CODECS = frozenset(
    "ascii utf-8 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
    "iso8859-9 iso8859-13 iso8859-14 iso8859-15 koi8-r koi8-u koi8-t cp850 cp866 cp874 cp932 cp949 "
    "cp950 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 gb2312 euc_jp euc_kr big5 "
    "big5hkscs gbk gb18030 shift_jis johab tis-620".split()
)
"""msgfmt's list without EUC-TW, VISCII and GEORGIAN-PS, which Python does not know."""


@dataclass(frozen=True)
class OriginalLines:
    """The lines of a file of which Python would write other bytes, by their text.

    Some charsets have two codes for a character.
    """

    codec: str = UTF_8
    lines: Mapping[str, bytes] = field(default_factory=dict)


UNCHANGED_LINES = OriginalLines()
"""Those of a file in UTF-8: there are none."""


def charset_of(header: str) -> str:
    """The charset that a header's fields name, as it is written there; empty for none."""
    match = _CHARSET.search(header)
    return match[1] if match else ""


def codec_of(charset: str) -> str:
    """The name of Python's codec for a charset; empty for one that catalogs may not have."""
    try:
        name = codecs.lookup(charset).name if charset else ""
    except LookupError:
        return ""
    return name if name in _CODECS else ""


def read_lines(data: bytes, codec: str) -> tuple[str, OriginalLines]:
    """The text of a file, and its lines of which Python would write other bytes.

    Raises `UnicodeDecodeError`, and `ValueError` if two lines of one text have different bytes.
    """
    text = data.decode(codec)
    if codec == UTF_8 or text.encode(codec) == data:
        return text, OriginalLines(codec)
    originals: dict[str, bytes] = {}
    for line in data.split(b"\n"):
        content = line.removesuffix(b"\r")
        if originals.setdefault(content.decode(codec), content) != content:
            raise ValueError("two lines have the same text and different bytes")
    different = {line: data for line, data in originals.items() if line.encode(codec) != data}
    return text, OriginalLines(codec, different)


def write_lines(text: str, codec: str, originals: OriginalLines) -> bytes:
    """The bytes of a text. Raises `UnicodeEncodeError` for a character that the charset lacks."""
    if codec != originals.codec or not originals.lines:
        return text.encode(codec)
    return b"\n".join(_line_bytes(line, originals) for line in text.split("\n"))


def _line_bytes(line: str, originals: OriginalLines) -> bytes:
    content = line.removesuffix("\r")
    data = originals.lines.get(content)
    return line.encode(originals.codec) if data is None else data + b"\r" * line.endswith("\r")
