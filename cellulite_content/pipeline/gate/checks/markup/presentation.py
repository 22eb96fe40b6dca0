"""Checks of what only changes how text looks: emphasis, literals and display roles that are lost.

What is only new is the translator's choice: italics for a foreign word, backticks for a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ....model.finding import Problem, Severity
from ....model.unit import Unit
from ....source.markup_facts import Markup
from ....source.roles import canonical_name, is_display
from .literals import changed_literals
from .visible_markup import check_visible_markup

_QUOTES = frozenset('"“”„«»‹›「」『』《》〈〉')
_HINT = "put a space or `\\ ` around the markup, or keep the difference if it is intended"


def check_presentation(unit: Unit, text: str, source: Markup, target: Markup) -> Iterator[Problem]:
    """No harm, but perhaps a slip: emphasis, literals or display roles are lost or changed, or
    marks of markup are shown.

    `text` is the translation, and `target` its markup.

    Bad: `Type ``a.txt``.` → `Schreib ``b.txt``.`, `Schreib a.txt.`; `It *may* help.` → `Es hilft.`
    Good: `Click ``Save``.` → `Klick auf **Speichern**.`; `It *may* help.` → `Es **kann** helfen.`
    """
    raw = [*check_visible_markup(source, text, target)]
    yield from raw
    if (source.emphasis, source.literals, source.roles) == (
        target.emphasis,
        target.literals,
        target.roles,
    ):
        return
    marked_less = _marks(unit, source) > _marks(unit, target)
    lost, new = changed_literals(source, target, marked_less=marked_less)
    if lost and new:
        yield Problem(
            "literal-differs",
            f"text between double backticks is not the source's: lost: {lost}; new: {new}",
            "copy it from the source, unless your readers type something else",
            Severity.WARNING,
        )
    if raw:  # it is what is lost
        return
    if lost and not new:
        yield Problem(
            "literal-differs",
            f"text between double backticks is lost: {lost}",
            _HINT,
            Severity.WARNING,
        )
    if marked_less:
        yield from _lost_emphasis(source, target)
    yield from _lost_roles(unit, source, target, marked_less=marked_less)
    if not lost:
        yield from _new_backticks(unit, source, target)


def _marks(unit: Unit, markup: Markup) -> int:
    """How many pieces of the text look different from the rest, or are in quotation marks."""
    roles = sum(is_display(role, unit.dialect) for role in markup.roles.elements())
    quotes = sum(map(markup.prose.count, _QUOTES))
    return markup.emphasis.total() + markup.literals.total() + roles + quotes // 2


def _lost_emphasis(source: Markup, target: Markup) -> Iterator[Problem]:
    before, after = source.emphasis.total(), target.emphasis.total()
    if after < before:
        yield Problem(
            "emphasis-differs",
            f"the source has {before} emphasized or strong texts, and the translation {after}",
            _HINT,
            Severity.WARNING,
        )


def _lost_roles(
    unit: Unit, source: Markup, target: Markup, *, marked_less: bool
) -> Iterator[Problem]:
    """Roles without another mark in their place, or with another role."""
    before, after = _display_roles(unit, source), _display_roles(unit, target)
    lost = before - after
    if lost and (marked_less or after - before):
        yield Problem(
            "display-differs",
            f"roles are lost: {', '.join(sorted(lost))}",
            _HINT,
            Severity.WARNING,
        )


def _new_backticks(unit: Unit, source: Markup, target: Markup) -> Iterator[Problem]:
    """Single backticks, which readers see as italics, where the source has none."""
    bare = [role.text for role in target.roles if not role.name and is_display(role, unit.dialect)]
    if bare and not any(not role.name for role in source.roles):
        yield Problem(
            "display-differs",
            f"text between single backticks is new: {' '.join(bare[0].split())}",
            "write two backticks on each side of text to be typed, or keep it",
            Severity.WARNING,
        )


def _display_roles(unit: Unit, markup: Markup) -> Counter[str]:
    return Counter(
        canonical_name(role.name, unit.dialect)
        for role in markup.roles.elements()
        if is_display(role, unit.dialect)
    )
