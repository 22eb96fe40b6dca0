"""Web pages as pandoc needs them: with all end tags of tables, and without navigation and scripts.

HTML lets pages leave out `</td>` and others; pandoc then reads no table. Pages that a browser saved
have the site's menus around their text. A ruby text is one word with its reading if no brackets are
around that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

_SVG = ' xmlns="http://www.w3.org/2000/svg"'
_GROUPS = frozenset({"caption", "colgroup", "tbody", "tfoot", "thead"})
_CELLS = frozenset({"td", "th"})
_ENDED_BY = {
    **dict.fromkeys(_CELLS, _CELLS | {"caption", "colgroup"}),
    **dict.fromkeys(_GROUPS, _CELLS | _GROUPS | {"tr"}),
    "tr": _CELLS | {"caption", "colgroup", "tr"},
}
"""The open elements of a table that a start tag ends."""

_TABLE = _CELLS | _GROUPS | {"table", "tr"}
_UNSEEN = frozenset({"script", "style", "template"})
_NO_WORDS = frozenset({"script", "style", "title"})
_CONTENT = frozenset({"article", "h1", "main"})
"""Elements that no menu has. Where an end tag is missing, a menu seems to reach over the text."""

_SHOWN = 60
"""Letters of a text that a line shows."""


class PreparedPage(NamedTuple):
    """A page, and what it does not have any more, one line each."""

    text: str
    losses: tuple[str, ...]


class _Block(NamedTuple):
    """A part of a page to leave out; `words` are those of a menu."""

    start: int
    end: int
    words: str


def prepare_page(text: str) -> PreparedPage:
    """A page with all end tags of its tables, without its menus, scripts, styles and templates.

    The reading of a ruby text gets brackets, and a picture in the page its namespace; all else
    stays letter for letter. pandoc reads only the `<main>` of a page that has one. Lines quote the
    text around it, and the longest menu.
    """
    finder = _BlockFinder(text)
    finder.read()
    page = _Page(text, finder.blocks())
    page.read()
    return PreparedPage(page.edited(), tuple(page.losses()))


class _Reader(HTMLParser):
    """Reads a page, with the place of each tag in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def read(self) -> None:
        """Read the page to its end."""
        self.feed(self._text)
        self.close()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty element changes nothing."""

    @property
    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


class _Point(NamedTuple):
    """Where a block that may be left out begins: its place, the texts before it and their letters,
    and the elements of `_CONTENT` before it."""

    place: int
    texts: int
    letters: int
    contents: int


class _Found(NamedTuple):
    """A block that may be left out: its place, its texts and their letters, and how many elements
    of `_CONTENT` it has."""

    start: int
    end: int
    is_menu: bool
    texts: slice
    letters: int
    contents: int


class _BlockFinder(_Reader):
    """Finds the blocks of a page that are no text of an article: menus, scripts and templates.

    A menu that has an element of `_CONTENT`, or more than half of the page's letters, is text.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._open = defaultdict[str, list[_Point | None]](list)
        self._found: list[_Found] = []
        self._texts: list[str] = []
        self._letters = self._contents = 0

    def blocks(self) -> list[_Block]:
        """The outermost blocks, in order."""
        unseen = _outermost([found for found in self._found if not found.is_menu])
        letters = self._letters - sum(found.letters for found in unseen)
        menus = [
            found
            for found in self._found
            if found.is_menu and not found.contents and found.letters * 2 <= letters
        ]
        return [
            _Block(
                found.start,
                found.end,
                " ".join(self._texts[found.texts]) if found.is_menu else "",
            )
            for found in _outermost([*unseen, *menus])
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a block may begin; a picture in the page has none."""
        is_block = tag in _UNSEEN or tag == "nav" or ("role", "navigation") in attrs
        is_block = is_block and not self._open["svg"]
        self._open[tag].append(self._point(self._place) if is_block else None)
        self._contents += tag in _CONTENT

    def handle_endtag(self, tag: str) -> None:
        """Note where a block ends."""
        if self._open[tag] and (start := self._open[tag].pop()):
            place = self._text.find(">", self._place) + 1 or len(self._text)
            end = self._point(place)
            self._found.append(
                _Found(
                    start.place,
                    place,
                    tag not in _UNSEEN,
                    slice(start.texts, end.texts),
                    end.letters - start.letters,
                    end.contents - start.contents,
                )
            )

    def handle_data(self, data: str) -> None:
        """Count the letters of a text."""
        if not (self._open["script"] or self._open["style"]):
            words = " ".join(data.split())
            self._texts.append(words)
            self._letters += len(words)

    def _point(self, place: int) -> _Point:
        return _Point(place, len(self._texts), self._letters, self._contents)


def _outermost(blocks: list[_Found]) -> list[_Found]:
    """The blocks that do not begin inside another one, in order."""
    result: list[_Found] = []
    for block in sorted(blocks, key=lambda block: block.start):
        if not result or block.start >= result[-1].end:
            result.append(block)
    return result


class _Page(_Reader):
    """Collects the changes of a page: texts to put in at places, and blocks to leave out."""

    def __init__(self, text: str, blocks: list[_Block]) -> None:
        super().__init__(text)
        self._is_bare_ruby = "</rt>" in text and "<rp" not in text
        self._blocks = blocks
        self._changes = [(block.start, block.end, "") for block in blocks]
        self._number = 0
        self._tables: list[str] = []
        self._open = defaultdict[str, int](int)
        self._has_main = False
        self._outside: list[str] = []

    def edited(self) -> str:
        """The page with all changes."""
        parts: list[str] = []
        place = 0
        for start, end, text in sorted(self._changes, key=lambda change: change[:2]):
            parts += (self._text[place:start], text)
            place = end
        return "".join((*parts, self._text[place:]))

    def losses(self) -> Iterator[str]:
        """What was left out, and what pandoc leaves out."""
        menus = [words for block in self._blocks if (words := " ".join(block.words.split()))]
        if menus:
            shown = _shortened(max(menus, key=len))
            yield f"menus not imported: {len(menus)}, such as: {shown}; copy by hand what is text"
        outside = " ".join(" ".join(self._outside).split())
        if self._has_main and outside:
            shown = _shortened(outside)
            yield f"text outside of <main> not imported: {shown}; copy by hand what is missing"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the end tags that a start tag implies, and what a picture and a ruby text need."""
        if self._is_left_out():
            return
        self._open[tag] += 1
        self._has_main |= tag == "main"
        if tag == "rt" and self._is_bare_ruby:
            end = self._place + len(self.get_starttag_text() or "")
            self._changes.append((end, end, "("))
        while self._tables and self._tables[-1] in _ENDED_BY.get(tag, ()):
            self._put_in(f"</{self._tables.pop()}>")
        if tag in _TABLE:
            self._tables.append(tag)
        elif tag == "svg" and "xmlns" not in dict(attrs):
            self._changes.append((self._place + 4, self._place + 4, _SVG))

    def handle_endtag(self, tag: str) -> None:
        """Note the end tags that an end tag implies."""
        if self._is_left_out():
            return
        self._open[tag] = max(0, self._open[tag] - 1)
        if tag == "rt" and self._is_bare_ruby:
            self._put_in(")")
        innermost = next((n for n, name in enumerate(reversed(self._tables)) if name == "table"), 0)
        if tag in self._tables[-1 - innermost :]:
            while (last := self._tables.pop()) != tag:
                self._put_in(f"</{last}>")

    def handle_data(self, data: str) -> None:
        """Note a text outside of the main part; pages may leave out the tags of `body`."""
        if self._is_left_out() or self._open["main"]:
            return
        if not any(self._open[tag] for tag in _NO_WORDS):
            self._outside.append(data)

    def _is_left_out(self) -> bool:
        """Whether the place is in a block that is left out."""
        while self._number < len(self._blocks) and self._blocks[self._number].end <= self._place:
            self._number += 1
        return self._number < len(self._blocks) and self._blocks[self._number].start <= self._place

    def _put_in(self, text: str) -> None:
        self._changes.append((self._place, self._place, text))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
