"""Checks of translations with markup: what they may not add, drop or redirect."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ....model.finding import Problem
from ....model.links import NO_LINKS, Links
from ....model.unit import MarkdownSyntax, Unit
from ....source.markup_facts import Markup
from ....source.message_markup import read_as_paragraph, read_message
from ..visibility import check_visible, has_visible
from .blocks import check_blocks, check_noqa, check_term
from .links import check_addresses, check_targets
from .presentation import check_presentation
from .references import check_references, check_repetition
from .roles import check_role_forms, check_roles
from .tags import check_tags


def check_markup(unit: Unit, target: str, links: Links = NO_LINKS) -> Iterator[Problem]:
    """The problems of a translation with markup.

    `links` are the addresses that its locale may use instead of the source's.
    """
    source_markup = _read_source(unit.text, heading=unit.heading, markdown=unit.markdown)
    target_markup = read_message(unit, target)
    # Markup that cannot be read has other links, notes and words, and so has text without words:
    # their findings would follow from the one mistake.
    structure = [*check_blocks(unit, target, target_markup), *check_noqa(target)]
    blank = [*check_visible(unit, target)]
    # A heading without words has complaints about its form.
    blank_first = unit.heading or not has_visible(target)
    mistakes = (blank or structure) if blank_first else (structure or blank)
    # The order of links and notes without a name, and the whole text of a role, can matter even
    # if all facts are the same.
    is_same = source_markup.has_facts_of(target_markup) and not (
        source_markup.anonymous_links or source_markup.unnamed_notes or unit.dialect.text_roles
    )
    errors = mistakes or [*check_term(unit, target)]
    if not errors and not is_same:
        errors = [
            *check_addresses(source_markup, target_markup, links),
            *check_targets(source_markup, target_markup),
            *check_references(source_markup, target_markup),
            *check_roles(unit, source_markup, target_markup),
        ]
    # A link or a role that does not work shows its `<`: that is one mistake.
    errors = errors or [*check_tags(unit, target_markup.prose)]
    yield from errors
    if not errors and not is_same:
        yield from check_repetition(source_markup, target_markup)
        yield from check_role_forms(unit, source_markup, target_markup)
    if not errors:  # marks that readers see are no facts, so this is not only for other facts
        yield from check_presentation(unit, target, source_markup, target_markup)


# A cache of its own: translations would push sources out of the cache that all messages share.
@lru_cache(maxsize=4096)
def _read_source(text: str, *, heading: bool, markdown: MarkdownSyntax | None) -> Markup:
    return read_as_paragraph(text, heading=heading, markdown=markdown)
