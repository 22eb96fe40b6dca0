"""Markdown that is certainly one paragraph without markup, found without MyST."""

from __future__ import annotations

import re
from functools import lru_cache

_SIGN = re.compile(r"[\\`*_\[\]<>&$\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""A text without these has no inline markup, with any settings of Markdown."""

_BLOCK = re.compile(r"[^\w(\"'“”„«»‘’¿¡…—–]|\d{1,9}[.)](?:\s|$)|\(.*\)=$|_", re.ASCII)
"""How a text begins that may be another block than a paragraph."""


@lru_cache(maxsize=4096)
def is_plain(text: str) -> bool:
    """Whether a Markdown text is certainly one paragraph without markup."""
    is_one_line = bool(text) and text == text.strip()
    return is_one_line and not _SIGN.search(text) and not may_be_block(text)


def may_be_block(text: str) -> bool:
    """Whether Markdown may read a text as anything but one paragraph."""
    first = text[:1]
    return "\n" in text or (first.isascii() and _BLOCK.match(text) is not None)
