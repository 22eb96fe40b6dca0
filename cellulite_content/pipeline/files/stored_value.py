"""Stored values: dataclasses as JSON in a cache, checked when they are read.

A pickle would run any code that somebody has put into it.
"""

from __future__ import annotations

from typing import Any

import msgspec


def dump_value(value: object) -> bytes:
    """A value as JSON: dataclasses, enums, texts, numbers, and collections of them.

    Raises `UnicodeEncodeError` for a text that is no valid Unicode.
    """
    return msgspec.json.encode(value, order="deterministic")


def load_value(kind: Any, data: bytes | None) -> Any:
    """The value of this type from its JSON, or None for anything else, and for no data."""
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
