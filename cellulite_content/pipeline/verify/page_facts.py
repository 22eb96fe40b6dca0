"""The facts of a finished page or book file, read as a browser or a reading program reads it.

Only parsers of the standard library are used: the command's process imports no others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from ..errors import PipelineError
from .usual_pages import PROGRAM_ELEMENTS, read_usual_page

_ADDRESS_ATTRIBUTES = frozenset(
    "action cite data formaction href longdesc ping poster src srcset".split()
)
_IMAGE_ELEMENTS = frozenset("audio image img picture source video".split())
_SCRIPT_ATTRIBUTES = ("src", "type")
_SPOKEN_ATTRIBUTES = ("alt", "aria-label", "content", "title")
_EXTERNAL_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_WITHOUT_FACTS = frozenset(
    "class colspan dir hreflang lang rel role rowspan scope xml:lang".split()
)
"""Attributes that say nothing of what a page refers to. Most elements have no others."""

_ORDINARY_TAG = re.compile(
    r"""<([a-z][a-z0-9]*)((?:[ ][a-z][a-z0-9:-]*="[^"<>&]*")*)[ ]?/?>""", re.ASCII
)
"""A start tag that every parser reads in the same way, whatever follows it."""

_ATTRIBUTE = re.compile(r'([a-z][a-z0-9:-]*)="([^"]*)"', re.ASCII)
_RAW_TEXT_ELEMENTS = frozenset(
    "iframe noembed noframes noscript plaintext script style textarea title xmp".split()
)
"""Elements in which browsers read text differently."""

MAX_ATTRIBUTES = 1_000
"""The most attributes that one element of an XML file may have."""

_MAX_NAMES = 3_000
"""The most different names of elements and attributes in one XML file. Expat keeps all in one
table: the time per name is 1.6 times as long for 100,000 as for 10,000."""

_CROWDED_ELEMENT = re.compile(
    rb"""<[^<>"'!?/](?:[^<>"']*(?:"[^"<]*"|'[^'<]*')){%d}""" % (MAX_ATTRIBUTES + 1)
)
"""An element with more attributes. It is looked for before Expat, which reads a whole element
before it calls a handler."""


class MarkupError(PipelineError):
    """A file that is not well-formed, declares entities or has too many attributes."""


@dataclass
class PageFacts:
    """The facts of a file: its text without white space, and what it refers to.

    `addresses` are external addresses, `programs` are scripts and other active content. `images`
    and `downloads` are given by their addresses, `links` are links to places in these or other
    pages, and `ids` the names of places.
    """

    text: str = ""
    addresses: Counter[str] = field(default_factory=Counter)
    programs: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    downloads: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)

    @property
    def visible_text(self) -> str:
        """The visible text, without text that is only spoken, such as alternative text."""
        return self.text.partition("\0")[0]


def without_spaces(text: str) -> str:
    """The text without white space, which markup adds and folds, and without word joiners."""
    return "".join(text.split()).replace("\N{WORD JOINER}", "")


def parse_html(text: str) -> PageFacts:
    """The facts of an HTML page. Never raises: browsers accept any input."""
    usual = read_usual_page(text)
    if usual is not None:
        collector = _FactCollector(usual.texts)
        for name, attributes in usual.tags:
            collector.start(name, attributes)
        return collector.facts()
    parser = _PageParser()
    parser.feed(text)
    parser.close()
    return parser.collector.facts()


def parse_xml(data: bytes) -> PageFacts:
    """The facts of an XML file. Raises `MarkupError`; opens no other files or addresses."""
    if match := _CROWDED_ELEMENT.search(data):
        line = data.count(b"\n", 0, match.start()) + 1
        raise MarkupError(f"an element has more than {MAX_ATTRIBUTES:,} attributes: line {line}")
    collector = _FactCollector()
    names: dict[str, str] = {}
    parser = expat.ParserCreate(intern=names)
    parser.buffer_text = True

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if len(names) > _MAX_NAMES:
            raise MarkupError(f"it has more than {_MAX_NAMES:,} names of elements and attributes")
        collector.start(name, attributes)

    parser.StartElementHandler = start
    parser.CharacterDataHandler = collector.texts.append
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise MarkupError(str(error)) from None
    return collector.facts()


def _refuse_entity(name: str, *_: Any) -> None:
    raise MarkupError(f"it declares the entity {name!r}")


class _FactCollector:
    """Collects elements and texts in the order of the file."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts = list(texts)
        self._spoken: list[str] = []
        self._facts = PageFacts()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Collect the facts in an element's name and attributes."""
        name = name.rpartition(":")[2].lower()
        if name not in PROGRAM_ELEMENTS and attributes.keys() <= _WITHOUT_FACTS:
            return
        for spoken in _SPOKEN_ATTRIBUTES:
            if spoken in attributes:
                self._spoken.append(attributes[spoken])
        if name in PROGRAM_ELEMENTS:
            self._facts.programs[f"<{name}>"] += 1
        if name == "script":
            names = (attribute for attribute in _SCRIPT_ATTRIBUTES if attribute in attributes)
            self._facts.programs.update(
                f"{attribute}={attributes[attribute]}" for attribute in names
            )
        for attribute, value in attributes.items():
            if attribute not in _WITHOUT_FACTS:
                self._add_attribute(name, attribute.lower(), value)
        if "download" in attributes:
            self._facts.downloads[attributes.get("href", "")] += 1

    def _add_attribute(self, element: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("style", "http-equiv"):
            self._facts.programs[f"{name}={value}"] += 1
        if name == "id":
            self._facts.ids[value] += 1
        if name.rpartition(":")[2] not in _ADDRESS_ATTRIBUTES:
            return
        if _EXTERNAL_ADDRESS.match(value):
            self._facts.addresses[value] += 1
        elif element in _IMAGE_ELEMENTS:
            self._facts.images[value] += 1
        elif "_downloads/" in value:
            self._facts.downloads[value] += 1
        elif element == "a" and "#" in value:
            self._facts.links[value] += 1

    def facts(self) -> PageFacts:
        """The facts of everything collected."""
        # Spoken text comes last: it must not split or join visible texts.
        self._facts.text = without_spaces("\0".join(("".join(self.texts), *self._spoken)))
        return self._facts


class _PageParser(HTMLParser):
    """Collects facts with Python's HTML parser, which never fails, like a browser's."""

    def __init__(self) -> None:
        super().__init__()
        self.collector = _FactCollector()
        self._in_script = False

    def parse_starttag(self, i: int) -> int:
        """Read an ordinary start tag in one step: `HTMLParser` takes four times as long."""
        tag = _ORDINARY_TAG.match(self.rawdata, i)
        if tag is None or tag[1] in _RAW_TEXT_ELEMENTS:
            return super().parse_starttag(i)
        self.handle_starttag(tag[1], _ATTRIBUTE.findall(tag[2]))
        return tag.end()

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        """Collect an element's facts."""
        self.collector.start(tag, {name: value or "" for name, value in attrs})
        self._in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        """Collect text again after a script."""
        self._in_script = False

    def updatepos(self, i: int, j: int) -> int:
        """Skip the count of lines, which takes a tenth of the time and is not needed."""
        return j

    def handle_data(self, data: str) -> None:
        """Collect text with resolved entities, except in scripts."""
        if not self._in_script:
            self.collector.texts.append(data)
