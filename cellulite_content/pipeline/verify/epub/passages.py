"""Passages: the stretches of text of a page as a reader meets them, each with its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_INLINE = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span "
    "strong sub sup time u var wbr".split()
)
_SEPARATE_CLASSES = frozenset({"label", "backrefs"})
"""Classes of what stands in a block and is no part of its message: `Figure 1`, a note's number."""

_SPACE = re.compile(r"\s+")
_JOINERS = re.compile("[\u200c-\u200f\u2060]")


@dataclass(frozen=True)
class Passage:
    """A stretch of text without a change of block or language.

    `kind` is `text`, `head` (a page's own title) or `attribute` (spoken, such as an alternative
    text). The numbers of notes are left out, with the word joiner that holds each to its word.
    """

    text: str
    language: str
    kind: str = "text"

    @cached_property
    def key(self) -> str:
        """The text without white space, which markup adds and folds."""
        return text_key(self.text)


def text_key(text: str) -> str:
    """A text without white space."""
    return _SPACE.sub("", text)


def single_spaced(text: str) -> str:
    """A text with single spaces."""
    return _SPACE.sub(" ", text).strip()


def without_joiners(text: str) -> str:
    """A text without the signs that only tell how others are joined or directed."""
    return _JOINERS.sub("", text)


def has_joiners(text: str) -> bool:
    """Whether a text has such signs."""
    return _JOINERS.search(text) is not None


def is_note_reference(element: Element) -> bool:
    """Whether the element is the number of a note in the text."""
    return element.get("role") == "doc-noteref"


def read_passages(root: Element, language: str) -> tuple[Passage, ...]:
    """The passages of an XHTML page, in order; `language` is that of its root."""
    reader = _PassageReader()
    for element in root.iter(f"{XHTML}title"):
        title = single_spaced("".join(element.itertext()))
        reader.passages.append(Passage(title, language, "head"))
    body = root.find(f"{XHTML}body")
    if body is not None:
        reader.read(body, language)
        reader.end(language)
    return tuple(passage for passage in reader.passages if passage.text)


class _PassageReader:
    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._pieces: list[str] = []

    def read(self, element: Element, language: str) -> None:
        """Take in an element and what is in it, in order."""
        own_language = element.get("lang") or element.get(XML_LANG) or language
        separate = _is_separate(element) or own_language != language
        if separate:
            self.end(language)
        self._read_attributes(element, own_language)
        self._pieces.append(element.text or "")
        for child in element:
            if is_note_reference(child):
                self._drop_joiner()
            elif isinstance(child.tag, str):
                self.read(child, own_language)
            self._pieces.append(child.tail or "")
        if separate:
            self.end(own_language)

    def end(self, language: str) -> None:
        """End the passage."""
        text = single_spaced("".join(self._pieces))
        self._pieces.clear()
        if text:
            self.passages.append(Passage(text, language))

    def _read_attributes(self, element: Element, language: str) -> None:
        for name in ("alt", "aria-label", "title"):
            if element.get(name):
                text = single_spaced(element.get(name, ""))
                self.passages.append(Passage(text, language, "attribute"))

    def _drop_joiner(self) -> None:
        if self._pieces and self._pieces[-1].endswith("\N{WORD JOINER}"):
            self._pieces[-1] = self._pieces[-1][:-1]


def _is_separate(element: Element) -> bool:
    name = element.tag.removeprefix(XHTML)
    return name not in _INLINE or bool(_SEPARATE_CLASSES & set(element.get("class", "").split()))


def read_texts(root: Element, names: frozenset[str], language: str) -> Iterator[Passage]:
    """The passages of a file that is no page: one an element of these names, with its language."""
    own_language = root.get(XML_LANG) or language
    if root.tag in names:
        yield Passage(single_spaced("".join(root.itertext())), own_language)
        return
    for child in root:
        yield from read_texts(child, names, own_language)
