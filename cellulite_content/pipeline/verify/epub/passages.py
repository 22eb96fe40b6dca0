"""Passages: the pieces of text of a page in reading order, with their languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

FORMULA = "{http://www.w3.org/1998/Math/MathML}math"
_PICTURE = f"{XHTML}img"
_INLINE = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span "
    "strong sub sup time u var wbr".split()
)
_SEPARATE_CLASSES = frozenset(
    "label backrefs caption-number classifier dash section-number versionmodified".split()
)
"""Classes of text in a block that is not part of its message: `Figure 1`, a note's number, the
number of a table or section, a term's classifier, the dash before an author, `New in version 2`."""

_SPACE = re.compile(r"\s+")
_JOINERS = re.compile("[\u200c-\u200f\u2060]")


@dataclass(frozen=True)
class Passage:
    """A piece of text in one block and one language.

    `kind` is `text`, `head` (a page's own title) or `attribute` (spoken, such as an alternative
    text). The numbers of notes are left out, with the word joiners before them.
    """

    text: str
    language: str
    kind: str = "text"

    @cached_property
    def key(self) -> str:
        """The text without white space: markup adds and folds it."""
        return text_key(self.text)


def text_key(text: str) -> str:
    """The key of a text, for comparisons: the text without white space."""
    return _SPACE.sub("", text)


def single_spaced(text: str) -> str:
    """The text with single spaces."""
    return _SPACE.sub(" ", text).strip()


def without_joiners(text: str) -> str:
    """The text without joiners and direction marks."""
    return _JOINERS.sub("", text)


def has_joiners(text: str) -> bool:
    """Whether the text has joiners or direction marks."""
    return _JOINERS.search(text) is not None


def is_note_reference(element: Element) -> bool:
    """Whether the element is the number of a note in the text."""
    return element.get("role") == "doc-noteref"


def read_passages(root: Element, language: str) -> tuple[Passage, ...]:
    """The passages of an XHTML page, in order; `language` is the language of its root."""
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
        """Collect the passages of an element and its children, in order.

        The label of a reference by number is in no message, and may be in the source's language. A
        formula in a text is a role's text, which is in no message; one in lines of its own is a
        message in TeX, which its spoken text has. A substitution in another language than its text
        is no part of the text's message, and neither is the colon after the name of a field. Code
        in lines of its own, and what a directive describes, are in no message and no language.
        """
        classes = set(element.get("class", "").split())
        if {"substitution", "colon"} & classes:
            return
        is_block = element.tag in (f"{XHTML}div", f"{XHTML}dt")
        if is_block and {"notranslate", "sig"} & classes:
            self.end(language)
            return
        if element.tag == FORMULA:
            if element.get("display") == "block":
                self._pieces.append(element.get("alttext", ""))
            return
        own_language = element.get("lang") or element.get(XML_LANG) or language
        if own_language != language and _is_number_reference(element):
            return
        # A picture in a sentence has no text of its own, and another language only for its words.
        is_other = own_language != language and element.tag != _PICTURE
        separate = _is_separate(element) or is_other
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


def _is_number_reference(element: Element) -> bool:
    """Whether the element is a link that shows a label such as `Figure 1`."""
    classes = [child.get("class", "").split() for child in element]
    return element.tag == f"{XHTML}a" and len(classes) == 1 and "std-numref" in classes[0]


def _is_separate(element: Element) -> bool:
    name = element.tag.removeprefix(XHTML)
    return name not in _INLINE or bool(_SEPARATE_CLASSES & set(element.get("class", "").split()))


def read_texts(
    root: Element, is_shown: Callable[[Element], bool], language: str
) -> Iterator[Passage]:
    """The passages of an XML file that is not a page: one for each element that readers see."""
    own_language = root.get(XML_LANG) or language
    if is_shown(root):
        yield Passage(single_spaced("".join(root.itertext())), own_language)
        return
    for child in root:
        yield from read_texts(child, is_shown, own_language)
