"""The static files of pages: the theme's, smaller for readers on slow lines."""

from __future__ import annotations

import re

from ..edition import Edition
from ..templates import THEME

_FACES = re.compile(rb"^((?::lang\([\w-]+\)(?:, )?)+) \{[^}]*--body[^}]*\}\n", re.MULTILINE)
_LANGUAGE = re.compile(rb"\((\w+)")


def static_file(name: str, edition: Edition) -> bytes:
    """A static file of the theme, as the pages of an edition have it."""
    # The hook of the wheel imports the builders and has neither.
    import rcssmin  # noqa: PLC0415
    import rjsmin  # noqa: PLC0415

    data = (THEME / "static" / name).read_bytes()
    if name.endswith(".js"):
        return bytes(rjsmin.jsmin(data))
    return bytes(rcssmin.cssmin(_without_faces(data, edition))) if name.endswith(".css") else data


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
