"""What no SVG picture of an edition may have: programs, and files or addresses that it loads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_PROGRAMS = frozenset("audio canvas embed handler iframe listener object script video".split())
_WORDS = "its words are HTML, which no translator gets; save them as text of SVG"
_XHTML = "http://www.w3.org/1999/xhtml"
_HARMLESS = ("#", "data:image/", "data:font/", "data:application/font")
_ALLOWED = {"a": ("http:", "https:", "mailto:", "#"), "use": ("#",)}
"""How the addresses of these elements must begin; those of others must be harmless."""

_ANIMATIONS = frozenset("animate animatecolor animatemotion animatetransform set".split())
_ADDRESSES = ("href", "src", "base", "style", "class")
"""Attributes that an animation must not change: they lead elsewhere, or choose other styles."""

_LOADING = re.compile(
    r"(?<![\w-])(?:(?:url\(\s*['\"]?|src\(\s*['\"])\s*([^'\")\s]*)"
    r"|(@import|(?:-webkit-)?image(?:-set)?\((?=[^;{}]*['\"])))",
    re.IGNORECASE,
)
_MAY_LOAD = re.compile(r"[\\@]|url\(|src\(|image", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|([^\n0-9a-f]))", re.IGNORECASE)
_MAX_SHOWN = 60


def element_faults(namespace: str, name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Why an element is refused, and what to do. Names are without their namespaces."""
    if namespace == _XHTML:
        yield _WORDS
    if name.lower() in _ANIMATIONS:
        changed = attributes.get("attributeName", "").rpartition(":")[2].strip().lower()
        if changed in _ADDRESSES or changed.startswith("on"):
            yield f"an animation changes {changed!r}; remove it"
    if name in _PROGRAMS:
        yield f"it has a program or another medium (<{name}>); remove it"
    if name == "foreignObject":
        yield _WORDS
    for attribute, value in attributes.items():
        address = "".join(value.split()).lower()
        if attribute.startswith("on") or address.startswith("javascript:"):
            yield f"it has a program ({attribute}); remove it"
        elif attribute in ("href", "src", "base"):
            yield from _address_faults(value, address, _ALLOWED.get(name, _HARMLESS))
        else:
            yield from style_faults(value)


def style_faults(css: str) -> Iterator[str]:
    """Why a stylesheet, or the value of an attribute, is refused."""
    if not _MAY_LOAD.search(css):
        return
    plain = _ESCAPE.sub(_unescaped, css)
    for address, imported in _LOADING.findall(plain):
        yield from _address_faults(address or imported, address.lower(), _HARMLESS)


def _unescaped(escape: re.Match[str]) -> str:
    """The character that an escape of CSS means (CSS Syntax 3, 4.3.7)."""
    return chr(min(int(escape[1], 16), 0x10FFFF)) if escape[1] else str(escape[2])


def _address_faults(shown: str, address: str, allowed: tuple[str, ...]) -> Iterator[str]:
    """Why an address, which is in lower case, is refused."""
    shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
    if not address.startswith(allowed):
        yield f"it loads {shown!r} from elsewhere; put it into the picture, or remove it"
    elif address.startswith("data:image/svg"):
        yield "it has another SVG picture in an address; put the shapes and words themselves in"
