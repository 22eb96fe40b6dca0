"""Checks of roles that refer to something: other texts, terms, downloads, formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ....model.finding import Problem, Severity
from ....model.unit import Unit
from ....source.markup_facts import Markup
from ....source.roles import Role, RoleTarget, is_code, is_display, role_target
from .difference import differ, difference


def check_roles(unit: Unit, source: Markup, target: Markup) -> Iterator[Problem]:
    """Harm: a cross-reference that is lost or leads elsewhere, a published file.

    Bad: ``:download:`/etc/passwd` ``, ``:ref:`!words <place>` `` (the `!` switches the link off)
    Good: the same targets with translated words, as often as the sentence needs; a name of code
    without its link, ``:func:`!run` ``, with a warning
    """
    if not (source.roles or target.roles):
        return
    expected, actual = _targets(unit, source), _targets(unit, target)
    shown_as_text = _switched_off(unit, target) - actual.keys()
    if expected.keys() - shown_as_text != actual.keys():
        yield Problem(
            "role-changed",
            f"the cross-references differ from the source's: {difference(expected, actual)}",
            _hint(actual - expected),
        )


def _hint(added: Counter[RoleTarget]) -> str:
    if any(key.kind == "term" for key in added):
        return "keep the source's term in < > after your words: :term:`words <term>`"
    return (
        "keep the part in < > and translate the words before it: :ref:`words <target>`; put a "
        "space or `\\ ` before the colon, and no ! after the backtick"
    )


def check_role_forms(unit: Unit, source: Markup, target: Markup) -> Iterator[Problem]:
    """No harm, but perhaps a slip: a cross-reference is repeated, or written in another way."""
    if source.roles == target.roles:
        return
    expected, actual = _forms(unit, source), _forms(unit, target)
    if differ(expected, actual):
        yield Problem(
            "role-differs",
            "cross-references are written in another way, or more or less often, than in the "
            f"source: {difference(expected, actual)}",
            "keep it if this is intended",
            Severity.WARNING,
        )


def _references(unit: Unit, markup: Markup) -> Iterator[Role]:
    for role in markup.roles.elements():
        if not is_display(role, unit.dialect):
            yield role


def _targets(unit: Unit, markup: Markup) -> Counter[RoleTarget]:
    return Counter(role_target(role, unit.dialect) for role in _references(unit, markup))


def _switched_off(unit: Unit, markup: Markup) -> frozenset[RoleTarget]:
    """The names of code that are shown as in the source, and are no links."""
    return frozenset(
        role_target(Role(role.name, role.text[1:], role.text[1:]), unit.dialect)
        for role in markup.roles
        if role.is_switched_off and is_code(role, unit.dialect)
    )


def _forms(unit: Unit, markup: Markup) -> Counter[str]:
    """The roles as written, without the words in front of a target."""
    return Counter(
        f":{role.name}:`{role.target or role.text}`"
        for role in markup.roles.elements()
        if is_code(role, unit.dialect) or not is_display(role, unit.dialect)
    )
