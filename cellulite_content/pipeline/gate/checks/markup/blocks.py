"""Checks of the form of a message: one paragraph, without directives and without errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from sphinx.domains.std import split_term_classifiers

from ....model.finding import Problem
from ....model.unit import Unit
from ....source.markup_facts import Markup
from ....source.message_markup import PARAGRAPH, read_text
from ..complaints import plain_blocks, plain_words

_NOQA = re.compile(r"(?<!\\)#\s*noqa\s*$")
_HEADING_BREAK = re.compile(r"\n|::\s*$")


def check_blocks(unit: Unit, target: str, markup: Markup) -> Iterator[Problem]:
    """Harm: text that is lost without a message, or files read into the page.

    Bad: `1. Mai` (a list), a second paragraph, `.. include:: /etc/passwd`, `*open`
    Good: `1\\. Mai`, one paragraph, `*closed*`; a heading `1. Anfang` if the source's has a number
    """
    if markup.directives:
        yield directive_problem(markup)
    elif unit.heading and _breaks(unit, target):
        yield Problem(
            "not-one-paragraph",
            "the heading has a line break or ends in two colons",
            "write it on one line, with one colon",
        )
    elif markup.complaints:
        yield Problem("broken-markup", *plain_words(markup.complaints[0]))
    elif (blocks := _blocks(unit, target, markup)) != PARAGRAPH:
        yield Problem(
            "not-one-paragraph",
            f"the translation reads as {plain_blocks(blocks)} and must be one paragraph",
            "remove line breaks, and space at the start; before a list mark write \\: `1\\. Mai`, "
            "`\\- so`",
        )


def _breaks(unit: Unit, target: str) -> bool:
    """Whether a heading ends before its text does."""
    return "\n" in unescape(target) if unit.markdown else bool(_HEADING_BREAK.search(target))


def _blocks(unit: Unit, target: str, markup: Markup) -> tuple[str, ...]:
    """The blocks that the translation is read as.

    Sphinx reads `1. Mai` as a heading and elsewhere as a list. Programs that show a heading outside
    of its place, as in a list of contents, read it as a list, so the source must have one too.
    """
    if not unit.heading or markup.blocks != PARAGRAPH:
        return markup.blocks
    blocks = read_text(unit, target).blocks
    return PARAGRAPH if blocks == read_text(unit, unit.text).blocks else blocks


def check_noqa(target: str) -> Iterator[Problem]:
    """Harm: Sphinx removes these words and hides warnings on the rest.

    Bad: `Laufen hilft. # noqa`
    Good: `Laufen hilft. \\# noqa`
    """
    if "noqa" in target and _NOQA.search(target):
        yield Problem(
            "noqa",
            "the translation ends in `# noqa`, which would hide warnings",
            "delete it, or write \\# noqa",
        )


def check_term(unit: Unit, target: str) -> Iterator[Problem]:
    """Harm: the words after the colon are not shown: in a glossary they are a classifier.

    Bad: `stride` → `Schritt : die Länge`
    Good: `stride` → `Schritt \\: die Länge`, `Schritt (die Länge)`
    """
    if unit.in_glossary and split_term_classifiers(target)[1] and not _has_classifier(unit):
        yield Problem(
            "term-classifier",
            "a term of a glossary ends at ` : `, and the words after it are not shown",
            "write \\: for the colon, or use brackets",
        )


def _has_classifier(unit: Unit) -> bool:
    return split_term_classifiers(unit.text)[1] is not None


def directive_problem(markup: Markup) -> Problem:
    """The problem of a text that uses a directive."""
    return Problem(
        "directive",
        f"the translation uses the directive {markup.directives[0]!r}, which could read files "
        "or change the page",
        "write the text alone; to show two full stops at the start, write \\..",
    )
