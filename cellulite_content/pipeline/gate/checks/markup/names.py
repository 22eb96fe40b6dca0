"""Names of one document: a translation must not take a name that links of other messages use.

In reStructuredText, ``name_`` leads to the heading, the place or the link of this name anywhere in
the document. So translations are judged together that are right when each is judged alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....model.finding import Problem
from ....model.unit import Document, Unit
from ....source.markup_facts import Markup
from ....source.message_markup import name_of, read_message


def name_conflicts(document: Document, accepted: Mapping[str, str]) -> dict[str, Problem]:
    """The problems of translations that change where links of the document lead, by message key.

    `accepted` are the translations by key that are right when each is judged alone.
    """
    used = document.link_names
    if not used:
        return {}
    changed = [
        (unit, key)
        for unit in document.units
        for key in (unit.key_in(accepted),)
        if accepted.get(key, unit.text) != unit.text
    ]
    headings = {
        name_of(read_message(unit, unit.text)) for unit in document.units if unit.names_section
    }
    # docutils prefers a target's name to a heading's.
    heading_links = (used & headings) - document.explicit_names
    conflicts: dict[str, Problem] = {}
    for unit, key in changed:
        target = accepted[key]
        if unit.names_section:
            problems = _heading_problems(unit, target, heading_links)
        elif unit.markup:
            problems = _link_problems(unit, target, used)
        else:
            continue
        for problem in problems:
            conflicts.setdefault(key, problem)
    return conflicts


def _heading_problems(unit: Unit, target: str, used: frozenset[str]) -> Iterator[Problem]:
    """Harm: a link to another heading breaks, because two headings have its name.

    Bad: `Second Part` → `Third Part`, when the document has a heading and a link `Third Part`
    Good: `Second Part` → `Teil zwei`; equal translations of two headings
    """
    name = name_of(read_message(unit, target))
    if name in used and name != name_of(read_message(unit, unit.text)):
        yield Problem(
            "heading-takes-name",
            f"another heading of the source has the name {name!r}, and a link leads to it",
            "translate this heading in other words",
        )


def _link_problems(unit: Unit, target: str, used: frozenset[str]) -> Iterator[Problem]:
    """Harm: a link of another paragraph loses its address, or takes this one.

    Bad: `` `the guide <address>`_ `` → `` `der Leitfaden <address>`_ ``, when another paragraph
    says `` `the guide`_ ``
    Good: the same, when no link uses the name
    """
    if "_" not in unit.text and "_" not in target:
        return
    old, new = (_link_names(read_message(unit, text)) for text in (unit.text, target))
    if lost := used & (old - new):
        yield Problem(
            "target-changed",
            f"other links lead to the name {min(lost)!r} of this link, which is gone",
            f"keep the words of the link as in the source: {min(lost)}",
        )
    elif taken := used & (new - old):
        yield Problem(
            "target-changed",
            f"this link takes the name {min(taken)!r}, to which other links lead",
            "write two underscores after the link: `text <address>`__",
        )


def _link_names(markup: Markup) -> frozenset[str]:
    return frozenset(target.name for target in markup.targets)
