"""How the tests read PDFs: the tree of tags with its texts, as a screen reader goes through it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

_CHARACTERS = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass
class Tag:
    """An element of the tree: its type, alternative text and language, its texts and children."""

    type: str
    words: str = ""
    language: str = ""
    parts: list[str | Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        """This element and all below it, in reading order."""
        yield self
        for part in self.parts:
            if isinstance(part, Tag):
                yield from part.walk()

    def text(self, *left_out: str) -> str:
        """Its text, without that of elements of these types."""
        return "".join(
            part if isinstance(part, str) else part.text(*left_out)
            for part in self.parts
            if isinstance(part, str) or part.type not in left_out
        )


class Pdf:
    """A PDF with its tree of tags."""

    def __init__(self, path: Path) -> None:
        self.document = pikepdf.open(path)
        self.language = str(self.document.Root.Lang)
        self.title = str(self.document.docinfo["/Title"])
        contents = {page.objgen: _Contents(page) for page in self.document.pages}
        self._texts = {page: each.texts for page, each in contents.items()}
        self._languages = {page: each.languages for page, each in contents.items()}
        self.tree = self._tag(self.document.Root.StructTreeRoot, None)

    @property
    def bookmarks(self) -> list[str]:
        """The titles of all bookmarks, in their order."""
        with self.document.open_outline() as outline:
            return list(_titles(outline.root))

    @property
    def addresses(self) -> set[str]:
        """The addresses to which links lead."""
        return {
            str(annotation.A.URI)
            for page in self.document.pages
            for annotation in page.get("/Annots", ())
            if "/A" in annotation and "/URI" in annotation.A
        }

    def _tag(self, element: Any, page: Any) -> Tag:
        tag = Tag(
            str(element.get("/S", "/Root"))[1:],
            str(element.get("/Alt", "")),
            str(element.get("/Lang", "")),
        )
        page = element.get("/Pg", page)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                tag.parts.append(self._content(page, kid))
            elif kid.get("/Type") == "/MCR":
                tag.parts.append(self._content(kid.get("/Pg", page), int(kid.MCID)))
            elif kid.get("/Type") != "/OBJR":
                tag.parts.append(self._tag(kid, page))
        return tag

    def _content(self, page: Any, number: int) -> str | Tag:
        """A marked content: its text, or an element that says its language."""
        text, language = self._texts[page.objgen].get(number, ""), self._languages[page.objgen]
        return Tag("", "", language[number], [text]) if number in language else text


def _titles(items: Any) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        yield from _titles(item.children)


class _Contents:
    """The texts and languages of a page's marked contents, by their numbers."""

    def __init__(self, page: Any) -> None:
        resources = page.get("/Resources", {})
        fonts = {name: _characters(font) for name, font in resources.get("/Font", {}).items()}
        self.texts: dict[int, str] = {}
        self.languages: dict[int, str] = {}
        self._open: list[tuple[str, Any]] = []
        font: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BDC":
                    self._begin(operands[1])
                case "BMC":
                    self._open.append((str(operands[0]), {}))
                case "EMC":
                    self._open.pop()
                case "Tf":
                    font = fonts[str(operands[0])]
                case "Tj":
                    self._show([operands[0]], font)
                case "TJ":
                    self._show(
                        [each for each in operands[0] if isinstance(each, pikepdf.String)], font
                    )

    def _begin(self, properties: Any) -> None:
        values = properties if isinstance(properties, pikepdf.Dictionary) else {}
        if "/Lang" in values and "/MCID" in values:
            self.languages[int(values.MCID)] = str(values.Lang)
        self._open.append(("", values))
        if "/ActualText" in values:
            self._add(str(values.ActualText))

    def _show(self, strings: list[Any], font: dict[int, str]) -> None:
        """Add what is shown, unless it is an artifact or another text stands for it."""
        glyphs = [font.get(code, "\ufffd") for string in strings for code in _codes(bytes(string))]
        if any(name == "/Artifact" or "/ActualText" in values for name, values in self._open):
            return
        is_reversed = any(name == "/ReversedChars" for name, _ in self._open)
        self._add("".join(reversed(glyphs) if is_reversed else glyphs))

    def _add(self, text: str) -> None:
        number = next((each.MCID for _, each in reversed(self._open) if "/MCID" in each), None)
        if number is not None:
            self.texts[int(number)] = self.texts.get(int(number), "") + text


def _codes(data: bytes) -> list[int]:
    return [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]


def _characters(font: Any) -> dict[int, str]:
    """The characters of a font's codes, from its table."""
    table = font.ToUnicode.read_bytes()
    characters: dict[int, str] = {}
    for block in _BLOCK.findall(table):
        for code, text in _CHARACTERS.findall(block):
            characters[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in _RANGES.findall(table):
        for first, last, text in _RANGE.findall(block):
            start = int(text, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                characters[code] = chr(start + code - int(first, 16))
    return characters
