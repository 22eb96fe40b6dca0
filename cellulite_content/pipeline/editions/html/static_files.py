"""The static files of pages: the theme's, smaller for readers on slow lines."""

from __future__ import annotations

import re

from ..edition import Edition
from ..templates import THEME

_LESS_CSS = re.compile(
    rb'("[^"]*")|/\*.*?\*/\s*|;?\s*([{}>;,])\s*|(:)\s+|\b0(?=\.\d)|\s+', re.DOTALL
)
"""Strings stay. A colon with a space after it is in no selector."""
_FACES = re.compile(rb"^((?::lang\(\w+\)(?:, )?)+) \{[^}]*--body[^}]*\}\n", re.MULTILINE)
_LANGUAGE = re.compile(rb"\((\w+)\)")
_SCRIPT_MARGIN = re.compile(rb"^ *(?://.*\n)?", re.MULTILINE)
"""The indentation and the lines of comments, in a script without texts of several lines."""


def static_file(name: str, edition: Edition) -> bytes:
    """A static file of the theme, as the pages of an edition have it."""
    data = (THEME / "static" / name).read_bytes()
    if name.endswith(".js"):
        return _SCRIPT_MARGIN.sub(b"", data)
    return _minify(_without_faces(data, edition)) if name.endswith(".css") else data


def _without_faces(styles: bytes, edition: Edition) -> bytes:
    """A stylesheet without the faces of scripts that a translation's pages do not have.

    The original's stylesheet has all: the pages of the whole site use it.
    """
    used = {locale.babel.language.encode() for locale in (edition.locale, edition.source)}
    return (
        styles
        if edition.original
        else _FACES.sub(
            lambda match: match[0] if used & set(_LANGUAGE.findall(match[1])) else b"", styles
        )
    )


def _minify(styles: bytes) -> bytes:
    """A stylesheet without comments and needless spaces: a sixth less for readers on slow lines."""

    def less(match: re.Match[bytes]) -> bytes:
        text, sign, colon = match.groups()
        return text or sign or colon or (b" " if match[0].isspace() else b"")

    return _LESS_CSS.sub(less, styles).strip() + b"\n"
