"""Checks of what only changes how text looks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ....model.finding import Problem, Severity
from ....model.unit import Unit
from ....source.markup_facts import Markup
from ....source.roles import canonical_name, is_display
from .difference import differ, difference

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

_LABEL = re.compile(r"\W*[^\W\d_][^\W_]*(?:[ \u00a0’'&-]+[^\W_]+)*\W*")
"""Words of an interface, such as `Save` or `Stay on tab`, which differ by language."""

_LONGEST_LABEL = 80


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


def _tag(match: re.Match[str]) -> str:
    """The tag, with its attributes if it has any with a value."""
    attributes = match["attributes"] or ""
    return match[0] if "=" in attributes else match[0].removesuffix(attributes).lower()


def _is_tag(match: re.Match[str]) -> bool:
    """Whether a program could take the text for a tag of HTML or SVG, or one with attributes."""
    name = match["name"]
    return name is None or name.lower() in _ELEMENTS or "=" in match["attributes"]


def check_presentation(unit: Unit, source: Markup, target: Markup) -> Iterator[Problem]:
    """No harm, but perhaps a slip: emphasis, literals or display roles differ."""
    for code, expected, actual in (
        ("emphasis-differs", source.emphasis, target.emphasis),
        ("literal-differs", _literals(source), _literals(target)),
        ("display-differs", _display_roles(unit, source), _display_roles(unit, target)),
    ):
        if differ(expected, actual):
            yield Problem(
                code,
                f"{code.partition('-')[0]} differs from the source's: "
                f"{difference(expected, actual)}",
                "put a space or `\\ ` around the markup, or keep the difference if it is intended",
                Severity.WARNING,
            )


def _literals(markup: Markup) -> Counter[str]:
    """The literals; those that show words of an interface are equal."""
    return Counter("(words)" if _is_label(text) else text for text in markup.literals.elements())


def _is_label(text: str) -> bool:
    """Whether the text is words of an interface, with a capital if the script has capitals."""
    if len(text) > _LONGEST_LABEL:
        return False
    first = next(filter(str.isalpha, text), "a")
    return not first.islower() and _LABEL.fullmatch(text) is not None


def _display_roles(unit: Unit, markup: Markup) -> Counter[str]:
    return Counter(
        canonical_name(role.name, unit.dialect)
        for role in markup.roles.elements()
        if is_display(role, unit.dialect)
    )
