"""All checks of the gate on one message."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

from ...model.finding import Problem, Severity
from ...model.links import NO_LINKS, Links
from ...model.unit import Unit
from .characters import check_characters, check_length
from .effort import EffortLimit
from .markup.markdown_words import in_its_words
from .markup.plain_text import check_plain_text
from .markup.rich_text import check_markup
from .placeholders import check_placeholders
from .visibility import check_hidden


def check_raw_text(unit: Unit, target: str, effort: EffortLimit) -> Iterator[Problem]:
    """The problems for which a translation is not parsed at all; `effort` is its catalog's.

    The time is linear in the text's length. Nothing may parse the text before this check.
    """
    early_problems = [*check_length(unit, target), *check_characters(_decoded(unit, target))]
    yield from early_problems or effort.check(unit, target)


def check_message(unit: Unit, target: str, links: Links = NO_LINKS) -> Iterator[Problem]:
    """All problems of one translation. `target` is not empty and differs from the source.

    `links` are the addresses that its locale may use instead of the source's.
    """
    # Length comes first: text that parses slowly is never parsed.
    early_problems = [*check_length(unit, target), *check_characters(_decoded(unit, target))]
    yield from early_problems or check_readable_message(unit, target, links)


def check_readable_message(unit: Unit, target: str, links: Links = NO_LINKS) -> Iterator[Problem]:
    """As `check_message`, for a translation that has passed `check_raw_text`."""
    check_words = (
        check_markup(unit, target, links) if unit.markup else check_plain_text(unit, target)
    )
    problems = [*check_words, *(check_placeholders(unit, target) if unit.flags else ())]
    yield from in_its_words(unit, problems)
    if not any(problem.severity is Severity.ERROR for problem in problems):
        yield from check_hidden(_decoded(unit, target))


def _decoded(unit: Unit, target: str) -> str:
    """The text with the characters that its references mean: `&#8238;` in Markdown."""
    is_markdown = unit.markdown is not None and unit.markup
    return unescape(target) if is_markdown and "&" in target else target
