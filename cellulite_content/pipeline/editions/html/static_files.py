"""The static files of pages: the theme's, smaller for readers on slow lines."""

from __future__ import annotations

import re

from ..edition import Edition
from ..templates import THEME

_FACES = re.compile(rb"^((?::lang\([\w-]+\)(?:, )?)+) \{[^}]*--body[^}]*\}\n", re.MULTILINE)
_LANGUAGE = re.compile(rb"\((\w+)")


def static_file(name: str, edition: Edition) -> bytes:
    """A static file of the theme, as the pages of an edition have it."""
    data = _source(name)
    return _smaller(name, _without_faces(data, edition) if name.endswith(".css") else data)


def site_file(name: str) -> bytes:
    """A static file of the site's own pages, whose styles have the faces of all scripts."""
    faces = (match[0] for match in _FACES.finditer(_source("reading.css")))
    return _smaller(name, b"".join([*(faces if name.endswith(".css") else ()), _source(name)]))


def _source(name: str) -> bytes:
    return (THEME / "static" / name).read_bytes()


def _smaller(name: str, data: bytes) -> bytes:
    # The hook of the wheel imports the builders and has neither.
    import rcssmin  # noqa: PLC0415
    import rjsmin  # noqa: PLC0415

    if name.endswith(".css"):
        return bytes(rcssmin.cssmin(data))
    return bytes(rjsmin.jsmin(data)) if name.endswith(".js") else data


def _without_faces(styles: bytes, edition: Edition) -> bytes:
    """A stylesheet without the faces of scripts that an edition's pages do not have."""
    used = {locale.babel.language.encode() for locale in (edition.locale, edition.source)}
    return _FACES.sub(
        lambda match: match[0] if used & set(_LANGUAGE.findall(match[1])) else b"", styles
    )
