"""Offline pages: pages of the site without what is only there (elements with the attribute
`data-online`)."""

from __future__ import annotations

import posixpath
import re
from functools import partial

_MARK = " data-online"
_ATTRIBUTE = r'(?: [a-z-]+(?:="[^"]*")?)'
_ONLINE = re.compile(rf"<([a-z]+){_ATTRIBUTE}*?{_MARK}{_ATTRIBUTE}*>.*?</\1>\n?", re.DOTALL)
"""An element that is only on the site. It contains no element of its own kind."""

_HEAD_LINK = re.compile(r'<link rel="alternate"[^<>]*>\n?')
_DATA = re.compile(r'<script type="application/ld\+json">[^<]*</script>\n?')
_ADDRESS = re.compile(r' href="((?:\.\./)+[^"]*)"')


def offline_page(page: str, name: str, site_url: str) -> str:
    """A page without what is only on the site; `name` is its path there (`de/articles/x.html`).

    Links out of the copy lead to the site, or nowhere if its address is not known.
    """
    page = _without_online(page)
    page = _HEAD_LINK.sub("", _DATA.sub("", page))
    return _ADDRESS.sub(partial(_address_in_copy, name, site_url), page)


def _without_online(page: str) -> str:
    """A page without its marked elements. Matching each of its tags would take five times as
    long."""
    position = page.find(_MARK)
    while position >= 0:
        start = page.rfind("<", 0, position)
        element = _ONLINE.match(page, start) if start >= 0 else None
        if element:
            page = page[:start] + page[element.end() :]
        position = page.find(_MARK, start if element else position + 1)
    return page


def _address_in_copy(name: str, site_url: str, match: re.Match[str]) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1]))
    if target.startswith(f"{name.partition('/')[0]}/"):
        return match[0]
    return f' href="{site_url}{target}"' if site_url else ""
