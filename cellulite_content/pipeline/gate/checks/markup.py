"""Checks of markup: what a translation may not add, drop or redirect."""

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
from .complaints import plain_blocks, plain_words
from .visibility import check_visible, has_visible

DISPLAY_ROLES = frozenset(
    "abbr code command dfn emphasis file guilabel kbd literal mailheader makevar menuselection "
    "mimetype program regexp samp strong sub subscript sup superscript title title-reference "
    "t".split()
)
"""Roles that only change how text looks: a difference is a matter of taste."""

_PARSED_ATTRIBUTES = frozenset({"description", "alternative text"})

_NOQA = re.compile(r"(?<!\\)#\s*noqa\s*$")
_HEADING_BREAK = re.compile(r"\n|::\s*$")
_TAG = re.compile(r"<[A-Za-z/!?]")

Links = Sequence[tuple[str, str]]
"""Pairs of a source's address and the address that a locale may use instead."""

_read_source = lru_cache(maxsize=4096)(read_markup)


def check_markup(unit: Unit, target: str, links: Links = ()) -> Iterator[Problem]:
    """The problems of a translation that is reStructuredText."""
    source_markup, target_markup = _read_source(unit.text), read_markup(target)
    if links and target_markup.links:
        target_markup = _with_source_addresses(target_markup, links)
    # Markup that cannot be read has other links, notes and words, and so has text without words:
    # their findings would follow from the one mistake.
    structure = [*_check_structure(unit, target, target_markup)]
    blank = [*check_visible(unit, target)]
    mistakes = (structure or blank) if has_visible(target) else (blank or structure)
    errors = mistakes or [
        *_check_addresses(source_markup, target_markup),
        *_check_names(source_markup, target_markup),
        *_check_tags(source_markup.prose, target_markup.prose),
    ]
    yield from errors
    if not errors:
        yield from _check_presentation(source_markup, target_markup)


def _check_structure(unit: Unit, target: str, markup: Markup) -> Iterator[Problem]:
    """Harm: text that is lost without a message, files read into the page, disabled warnings.

    Bad: `1. Mai` (a list), a second paragraph, `.. include:: /etc/passwd`, `*open`
    Good: `1\\. Mai`, one paragraph, `*closed*`
    """
    if markup.directives:
        yield _directive(markup)
    elif markup.complaints:
        yield Problem("broken-markup", *plain_words(markup.complaints[0]))
    elif unit.kind.startswith(("title", "head")) and _HEADING_BREAK.search(target):
        yield Problem(
            "not-one-paragraph",
            "the heading has a line break or ends in two colons",
            "write it on one line, with one colon",
        )
    elif markup.blocks != ("paragraph",):
        yield Problem(
            "not-one-paragraph",
            f"the translation reads as {plain_blocks(markup.blocks)} and must be one paragraph",
            "remove line breaks, and space at the start; before a list mark write \\: `1\\. Mai`, "
            "`\\- so`",
        )
    yield from _check_noqa(target)


def _check_noqa(target: str) -> Iterator[Problem]:
    """Harm: Sphinx removes these words and hides warnings on the rest.

    Bad: `Laufen hilft. # noqa`
    Good: `Laufen hilft. \\# noqa`
    """
    if _NOQA.search(target):
        yield Problem(
            "noqa",
            "the translation ends in `# noqa`, which would hide warnings",
            "delete it, or write \\# noqa",
        )


def _check_addresses(source: Markup, target: Markup) -> Iterator[Problem]:
    """Harm: a link to another address than the authors chose.

    Bad: `` `Cellulite <https://spam.example>`__ `` for a link to a clinic
    Good: the same address with translated words; `__` instead of `_`, which loses only a name that
    translated words change anyway; another address that `locales.toml` allows
    """
    if not (_differ(source.links, target.links) or _differ(source.targets, target.targets)):
        return
    lost = (source.targets - target.targets).keys() - source.links.keys()
    if source.links != target.links or target.targets - source.targets or lost:
        yield Problem(
            "link-changed",
            f"the links differ from the source's: {_difference(source.links, target.links)}",
            "copy the address from the source: `text <address>`__ with two underscores; for a page "
            "in your language ask the maintainers to list it in locales.toml",
        )


def _with_source_addresses(markup: Markup, links: Links) -> Markup:
    """The markup with each allowed address replaced by the source's."""
    source_addresses = {address: source for source, address in links}

    def to_source(addresses: Counter[str]) -> Counter[str]:
        return Counter(source_addresses.get(address, address) for address in addresses.elements())

    return replace(
        markup,
        links=to_source(markup.links),
        targets=to_source(markup.targets),
    )


def _check_names(source: Markup, target: Markup) -> Iterator[Problem]:
    """Harm: a figure with another one's source, a broken cross-reference, a published file.

    Bad: a lost `[#clinic]_`, ``:download:`/etc/passwd` ``
    Good: the same notes and references, in the order that the sentence needs
    """
    if _differ(source.references, target.references):
        yield Problem(
            "reference-changed",
            "the named references differ from the source's: "
            f"{_difference(source.references, target.references)}",
            "keep the name: `text <name_>`_",
        )
    if _differ(source.notes, target.notes):
        yield Problem(
            "footnote-changed",
            f"the notes differ from the source's: {_difference(source.notes, target.notes)}",
            "copy each [#name]_ letter for letter, with a space or `\\ ` before it",
        )
    expected, actual = _reference_roles(source), _reference_roles(target)
    if _differ(expected, actual):
        yield Problem(
            "role-changed",
            f"the cross-references differ from the source's: {_difference(expected, actual)}",
            "keep the part in < > and translate the words before it: :ref:`words <target>`",
        )


def _check_tags(source: str, target: str) -> Iterator[Problem]:
    """Harm: text that another program may take for a tag.

    Bad: `Laufen <script>`
    Good: `weniger als < 10 %`
    """
    match = _TAG.search(target)
    if match and not _TAG.search(source):
        yield Problem(
            "looks-like-a-tag",
            f"the translation contains {target[match.start() : match.start() + 12]!r}, which looks "
            "like a tag",
            "put a space after <",
        )


def _check_presentation(source: Markup, target: Markup) -> Iterator[Problem]:
    """No harm, but perhaps a slip: emphasis, literals or display roles differ."""
    for code, expected, actual in (
        ("emphasis-differs", source.emphasis, target.emphasis),
        ("literal-differs", source.literals, target.literals),
        ("display-differs", _display_roles(source), _display_roles(target)),
    ):
        if _differ(expected, actual):
            yield Problem(
                code,
                f"{code.partition('-')[0]} differs from the source's: "
                f"{_difference(expected, actual)}",
                "put a space or `\\ ` around the markup, or keep the difference if it is intended",
                Severity.WARNING,
            )


def check_plain_text(unit: Unit, target: str) -> Iterator[Problem]:
    """Check alternative texts, descriptions and labels, which are shown as plain text.

    Harm: Sphinx parses those of the article nevertheless, and runs their directives.

    Bad: `**Querschnitt** der Haut`, `.. include:: /etc/passwd`
    Good: `Querschnitt der Haut`
    """
    blank = [*check_visible(unit, target)]
    yield from blank
    if blank:
        return
    yield from _check_tags(unit.text, target)
    if "\n" in target and "\n" not in unit.text:
        yield Problem("not-one-paragraph", "the text has a line break", "write it on one line")
        return
    source_markup, target_markup = _read_source(unit.text), read_markup(target)
    if unit.kind in _PARSED_ATTRIBUTES and target_markup.directives:
        yield _directive(target_markup)
        return
    if unit.kind in _PARSED_ATTRIBUTES and target_markup.complaints and not target_markup.blocks:
        yield Problem(
            "broken-markup", f"the text does not work: {target_markup.complaints[0]}", "shorten it"
        )
        return
    if unit.kind in _PARSED_ATTRIBUTES:
        yield from _check_noqa(target)
    if (
        target_markup.links.keys() - source_markup.links.keys()
        or target_markup.roles != source_markup.roles
        or target_markup.emphasis != source_markup.emphasis
        or target_markup.literals != source_markup.literals
    ):
        yield Problem(
            "markup-in-plain-text",
            "this text is shown as written, with its markup",
            "write it without markup",
            Severity.WARNING,
        )


def _directive(markup: Markup) -> Problem:
    return Problem(
        "directive",
        f"the translation uses the directive {markup.directives[0]!r}, which could read files "
        "or change the page",
        "write the text alone; to show two full stops at the start, write \\..",
    )


def _differ(expected: Counter[Any], actual: Counter[Any]) -> bool:
    """Whether two counters differ. Nearly all are empty, and comparing counters is slow."""
    return bool(expected or actual) and expected != actual


def _reference_roles(markup: Markup) -> Counter[tuple[str, str]]:
    return Counter(
        {key: count for key, count in markup.roles.items() if key[0] not in DISPLAY_ROLES}
    )


def _display_roles(markup: Markup) -> Counter[str]:
    return Counter(name for name, _ in markup.roles.elements() if name in DISPLAY_ROLES)


def _difference(expected: Counter[Any], actual: Counter[Any]) -> str:
    parts = (("lost", expected - actual), ("new", actual - expected))
    return "; ".join(f"{label}: {_names(counter)}" for label, counter in parts if counter) or (
        "a target"
    )


def _names(counter: Iterable[Any]) -> str:
    names = ", ".join(
        f"{f':{name[0]}:' if name[0] else ''}`{name[1]}`" if isinstance(name, tuple) else str(name)
        for name in sorted(counter, key=str)
    )
    return " ".join(names.split())  # a finding is one line, whatever the translation contains
