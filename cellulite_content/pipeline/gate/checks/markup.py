"""Markup: what a translation may not add, drop or redirect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ...model.finding import Problem, Severity
from ...model.unit import Unit
from ...source.message_markup import Markup, read_markup

DISPLAY_ROLES = frozenset(
    "abbr code command dfn emphasis file guilabel kbd literal mailheader makevar menuselection "
    "mimetype program regexp samp strong sub subscript sup superscript title title-reference "
    "t".split()
)
"""Roles that only show text in a certain way: a difference is a matter of taste."""

_PARSED_ATTRIBUTES = frozenset({"description", "alternative text"})

_NOQA = re.compile(r"(?<!\\)#\s*noqa\s*$")
_BREAKS_HEADING = re.compile(r"\n|::\s*$")
_TAG = re.compile(r"<[A-Za-z/!?]")

Links = Sequence[tuple[str, str]]
"""Pairs of a source's address and the one that a locale may give instead."""

_read_source = lru_cache(maxsize=4096)(read_markup)


def check_markup(unit: Unit, target: str, links: Links = ()) -> Iterator[Problem]:
    """The problems of a translation that is reStructuredText."""
    source, found = _read_source(unit.text), read_markup(target)
    if links and found.links:
        found = _with_links_of_source(found, links)
    errors = [
        *_check_form(unit, target, found),
        *_check_addresses(source, found),
        *_check_names(source, found),
        *_check_tags(source.prose, found.prose),
    ]
    yield from errors
    if not errors:
        yield from _check_taste(source, found)


def _check_form(unit: Unit, target: str, found: Markup) -> Iterator[Problem]:
    """Harm: text that vanishes without a word, files read into the page, silenced warnings.

    Bad: `1. Mai` (a list), a second paragraph, `.. include:: /etc/passwd`, `*open`
    Good: `1\\. Mai`, one paragraph, `*closed*`
    """
    if found.directives:
        yield _directive(found)
    elif found.messages:
        yield Problem(
            "broken-markup",
            f"the markup does not work: {found.messages[0]}",
            _way_out(found.messages[0]),
        )
    elif unit.kind.startswith(("title", "head")) and _BREAKS_HEADING.search(target):
        yield Problem(
            "not-one-paragraph",
            "the heading has a line break or ends in two colons",
            "write it on one line, with one colon",
        )
    elif found.blocks != ("paragraph",):
        blocks = ", ".join(found.blocks) or "nothing"
        yield Problem(
            "not-one-paragraph",
            f"the translation reads as {blocks} and must be one paragraph",
            "remove line breaks, and space at the start; before a list mark write \\: `1\\. Mai`, "
            "`\\- so`",
        )
    yield from _check_noqa(target)


def _check_noqa(target: str) -> Iterator[Problem]:
    """Harm: Sphinx cuts these words off, and says nothing of what is wrong with the rest.

    Bad: `Laufen hilft. # noqa`
    Good: `Laufen hilft. \\# noqa`
    """
    if _NOQA.search(target):
        yield Problem(
            "noqa",
            "the translation ends in `# noqa`, which would silence warnings",
            "delete it, or write \\# noqa",
        )


def _way_out(message: str) -> str:
    """What to do about a complaint of docutils, in its words."""
    if message.startswith("Duplicate "):
        return "write two underscores behind each link with these words: `text <address>`__"
    if message.startswith("Possible "):
        return "write \\ before the line that consists of signs, or join it to the one before"
    return (
        "close each *, ` and _ and put a space or punctuation around them, or write \\ before "
        "one that is only a character"
    )


def _check_addresses(source: Markup, found: Markup) -> Iterator[Problem]:
    """Harm: a reader led to another address than the authors chose.

    Bad: `` `Cellulite <https://spam.example>`__ `` for a link to a clinic
    Good: the same address, with translated words, and `__` instead of `_` behind it: it loses
    only a name, which translated words change anyway; another address that `locales.toml` allows
    """
    if not (_differ(source.links, found.links) or _differ(source.targets, found.targets)):
        return
    lost = (source.targets - found.targets).keys() - source.links.keys()
    if source.links != found.links or found.targets - source.targets or lost:
        yield Problem(
            "link-changed",
            f"the links differ from the source's: {_difference(source.links, found.links)}",
            "copy the address from the source: `text <address>`__ with two underscores; for a page "
            "in your language ask the maintainers to list it in locales.toml",
        )


def _with_links_of_source(found: Markup, links: Links) -> Markup:
    """The markup as if each allowed address were the source's that it stands for."""
    sources = {other: source for source, other in links}

    def exchanged(addresses: Counter[str]) -> Counter[str]:
        return Counter(sources.get(address, address) for address in addresses.elements())

    return replace(found, links=exchanged(found.links), targets=exchanged(found.targets))


def _check_names(source: Markup, found: Markup) -> Iterator[Problem]:
    """Harm: a figure under another's source, a cross-reference to nowhere, a file published.

    Bad: a lost `[#clinic]_`, ``:download:`/etc/passwd` ``
    Good: the same notes and references, in the order that the sentence needs
    """
    if _differ(source.references, found.references):
        yield Problem(
            "reference-changed",
            "the named references differ from the source's: "
            f"{_difference(source.references, found.references)}",
            "keep the name: `text <name_>`_",
        )
    if _differ(source.notes, found.notes):
        yield Problem(
            "footnote-changed",
            f"the notes differ from the source's: {_difference(source.notes, found.notes)}",
            "copy each [#name]_ letter for letter, with a space or `\\ ` before it",
        )
    wanted, given = _reference_roles(source), _reference_roles(found)
    if _differ(wanted, given):
        yield Problem(
            "role-changed",
            f"the cross-references differ from the source's: {_difference(wanted, given)}",
            "keep the part in < > and translate the words before it: :ref:`words <target>`",
        )


def _check_tags(source: str, target: str) -> Iterator[Problem]:
    """Harm: text that a program behind us might take for a tag.

    Bad: `Laufen <script>`
    Good: `weniger als < 10 %`
    """
    found = _TAG.search(target)
    if found and not _TAG.search(source):
        yield Problem(
            "looks-like-a-tag",
            f"the translation holds {target[found.start() : found.start() + 12]!r}, which looks "
            "like a tag",
            "put a space behind <",
        )


def _check_taste(source: Markup, found: Markup) -> Iterator[Problem]:
    """No harm, but perhaps a slip: emphasis, literals or displays differ."""
    for code, wanted, given in (
        ("emphasis-differs", source.emphasis, found.emphasis),
        ("literal-differs", source.literals, found.literals),
        ("display-differs", _display_roles(source), _display_roles(found)),
    ):
        if _differ(wanted, given):
            yield Problem(
                code,
                f"{code.partition('-')[0]} differs from the source's: {_difference(wanted, given)}",
                "keep it if it is meant so",
                Severity.WARNING,
            )


def check_plain_text(unit: Unit, target: str) -> Iterator[Problem]:
    """Alternative texts, descriptions and labels are shown as they stand, markup and all.

    Harm: Sphinx parses those of the article all the same before it shows them, with directives.

    Bad: `**Querschnitt** der Haut`, `.. include:: /etc/passwd`
    Good: `Querschnitt der Haut`
    """
    yield from _check_tags(unit.text, target)
    if "\n" in target and "\n" not in unit.text:
        yield Problem("not-one-paragraph", "the text has a line break", "write it on one line")
        return
    source, found = _read_source(unit.text), read_markup(target)
    if unit.kind in _PARSED_ATTRIBUTES and found.directives:
        yield _directive(found)
        return
    if unit.kind in _PARSED_ATTRIBUTES and found.messages and not found.blocks:
        yield Problem("broken-markup", f"the text does not work: {found.messages[0]}", "shorten it")
        return
    if unit.kind in _PARSED_ATTRIBUTES:
        yield from _check_noqa(target)
    if (
        found.links.keys() - source.links.keys()
        or found.roles != source.roles
        or found.emphasis != source.emphasis
        or found.literals != source.literals
    ):
        yield Problem(
            "markup-in-plain-text",
            "this text is shown as it stands, its markup too",
            "write it without markup",
            Severity.WARNING,
        )


def _directive(found: Markup) -> Problem:
    return Problem(
        "directive",
        f"the translation uses the directive {found.directives[0]!r}, which could read files "
        "or change the page",
        "write the text alone; to show two full stops at the start, write \\..",
    )


def _differ(wanted: Counter[Any], given: Counter[Any]) -> bool:
    """Whether they differ. Nearly all are empty, and two counters take long to compare."""
    return bool(wanted or given) and wanted != given


def _reference_roles(markup: Markup) -> Counter[tuple[str, str]]:
    return Counter({key: n for key, n in markup.roles.items() if key[0] not in DISPLAY_ROLES})


def _display_roles(markup: Markup) -> Counter[str]:
    return Counter(name for name, _ in markup.roles.elements() if name in DISPLAY_ROLES)


def _difference(wanted: Counter[Any], given: Counter[Any]) -> str:
    parts = (("lost", wanted - given), ("new", given - wanted))
    return "; ".join(f"{word}: {_names(counter)}" for word, counter in parts if counter) or (
        "a target"
    )


def _names(counter: Iterable[Any]) -> str:
    names = ", ".join(
        f"{f':{name[0]}:' if name[0] else ''}`{name[1]}`" if isinstance(name, tuple) else str(name)
        for name in sorted(counter, key=str)
    )
    return " ".join(names.split())  # a finding is one line, whatever the translation holds
