"""Check of the header's plural formula, which is parsed and never evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...catalogs.catalog import Catalog
from ...model.finding import Problem, Severity

_UNSET = "nplurals=INTEGER; plural=EXPRESSION;"
"""What gettext writes into a new template."""

_HEADER = re.compile(r"\s*nplurals\s*=\s*[1-9]\s*;\s*plural\s*=(.+?);?\s*")
_TOKEN = re.compile(r"\s*(?:([0-9]{1,9}|n)|(\|\||&&|==|!=|<=|>=|[-+*/%<>!?:()]))")
_BINARY = frozenset(["||", "&&", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%"])
_MAX_DEPTH = 50
_MAX_LENGTH = 1000
"""Longer than any language's formula (some 250 characters); a longer one is not parsed."""


def check_plural_forms(catalog: Catalog) -> Iterator[Problem]:
    """Harm: a formula that a program evaluates as code, or that fails for a number.

    A catalog without plural messages needs none: a wrong one is only a note, and the one that
    gettext writes into new templates is nothing.

    Bad: `nplurals=2; plural=__import__("os");`
    Good: `nplurals=2; plural=(n != 1);`
    """
    value = catalog.field("Plural-Forms")
    needed = any(entry.plural for entry in catalog.live)
    if (needed or value.strip() not in ("", _UNSET)) and not is_plural_forms(value):
        yield Problem(
            "plural-forms",
            f"the header's Plural-Forms {value[:60]!r} does not have the form in gettext's manual",
            "write for example: nplurals=2; plural=(n != 1);",
            Severity.ERROR if needed else Severity.NOTE,
        )


def is_plural_forms(value: str) -> bool:
    """Whether `value` is well-formed: gettext's C expression over n, at most 50 deep."""
    header = _HEADER.fullmatch(value) if len(value) <= _MAX_LENGTH else None
    tokens = _tokens(header[1]) if header else None
    return bool(tokens) and _expression(tokens or [], 0, 0) == len(tokens or [])


def _tokens(text: str) -> list[str] | None:
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if not token:
            return None
        tokens.append(token[1] or token[2])
        position = token.end()
    return tokens


def _expression(tokens: list[str], position: int, depth: int) -> int:
    """The position after the expression that begins at `position`, or -1."""
    position = _operand(tokens, position, depth)
    while 0 < position < len(tokens) and tokens[position] in _BINARY:
        position = _operand(tokens, position + 1, depth)
    if 0 < position < len(tokens) and tokens[position] == "?":
        position = _expression(tokens, position + 1, depth + 1) if depth < _MAX_DEPTH else -1
        if not 0 < position < len(tokens) or tokens[position] != ":":
            return -1
        return _expression(tokens, position + 1, depth + 1)
    return position


def _operand(tokens: list[str], position: int, depth: int) -> int:
    while position < len(tokens) and tokens[position] == "!":
        position += 1
    if position >= len(tokens) or depth > _MAX_DEPTH:
        return -1
    if tokens[position] == "(":
        position = _expression(tokens, position + 1, depth + 1)
        return position + 1 if 0 < position < len(tokens) and tokens[position] == ")" else -1
    return position + 1 if tokens[position] == "n" or tokens[position].isdigit() else -1
