"""Literals that are examples, which a translator may write in the language."""

from __future__ import annotations

import re

from ....model.links import may_replace
from ....source.markup_facts import Markup
from .tags import is_element

_WORD = re.compile(r"([^\W\d_]+)")
_SPACED_SIGN = re.compile(r"\s*([=,])\s*")
_VALUE = re.compile(r"(?P<key>[\w.]+:)\s*(?P<words>[^\W\d_]+(?: [^\W\d_]+)*)")
_PLACEHOLDER = re.compile(r"<([^\W\d_][^<>=/]*)>")
_NUMBER = re.compile(r"\d+")
_DATE = re.compile(r"(?=.*(?:19|20)\d\d)(?:\d{1,4}[-/. ]{1,2}){2}\d{1,4}\.?")
_LEAST_LETTERS = 3


def is_localized(old: str, new: str, source: Markup, target: Markup) -> bool:
    """Whether a translation's literal is the example of the source in the translation's language.

    Such are, with the source's on the left:

    - `x = 1` and `x=1`
    - `2024-12-31` and `31.12.2024`
    - `bob@example.com` and `jo@example.com`
    - `run <file>` and `run <Datei>`
    - `tags: order` and `tags: Bestellung`, if both texts also say *order* and *Bestellung*
    - `::ilff` and `::üff`, short for other literals: `I look forward to your feedback`
    """
    return (
        _differs_in_spaces(old, new)
        or _is_same_date(old, new)
        or may_replace(_as_address(old), _as_address(new), "")
        or _differs_in_placeholders(old, new, source)
        or _differs_in_words(old, new, source, target)
        or (_is_short(old, source) and _is_short(new, target) and _signs(old) == _signs(new))
    )


def _differs_in_spaces(old: str, new: str) -> bool:
    """Whether spaces beside signs are omitted where nothing depends on them."""
    tight, new_tight = (_SPACED_SIGN.sub(r"\1", text) for text in (old, new))
    return tight == new_tight and len(new) <= len(old)


def _is_same_date(old: str, new: str) -> bool:
    dates = _DATE.fullmatch(old), _DATE.fullmatch(new)
    numbers = [sorted(map(int, _NUMBER.findall(text))) for text in (old, new)]
    return all(dates) and numbers[0] == numbers[1]


def _as_address(text: str) -> str:
    return f"mailto:{text}" if "@" in text and "://" not in text else text


def _differs_in_placeholders(old: str, new: str, source: Markup) -> bool:
    placeholders = _PLACEHOLDER.findall(new)
    is_known = any(f"<{name}>" in text for name in placeholders for text in source.literals)
    has_tags = any(map(is_element, (*placeholders, *_PLACEHOLDER.findall(old))))
    rest, new_rest = (_PLACEHOLDER.sub("<>", text) for text in (old, new))
    return rest == new_rest != "<>" and not is_known and not has_tags


def _differs_in_words(old: str, new: str, source: Markup, target: Markup) -> bool:
    """Whether the words after the same key are words of the sentence too, in both languages."""
    values = [_VALUE.fullmatch(text) for text in (old, new)]
    if not (values[0] and values[1]) or values[0]["key"] != values[1]["key"]:
        return False
    words, own_words = (
        re.search(rf"\b{re.escape(value['words'])}\b", markup.prose, re.IGNORECASE)
        for value, markup in ((values[0], source), (values[1], target))
    )
    return bool(words and own_words) and not values[0]["words"].isupper()


def _is_short(text: str, markup: Markup) -> bool:
    """Whether the letters of a text are the first letters of words of another literal."""
    letters = "".join(filter(str.isalpha, text)).casefold()
    if len(letters) < _LEAST_LETTERS:
        return False
    initials = (
        iter("".join(word[0] for word in _WORD.findall(other)).casefold())
        for other in markup.literals
        if other != text
    )
    return any(all(letter in rest for letter in letters) for rest in initials)


def _signs(text: str) -> str:
    return "".join(sign for sign in text if not sign.isalpha())
