"""Check of text that another program may take for a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ....model.finding import Problem
from ....model.unit import Unit

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

_LONGEST_SHOWN = 20

_WHOLE_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->")

_MARKUP = {
    **dict.fromkeys(("b", "strong"), ("**words**", "**words**")),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), ("*words*", "*words*")),
    **dict.fromkeys(("code", "samp", "tt"), ("``words``", "`words`")),
    **{name: (f":{name}:`words`", f"{{{name}}}`words`") for name in ("kbd", "sub", "sup")},
    "a": ("`words <address>`__", "[words](address)"),
}
"""What is written instead of an element, in reStructuredText and in Markdown."""


def check_tags(unit: Unit, target: str) -> Iterator[Problem]:
    """Harm: text that another program may take for a tag.

    It is compared with the whole source: a translator may show a placeholder outside of its
    literal.

    Bad: `Laufen <script>`, `<x onload=...>`
    Good: `weniger als < 10 %`; a placeholder such as `<Projekt>`; a tag that the source has
    """
    match = _TAG.search(target)
    if match is None:
        return
    known = {_tag(match) for match in _TAG.finditer(unit.text)}
    for match in _TAG.finditer(target):
        if _tag(match) in known or not _is_tag(match):
            continue
        whole = _WHOLE_TAG.match(target, match.start())
        text = whole[0] if whole and len(whole[0]) <= _LONGEST_SHOWN else target[match.start() :]
        yield Problem(
            "looks-like-a-tag",
            f"the translation contains {text[:_LONGEST_SHOWN]!r}, which looks like a tag",
            _hint(unit, match["name"] or "") if whole else "put a space after <",
        )
        return


def _hint(unit: Unit, name: str) -> str:
    """What to do about a whole tag."""
    forms = written_instead(unit, name)
    if forms:
        return f"write {forms} instead of the tags"
    reason = "" if unit.markup else ": this text is shown without markup"
    return f"delete the tags, and keep their words{reason}"


def written_instead(unit: Unit, name: str) -> str:
    """How a text of a unit marks `words` in place of an HTML element; empty if it cannot."""
    forms = _MARKUP.get(name.lower()) if unit.markup else None
    return forms[unit.markdown is not None] if forms else ""


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
