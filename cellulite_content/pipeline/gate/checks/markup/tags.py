"""Check of text that another program may take for a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....model.finding import Problem

_TAG = re.compile(r"<(?:[/!?]|(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>[^<>]*))")

_ELEMENTS = frozenset(
    "a abbr address animate applet area article aside audio b base bdi bdo blink blockquote "
    "body br button canvas caption center circle cite code col colgroup data datalist dd defs "
    "del details dfn dialog dir div dl dt ellipse em embed fieldset figcaption figure font "
    "footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image "
    "img input ins isindex kbd keygen label layer legend li line link listing main map mark "
    "marquee math menu menuitem meta meter nav nobr noembed noframes noscript object ol "
    "optgroup option output p param path picture plaintext polygon polyline portal pre progress "
    "q rect rp rt ruby s samp script search section select set slot small source span strike "
    "strong style sub summary sup svg symbol table tbody td template text textarea tfoot th "
    "thead time title tr track tt u ul use var video wbr xml xmp xss".split()
)
"""The elements of HTML and SVG, past and present; other words in < > are placeholders."""


def check_tags(source: str, target: str) -> Iterator[Problem]:
    """Harm: text that another program may take for a tag.

    `source` is the whole source, since a translator may show a placeholder outside of its literal.

    Bad: `Laufen <script>`, `<x onload=...>`
    Good: `weniger als < 10 %`; a placeholder such as `<Projekt>`; a tag that the source has
    """
    match = _TAG.search(target)
    if match is None:
        return
    known = {_tag(match) for match in _TAG.finditer(source)}
    for match in _TAG.finditer(target):
        if _tag(match) in known or not _is_tag(match):
            continue
        yield Problem(
            "looks-like-a-tag",
            f"the translation contains {target[match.start() : match.start() + 12]!r}, which looks "
            "like a tag",
            "put a space after <",
        )
        return


def is_element(name: str) -> bool:
    """Whether a name is that of an element of HTML or SVG."""
    return name.lower() in _ELEMENTS


def _tag(match: re.Match[str]) -> str:
    """The tag, with its attributes if it has any with a value."""
    attributes = match["attributes"] or ""
    return (
        match[0].replace("…", "...")
        if "=" in attributes
        else match[0].removesuffix(attributes).lower()
    )


def _is_tag(match: re.Match[str]) -> bool:
    """Whether a program could take the text for a tag of HTML or SVG, or one with attributes."""
    name = match["name"]
    return name is None or is_element(name) or "=" in match["attributes"]
