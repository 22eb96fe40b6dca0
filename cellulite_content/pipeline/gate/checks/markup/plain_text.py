"""Checks of alternative texts, descriptions and labels, which are shown as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from ....model.finding import Problem, Severity
from ....model.unit import Unit
from ....source.message_markup import read_text
from ..visibility import check_visible
from .blocks import check_noqa, directive_problem
from .tags import check_tags

_PARSED_ATTRIBUTES = frozenset({"description", "alternative text", "toctree"})


def check_plain_text(unit: Unit, target: str) -> Iterator[Problem]:
    """Harm: Sphinx parses the attributes of the article nevertheless, and runs their directives.

    Bad: `**Querschnitt** der Haut`, `.. include:: /etc/passwd`
    Good: `Querschnitt der Haut`
    """
    blank = [*check_visible(unit, target)]
    yield from blank
    if blank:
        return
    yield from check_tags(unit, target)
    if "\n" in target and "\n" not in unit.text:
        yield Problem("not-one-paragraph", "the text has a line break", "write it on one line")
        return
    source_markup, target_markup = read_text(unit, unit.text), read_text(unit, target)
    if unit.kind in _PARSED_ATTRIBUTES and target_markup.directives:
        yield directive_problem(target_markup)
        return
    if unit.kind in _PARSED_ATTRIBUTES and target_markup.complaints and not target_markup.blocks:
        yield Problem(
            "broken-markup", f"the text does not work: {target_markup.complaints[0]}", "shorten it"
        )
        return
    if unit.kind in _PARSED_ATTRIBUTES:
        yield from check_noqa(target)
    if (
        target_markup.links.keys() - source_markup.links.keys()
        or target_markup.roles.total() > source_markup.roles.total()
        or target_markup.emphasis.total() > source_markup.emphasis.total()
        or target_markup.literals.total() > source_markup.literals.total()
    ):
        yield Problem(
            "markup-in-plain-text",
            "this text is shown as written, with its markup",
            "write it without markup",
            Severity.WARNING,
        )
