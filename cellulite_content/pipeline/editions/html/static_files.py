"""The static files of pages: the theme's, smaller for readers on slow lines."""

from __future__ import annotations

import re

from ..edition import Edition
from ..templates import THEME
from .language_styles import with_languages

_FACES = re.compile(rb"^((?::lang\([\w-]+\)(?:, )?)+) \{[^}]*--body[^}]*\}\n", re.MULTILINE)
_LANGUAGE = re.compile(rb"\((\w+)")

_SHORT_NAMES = {
    b"--accent": b"--a",
    b"--body": b"--b",
    b"--ink": b"--i",
    b"--leading": b"--h",
    b"--line": b"--l",
    b"--mark": b"--k",
    b"--measure": b"--m",
    b"--paper": b"--p",
    b"--raised": b"--r",
    b"--sans": b"--n",
    b"--serif": b"--f",
    b"--shadow": b"--w",
    b"--soft": b"--s",
}
"""What the stylesheets' own properties are called in the published ones: 400 bytes less a page."""

_OWN_PROPERTY = re.compile(rb"--[a-z]+(?=[:),])")
_LEADING_ZERO = re.compile(rb"(?<![\w.])0(?=\.\d)")


def static_file(name: str, edition: Edition) -> bytes:
    """A static file of the theme, as the pages of an edition have it."""
    data = _source(name)
    if name.endswith(".css"):
        data = _without_faces(with_languages(data, edition.locale, edition.source), edition)
    return _smaller(name, data)


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
        styles = _LEADING_ZERO.sub(b"", rcssmin.cssmin(data))
        return _OWN_PROPERTY.sub(lambda match: _SHORT_NAMES.get(match[0], match[0]), styles)
    return bytes(rjsmin.jsmin(data)) if name.endswith(".js") else data


def _without_faces(styles: bytes, edition: Edition) -> bytes:
    """A stylesheet without the faces of scripts that an edition's pages do not have."""
    used = {locale.babel.language.encode() for locale in (edition.locale, edition.source)}
    return _FACES.sub(
        lambda match: match[0] if used & set(_LANGUAGE.findall(match[1])) else b"", styles
    )
