"""What no SVG picture of an edition may have: programs, and files or addresses that it loads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_PROGRAMS = frozenset("audio canvas embed handler iframe listener object script video".split())
_WORDS = "its words are HTML (foreignObject), which no translator gets; save them as text of SVG"
_HARMLESS = ("#", "data:image/", "data:font/", "data:application/font")
_LINKS = ("http:", "https:", "mailto:", "#")
_LOADING = re.compile(r"url\(\s*['\"]?\s*([^'\")\s]*)|(@import)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?", re.IGNORECASE)
_MAX_SHOWN = 60


def element_faults(name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Why an element is refused, and what to do. Names are without their namespaces."""
    if name in _PROGRAMS:
        yield f"it has a program or another medium (<{name}>); remove it"
    if name == "foreignObject":
        yield _WORDS
    for attribute, value in attributes.items():
        address = "".join(value.split()).lower()
        if attribute.startswith("on") or address.startswith("javascript:"):
            yield f"it has a program ({attribute}); remove it"
        elif attribute in ("href", "src", "base"):
            if not address.startswith(_LINKS if name == "a" else _HARMLESS):
                yield _loading(value)
        else:
            yield from style_faults(value)


def style_faults(css: str) -> Iterator[str]:
    """Why a stylesheet, or the value of an attribute, is refused."""
    if "url(" not in css and "\\" not in css and "@" not in css and "URL(" not in css.upper():
        return
    plain = _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), css)
    for address, imported in _LOADING.findall(plain):
        if imported or not address.lower().startswith(_HARMLESS):
            yield _loading(address or imported)


def _loading(address: str) -> str:
    shown = address if len(address) <= _MAX_SHOWN else f"{address[:_MAX_SHOWN]}…"
    return f"it loads {shown!r} from elsewhere; put it into the picture, or remove it"
