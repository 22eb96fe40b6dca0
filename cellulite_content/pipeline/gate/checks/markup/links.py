"""Checks of links to other sites, and of the names that a text defines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ....model.finding import Problem, Severity
from ....model.links import Links, same_place, source_addresses
from ....source.markup_facts import Markup
from .difference import differ, difference


def check_addresses(source: Markup, target: Markup, links: Links) -> Iterator[Problem]:
    """Harm: a link to another address than the authors chose.

    Bad: `` `Cellulite <https://spam.example>`__ `` for a link to a clinic; `http:` for `https:`
    Good: the same address with translated words; `https:` for `http:`, or a slash more or less at
    the end, with a warning; the same page in the locale's language, such as `/de/` for `/en/` or
    an article of another Wikipedia; an address at `example.com`; one that `locales.toml` allows
    """
    if not differ(source.links, target.links):
        return
    actual = source_addresses(source.links, target.links, links)
    if source.links == actual:
        return
    if _same_places(source.links, actual) and not _downgraded(source.links, actual):
        yield Problem(
            "link-differs",
            f"the links differ a little from the source's: {difference(source.links, actual)}",
            "copy the address from the source, unless you know that yours works",
            Severity.WARNING,
        )
        return
    yield Problem(
        "link-changed",
        f"the links differ from the source's: {difference(source.links, actual)}",
        "copy the address from the source: `text <address>`__ with two underscores, and a space or "
        "`\\ ` before a bare address; for a page in your language ask the maintainers to list it "
        "in locales.toml",
    )


def _same_places(source: Counter[str], target: Counter[str]) -> bool:
    return Counter(map(same_place, source.elements())) == Counter(
        map(same_place, target.elements())
    )


def _downgraded(source: Counter[str], target: Counter[str]) -> bool:
    """Whether the translation has more links without encryption."""
    insecure = [
        sum(address.startswith("http:") for address in addresses.elements())
        for addresses in (source, target)
    ]
    return insecure[1] > insecure[0]


def check_targets(source: Markup, target: Markup) -> Iterator[Problem]:
    """Harm: a link of another text that leads to this place, or no longer anywhere.

    Bad: ``_`Fett` `` in a text that defines no name; another name for ``_`the place` ``
    Good: another name for a link to another site, which is judged with the rest of the document
    """
    expected, actual = _places(source), _places(target)
    if differ(expected, actual):
        yield Problem(
            "target-changed",
            f"the names of places differ from the source's: {difference(expected, actual)}",
            "keep the words of _`name` as in the source, and write \\_ for an underscore that is "
            "only a character",
        )


def _places(markup: Markup) -> Counter[str]:
    """The names of places in the text itself."""
    return Counter(entry.name for entry in markup.targets.elements() if not entry.address)
