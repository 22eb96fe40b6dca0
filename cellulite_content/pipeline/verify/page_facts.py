"""The facts of a finished page or book file, read as a browser or a reading program reads it.

The parsers are the standard library's, so that the command's process needs no others.
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

_ADDRESSES = frozenset("action cite data formaction href longdesc ping poster src srcset".split())
_IMAGES = frozenset("audio image img picture source video".split())
_PROGRAMS = frozenset("applet base embed form frame iframe object script style".split())
_SCRIPT = ("src", "type")
_SPOKEN = ("alt", "aria-label", "content", "title")
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_SPACE = re.compile("[\\s\N{WORD JOINER}]+")


class MarkupError(PipelineError):
    """A file that is not well-formed, or that declares entities."""


@dataclass
class Facts:
    """The facts of a file: its text without white space, addresses, programs, images, downloads.

    `addresses` are external ones; `programs` are scripts and other active content; `images` and
    `downloads` are given by their addresses.
    """

    text: str = ""
    addresses: Counter[str] = field(default_factory=Counter)
    programs: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    downloads: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> str:
        """The visible text, without text that is only spoken."""
        return self.text.partition("\0")[0]


def squeezed(text: str) -> str:
    """The text without white space, which markup adds and folds, and without word joiners."""
    return _SPACE.sub("", text)


def facts_of_html(text: str) -> Facts:
    """The facts of an HTML page. Never raises: a browser reads anything."""
    reader = _PageReader()
    reader.feed(text)
    reader.close()
    return reader.found.facts()


def facts_of_xml(data: bytes) -> Facts:
    """The facts of an XML file. Raises `MarkupError`; opens no other file and no address."""
    found = _Found()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = found.start
    parser.CharacterDataHandler = found.texts.append
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise MarkupError(str(error)) from None
    return found.facts()


def _refuse_entity(name: str, *_: Any) -> None:
    raise MarkupError(f"it declares the entity {name!r}")


class _Found:
    """Collects elements and texts in the order of the file."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._spoken: list[str] = []
        self._facts = Facts()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = name.rpartition(":")[2].lower()
        self._spoken += (attributes[each] for each in _SPOKEN if each in attributes)
        if name in _PROGRAMS:
            self._facts.programs[f"<{name}>"] += 1
        if name == "script":
            given = (each for each in _SCRIPT if each in attributes)
            self._facts.programs.update(f"{each}={attributes[each]}" for each in given)
        for attribute, value in attributes.items():
            self._attribute(name, attribute.lower(), value)
        if "download" in attributes:
            self._facts.downloads[attributes.get("href", "")] += 1

    def _attribute(self, element: str, name: str, value: str) -> None:
        if name.startswith("on") or name in ("style", "http-equiv"):
            self._facts.programs[f"{name}={value}"] += 1
        if name.rpartition(":")[2] not in _ADDRESSES:
            return
        if _OUTSIDE.match(value):
            self._facts.addresses[value] += 1
        elif element in _IMAGES:
            self._facts.images[value] += 1
        elif "_downloads/" in value:
            self._facts.downloads[value] += 1

    def facts(self) -> Facts:
        """All that was found."""
        # Spoken text is separate, so that it neither splits nor joins visible texts.
        self._facts.text = squeezed("\0".join(("".join(self.texts), *self._spoken)))
        return self._facts


class _PageReader(HTMLParser):
    """Python's HTML parser, which never fails, like a browser's."""

    def __init__(self) -> None:
        super().__init__()
        self.found = _Found()
        self._program = False

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        """An element begins, or begins and ends."""
        self.found.start(tag, {name: value or "" for name, value in attrs})
        self._program = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self._program = False

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines: nobody needs them, and it takes a tenth of the time."""
        return j

    def handle_data(self, data: str) -> None:
        """Collect text with resolved entities, except in scripts."""
        if not self._program:
            self.found.texts.append(data)
