"""Problems of translations in Markdown, in the words of Markdown.

The checks of both kinds of markup are the same, and their texts are for reStructuredText. Here they
are rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ....model.finding import Problem
from ....model.unit import Unit

_MARKS = "put the marks beside the words, or keep the difference if it is intended"

_HINTS = {
    "not-one-paragraph": "write it on one line; before a sign at its start that readers shall see, "
    "such as # or >, write \\",
    "link-changed": "copy the address from the source: [words](address); for a page in your "
    "language ask the maintainers to list it in locales.toml",
    "footnote-changed": "copy each [^name] letter for letter",
    "role-changed": "keep what is between ( ) or < >, and translate the words before it: "
    "[words](place), {ref}`words <place>`",
    "visible-markup": "put * or ** directly beside the words, and punctuation outside: **words**:; "
    "write \\* for a star that is only a character",
    "link-without-words": "write its words: [words](address)",
    "emphasis-differs": _MARKS,
    "display-differs": _MARKS,
}
"""The remedies that differ from those for reStructuredText."""

_NOTATIONS = (
    (re.compile(r"\[#?([\w-]+)\]_"), r"[^\1]"),
    (re.compile(r":\]\(:`([^`]*)`"), r"[…](\1)"),
    (re.compile(r":([\w.+:-]+):`"), r"{\1}`"),
    (re.compile(r"double backticks"), "backticks"),
    (re.compile(r" or `\\ ` \(backslash and space\)| or `\\ `"), ""),
)
"""Notations of reStructuredText in messages, and what they are in Markdown."""


def in_its_words(unit: Unit, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of a translation, in the words of its markup."""
    for problem in problems:
        if not (unit.markdown and unit.markup):
            yield problem
            continue
        hint = _HINTS.get(problem.code) or _rewritten(problem.hint)
        yield replace(problem, text=_rewritten(problem.text), hint=hint)


def _rewritten(text: str) -> str:
    for pattern, notation in _NOTATIONS:
        text = pattern.sub(notation, text)
    return text
