"""Names in texts: what a translation keeps, such as numbers, code and the names of products."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_NAMES = re.compile(
    r"(?<![A-Za-z0-9_])(?:\d(?:[\d.,:]*\d)|[A-Z_][A-Za-z0-9_]*(?:[.@]+[A-Za-z0-9_]+)*"
    r"|[a-z]+(?:[A-Z0-9_]|[.@]+[A-Za-z0-9_])[A-Za-z0-9_]*(?:[.@]+[A-Za-z0-9_]+)*)"
)
"""Numbers of two digits or more, words with a capital, and names of code."""

_CODE = re.compile(r"[._@\d]|[a-z][A-Z]|[A-Z]{2}")
_ABBREVIATION = re.compile(r"[A-Za-z](?:\.[A-Za-z])+")
_SENTENCE_START = re.compile(r"[.!?:\"“(]\s*$")

_MOST_NAMES = 60

NAME_WEIGHT = 0.3
"""The weight of a word with a capital, which may be translated, beside that of a number."""


class SourceFacts(NamedTuple):
    """A source's names with their weights, those of code and numbers, and its length."""

    names: Mapping[str, float]
    codes: tuple[str, ...]
    text: str
    length: float
    deviation: float

    def has(self, name: str) -> bool:
        """Whether the source has a name, in any case."""
        return name in self.names or name in self.text


# All locales of a project are compared with the same sources.
@lru_cache(maxsize=4096)
def read_source(text: str) -> SourceFacts:
    """The facts of a source."""
    names = names_in(text)
    codes = tuple(name for name, weight in names.items() if weight == 1)
    length = max(len(text), 1)
    return SourceFacts(names, codes, text.lower(), math.log(length), 0.2 + 1.5 / math.sqrt(length))


def names_in(text: str) -> dict[str, float]:
    """The names that translations keep, with their weight; not the first word of a sentence."""
    names: dict[str, float] = {}
    for match in _NAMES.finditer(text):
        token = match[0]
        if len(names) == _MOST_NAMES:
            break
        if token[0].isdigit():
            names[re.sub("[.,:]", "", token)] = 1.0
        elif _ABBREVIATION.fullmatch(token):
            continue
        elif _CODE.search(token):
            names[_singular(token)] = 1.0
        elif match.start() and not _SENTENCE_START.search(text[: match.start()][-5:]):
            names.setdefault(_singular(token), NAME_WEIGHT)
    return names


def _singular(token: str) -> str:
    """A word in lower case, without the `s` of a plural."""
    word = token.lower()
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
