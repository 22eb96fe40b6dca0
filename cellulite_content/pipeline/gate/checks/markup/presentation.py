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

_TAG = re.compile(r"<[A-Za-z/!?]")


def check_tags(source: str, target: str) -> Iterator[Problem]:
    """Harm: text that another program may take for a tag.

    Bad: `Laufen <script>`
    Good: `weniger als < 10 %`
    """
    match = _TAG.search(target)
    if match and not _TAG.search(source):
        yield Problem(
            "looks-like-a-tag",
            f"the translation contains {target[match.start() : match.start() + 12]!r}, which looks "
            "like a tag",
            "put a space after <",
        )


def check_presentation(unit: Unit, source: Markup, target: Markup) -> Iterator[Problem]:
    """No harm, but perhaps a slip: emphasis, literals or display roles differ."""
    for code, expected, actual in (
        ("emphasis-differs", source.emphasis, target.emphasis),
        ("literal-differs", source.literals, target.literals),
        ("display-differs", _display_roles(unit, source), _display_roles(unit, target)),
    ):
        if differ(expected, actual):
            yield Problem(
                code,
                f"{code.partition('-')[0]} differs from the source's: "
                f"{difference(expected, actual)}",
                "keep it if this is intended",
                Severity.WARNING,
            )


def _display_roles(unit: Unit, markup: Markup) -> Counter[str]:
    return Counter(
        canonical_name(role.name, unit.dialect)
        for role in markup.roles.elements()
        if is_display(role, unit.dialect)
    )
