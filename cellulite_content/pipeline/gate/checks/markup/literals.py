"""Literals: which of a source's are lost in a translation, and which of them may be translated."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ....source.markup_facts import Markup
from .examples import is_localized

_WORDS = re.compile(
    r"[\"'“”„«»「」…▾⋮]*[^\W\d_]+(?:[ \u00a0’'&,:-]+[^\W\d_]+)*[ \"'“”«»「」.…!?:▾⋮]*"
)
"""Words such as `Save` or `Stay on tab`; no path, call, option or operator."""

_NAME = re.compile(
    r"[A-Z]{2,}|\w*[a-z][A-Z]\w*|\w+(?:Error|Exception|Warning)"
    r"|True|False|None|Ellipsis|NotImplemented"
)
"""A constant or a class of a program, which no language translates."""

_CODE = re.compile(r"[_/\\=<>{}()\[\]$|*]|\w\.\w|--|(?<!\w)-\w")
_PLAIN_WORD = re.compile(r"[^\w\s]*([^\W\d_]+)[^\w\s]*")
_NUMBER = re.compile(r"\d+")
_INTERFACE = re.compile(r"\b(?:button|checkbox|click|dialog|icon|menu|tab)s?\b", re.IGNORECASE)
"""What an English sentence says about words of an interface that have no capital."""

_LONGEST_LABEL = 80
_OPENING, _CLOSING = "\"'“”„«»‹›「『《〈‘‚", "\"'“”«»‹›」』》〉’‘"


def changed_literals(source: Markup, target: Markup, *, marked_less: bool) -> tuple[str, str]:
    """The source's literals that a translation lacks, and the names in their place, in words.

    Words of an interface, such as `Save`, may be translated; other words too if the translation has
    a capital or is not in ASCII. A literal that is marked in another way is not lost, and words of
    an interface are not unless the translation has fewer marked texts (`marked_less`). An example
    in the language of the translation is not lost.
    """
    lost = [text for text in source.literals if text not in target.literals]
    new = [text for text in target.literals if text not in source.literals]
    lost = [text for text in lost if not _is_marked(text, target)]
    for text in [*lost]:
        own = next((own for own in new if is_localized(text, own, source, target)), None)
        if own is not None:
            lost.remove(text)
            new.remove(own)
    words = [text for text in new if _is_label(text) or _is_foreign(text)]
    other = [text for text in new if text not in words]
    numbers = {number for text in new for number in _NUMBER.findall(text)}
    labels = [
        text for text in lost if _is_label(text) and numbers.issuperset(_NUMBER.findall(text))
    ]
    plain = [text for text in lost if _is_words(text) and text not in labels]
    translated = labels[: len(words)] if marked_less else labels
    is_interface = _INTERFACE.search(source.prose) and len(lost) == len(new)
    if not is_interface and (marked_less or other):
        plain = plain[: max(0, len(words) - len(labels))]
    translated += plain
    if is_interface and plain:
        other = [text for text in other if not _is_words(text)]
    return _in_words(text for text in lost if text not in translated), _in_words(other)


def _is_marked(text: str, markup: Markup) -> bool:
    """Whether the text has another mark: a role, emphasis, a link or quotation marks."""
    bare = {role.text for role in markup.roles if not role.name}
    if text not in bare and any(
        element != "paragraph" and words == text for element, words in markup.pieces
    ):
        return True
    return is_quoted(text, markup.prose)


def is_quoted(text: str, prose: str) -> bool:
    """Whether a text is in quotation marks."""
    pattern = rf"[{_OPENING}]{re.escape(text)}[{_CLOSING}]"
    return text in prose and re.search(pattern, prose) is not None


def _is_label(text: str) -> bool:
    """Whether the text is words of an interface, with a capital if the script has capitals."""
    if _is_words(text):
        return not next(filter(str.isalpha, text), "a").islower()
    return _is_phrase(text)


def _is_phrase(text: str) -> bool:
    """Whether the text has words beside signs and numbers: `+ New page`, `Page#5 - Now what?`."""
    if len(text) > _LONGEST_LABEL or " " not in text or _CODE.search(text):
        return False
    words = (match[1] for match in map(_PLAIN_WORD.fullmatch, text.split()) if match)
    return any(len(word) > 1 for word in words) and any(map(str.isupper, text))


def _is_words(text: str) -> bool:
    return (
        len(text) <= _LONGEST_LABEL and not _NAME.fullmatch(text) and bool(_WORDS.fullmatch(text))
    )


def _is_foreign(text: str) -> bool:
    """Whether the text is words in letters that no program's names have."""
    return not text.isascii() and any(map(str.isalpha, text))


def _in_words(texts: Iterable[str]) -> str:
    return " ".join(", ".join(sorted(texts)).split())
