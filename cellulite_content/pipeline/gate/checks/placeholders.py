"""Checks of placeholders, which programs fill."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...model.finding import Problem
from ...model.unit import Unit

_REAL = re.compile(
    r"%(?:\(\w+\)[#0\- +]*[\d.*]*[hlL]?[a-zA-Z]|[#0\-+]*[\d.*]*[hlL]?[diouxXeEfFgGcrsa]|%)"
)
"""A placeholder with a name or a type, or a doubled sign: a program fills the text. `75% of` has
one by chance alone, with the rare flag of a space; extractors mark such prose too."""

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[#0\- +]*[\d.*]*[hlL]?[a-zA-Z%]|%")


def check_placeholders(unit: Unit, target: str) -> Iterator[Problem]:
    """Harm: a page that fails to build, or a date or name that is missing from it.

    Bad: `Updated on %(date)s` → `Stand: %(datum)s`
    Good: `Updated on %(date)s` → `Stand: %(date)s`; `75% of women` → `75 % der Frauen`;
    a name that is repeated
    """
    if not _REAL.search(unit.text):
        return
    expected, actual = map(_placeholders, (unit.text, target))
    if expected != actual:
        yield Problem(
            "placeholder-changed",
            f"the placeholders differ: the source has {_list(expected)}, the translation "
            f"{_list(actual)}",
            "copy them letter for letter from the source (a lone % is written %%)",
        )


def _placeholders(text: str) -> Counter[str]:
    """The placeholders of a text; one with a name counts once, since a text may repeat a name."""
    counts = Counter(_PLACEHOLDER.findall(text))
    return Counter({each: 1 if "(" in each else count for each, count in counts.items()})


def _list(placeholders: Counter[str]) -> str:
    return ", ".join(sorted(placeholders.elements())) or "none"
