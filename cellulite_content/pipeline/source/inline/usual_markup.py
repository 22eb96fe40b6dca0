r"""Usual markup, read without docutils: that of nearly all messages.

Usual are emphasis, strong text, literals, roles, links with an address, and named footnotes, in one
paragraph, set apart by white space, punctuation or `\ `. Any other sign of markup in the text, and
docutils reads it. Where both could, the facts are equal: a test compares them on random texts.
docutils takes ten times as long, most of it for its tree.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from docutils.nodes import fully_normalize_name
from docutils.utils.punctuation_chars import closers, closing_delimiters, delimiters, openers

from ..markup_facts import Markup, Reference, Target
from ..roles import Role
from .inert_dispatcher import read_role
from .paragraph import is_paragraph

_SIGNS = r"*`|\\@\x00-\x1f\x7f-\x9f\u2028\u2029"
_MAY_BE_SIGN = re.compile(rf"[{_SIGNS}:_]")
"""One class: `re` searches it six times as fast as the next pattern."""

_SIGN = re.compile(rf"[{_SIGNS}]|:\S|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""What text outside of usual markup may not have: it could be markup or an address."""

_SEPARATOR = "\\ "
_NO_SIGN = "\ue000"
"""Replaces a separator while signs are searched: docutils reads it as no white space."""

_QUOTES = f"{closers}{openers}"
# A sign between a bracket or a quotation mark and its partner is no markup for docutils.
_IS_APART = re.compile(
    rf"^|(?<=[\s{delimiters}])(?<!:)"
    rf"|(?<=[{openers}])(?=``?+[^{_QUOTES}]|\*\*?+[^{_QUOTES}]|[:\[])"
)
_AFTER = rf"(?=[\s{closing_delimiters}{delimiters}{closers}]|$)"
"""The closing delimiters have a backslash, with which a separator begins."""

_NAME = r"[A-Za-z][A-Za-z0-9]{0,30}+(?>(?:[-.:+][A-Za-z0-9]{1,30}+){0,3})"
"""The name of a role; limited, so that the time for a row of colons is in proportion to it."""

_WORDS = r"(?!\s)(?P<{}>[^`\\]*[^`\\\s])"
_ADDRESS = r"https?://[A-Za-z0-9./?=&%#_+~,;:-]*[A-Za-z0-9/]"
_MARKUP = re.compile(
    rf"``{_WORDS.format('literal')}``{_AFTER}"
    rf"|:(?P<role>{_NAME}):`{_WORDS.format('content')}`{_AFTER}"
    rf"|`{_WORDS.format('default')}`{_AFTER}"
    rf"|`(?!\s)(?P<link>[^`\\<>]*[^`\\<>\s]) +<(?P<address>{_ADDRESS})>`__?{_AFTER}"
    rf"|\*\*(?!\s)(?P<strong>[^*\\]*[^*\\\s])\*\*{_AFTER}"
    rf"|\*(?!\s)(?P<emphasis>[^*\\]*[^*\\\s])\*{_AFTER}"
    rf"|\[\#(?P<note>[a-z0-9]+(?:-[a-z0-9]+)*)\]_{_AFTER}"
)


def read_usual_markup(text: str) -> Markup | None:
    """The markup of a text that has only usual one; None for any other text."""
    if text.endswith("::") and not text.endswith((" ::", ":::", "\\::")):
        text = text[:-1]  # the second colon announces a block of code and is not shown
    if not is_paragraph(text):
        return None
    facts, place = _Facts(), 0
    for match in _MARKUP.finditer(text):
        start, end = match.span()
        if start and text[start - 1] != " " and not _IS_APART.match(text, start):
            return None
        if place < start and not facts.add_text(text[place:start]):
            return None
        facts.add_markup(match)
        place = end
    if place < len(text) and not facts.add_text(text[place:]):
        return None
    return facts.markup()


class _Facts:
    """The facts of a message while it is read."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, str]] = []
        self._runs: list[str] = []
        self._run: list[str] = []
        self._counters: dict[str, Any] = {}

    def add_text(self, text: str) -> bool:
        """Add text between markup. False if it may have markup too."""
        if _MAY_BE_SIGN.search(text):
            if _SIGN.search(text.replace(_SEPARATOR, _NO_SIGN)):
                return False
            text = text.replace(_SEPARATOR, "")
        self._pieces.append(("paragraph", text))
        self._run.append(text)
        return True

    def add_markup(self, match: re.Match[str]) -> None:
        """Add one piece of markup."""
        kind = match.lastgroup or ""
        words = match[kind]
        if kind == "literal":
            self._count("literals", words)
        elif kind in {"content", "default"}:
            self._add_role(match["role"] or "", words)
            return
        elif kind in {"emphasis", "strong"}:
            self._count("emphasis", kind)
        elif kind == "note":
            self._count("references", Reference("footnote", f"#{words}"))
            self._end_run()
            return
        else:
            kind, address, words = "reference", words, match["link"]
            self._count("links", address)
            if not match[0].endswith("__"):
                self._count("targets", Target(fully_normalize_name(words), address))
        self._pieces.append((kind, words))
        self._run.append(words)

    def _add_role(self, name: str, text: str) -> None:
        label, target, content = read_role(name, text)
        self._count("roles", Role(name.lower(), target, content))
        self._end_run()
        if label:
            self._pieces.append(("inline", label))

    def _end_run(self) -> None:
        self._runs.append("".join(self._run))
        self._run = []

    def _count(self, name: str, value: object) -> None:
        counter = self._counters.get(name)
        if counter is None:
            # `Counter()` takes ten times as long.
            counter = self._counters[name] = Counter.__new__(Counter)
        counter[value] = counter.get(value, 0) + 1

    def markup(self) -> Markup | None:
        """All facts; None for several links with names: docutils complains of equal ones."""
        targets = self._counters.get("targets")
        if targets is not None and targets.total() > 1:
            return None
        self._end_run()
        return Markup(
            prose=" ".join([words for element, words in self._pieces if element != "literal"]),
            pieces=tuple(self._pieces),
            runs=tuple([run for run in self._runs if run.strip()]),
            **self._counters,
        )
