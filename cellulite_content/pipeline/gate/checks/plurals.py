"""Plural forms: the header's formula, read and never run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...catalogs.catalog import Catalog
from ...model.finding import Problem

_HEADER = re.compile(r"\s*nplurals\s*=\s*[1-9]\s*;\s*plural\s*=(.+?);?\s*")
_TOKEN = re.compile(r"\s*(?:([0-9]{1,9}|n)|(\|\||&&|==|!=|<=|>=|[-+*/%<>!?:()]))")
_BINARY = frozenset(["||", "&&", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%"])
_DEEPEST = 50
_LONGEST = 1000
"""More characters than any language's formula has (some 250); a longer one is not looked at."""


def check_plural_forms(catalog: Catalog) -> Iterator[Problem]:
    """Harm: a formula that a reader of the file would run as code, or that fails for a number.

    Bad: `nplurals=2; plural=__import__("os");`
    Good: `nplurals=2; plural=(n != 1);`
    """
    value = catalog.field("Plural-Forms")
    needed = any(entry.plural for entry in catalog.live)
    if (value or needed) and not is_plural_forms(value):
        yield Problem(
            "plural-forms",
            f"the header's Plural-Forms {value[:60]!r} is not of the form of gettext's manual",
            "write for example: nplurals=2; plural=(n != 1);",
        )


def is_plural_forms(value: str) -> bool:
    """Whether `value` is well-formed: gettext's C expression over n, at most 50 deep."""
    header = _HEADER.fullmatch(value) if len(value) <= _LONGEST else None
    tokens = _tokens(header[1]) if header else None
    return bool(tokens) and _expression(tokens or [], 0, 0) == len(tokens or [])


def _tokens(text: str) -> list[str] | None:
    tokens, place = [], 0
    text = text.rstrip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if not token:
            return None
        tokens.append(token[1] or token[2])
        place = token.end()
    return tokens


def _expression(tokens: list[str], at: int, depth: int) -> int:
    """The place behind the expression that begins at `at`, or -1."""
    at = _operand(tokens, at, depth)
    while 0 < at < len(tokens) and tokens[at] in _BINARY:
        at = _operand(tokens, at + 1, depth)
    if 0 < at < len(tokens) and tokens[at] == "?":
        at = _expression(tokens, at + 1, depth + 1) if depth < _DEEPEST else -1
        if not 0 < at < len(tokens) or tokens[at] != ":":
            return -1
        return _expression(tokens, at + 1, depth + 1)
    return at


def _operand(tokens: list[str], at: int, depth: int) -> int:
    while at < len(tokens) and tokens[at] == "!":
        at += 1
    if at >= len(tokens) or depth > _DEEPEST:
        return -1
    if tokens[at] == "(":
        at = _expression(tokens, at + 1, depth + 1)
        return at + 1 if 0 < at < len(tokens) and tokens[at] == ")" else -1
    return at + 1 if tokens[at] == "n" or tokens[at].isdigit() else -1
