"""All checks of the gate on one message."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Problem
from ...model.links import Links
from ...model.unit import Unit
from .characters import check_characters, check_length
from .markup.plain_text import check_plain_text
from .markup.rich_text import check_markup
from .placeholders import check_placeholders


def check_message(unit: Unit, target: str, links: Links = ()) -> Iterator[Problem]:
    """All problems of one translation. `target` is not empty and differs from the source.

    `links` are the pairs of addresses that its locale may exchange.
    """
    # Length comes first: text that parses slowly is never parsed.
    early_problems = [*check_length(unit, target), *check_characters(target)]
    yield from early_problems
    if early_problems:
        return
    if unit.markup:
        yield from check_markup(unit, target, links)
    else:
        yield from check_plain_text(unit, target)
    if unit.flags:
        yield from check_placeholders(unit, target)
