"""Web pages as pandoc needs them: with all end tags of tables, and without navigation and scripts.

HTML lets pages leave out `</td>` and others; pandoc then reads no table. Pages that a browser saved
have the site's menus around their text. A ruby text is one word with its reading if no brackets are
around that.
"""

from __future__ import annotations

from collections import Counter
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
_SHOWN = 60
"""Letters of a text that a line shows."""


class PreparedPage(NamedTuple):
    """A page, and what it does not have any more, one line each."""

    text: str
    losses: tuple[str, ...]


def prepare_page(text: str) -> PreparedPage:
    """A page with all end tags of its tables, without its navigation and scripts.

    All else stays letter for letter. pandoc reads only the `<main>` of a page that has one: a line
    quotes the text around it.
    """
    page = _Page(text)
    page.feed(text)
    page.close()
    return PreparedPage(page.edited(), tuple(page.losses()))


class _Page(HTMLParser):
    """Collects the changes of a page: texts to put in at places, and places to leave out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._is_bare_ruby = "</rt>" in text and "<rp" not in text
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._changes: list[tuple[int, int, str]] = []
        self._tables: list[str] = []
        self._skipped, self._skipped_from, self._depth = "", 0, 0
        self._tables_before: list[str] = []
        self._containers = Counter[str]()
        self._has_main = False
        self._outside: list[str] = []
        self._navigations = 0

    def edited(self) -> str:
        """The page with all changes."""
        parts: list[str] = []
        place = 0
        for start, end, text in self._changes:
            if start >= place:
                parts += (self._text[place:start], text)
                place = end
        return "".join((*parts, self._text[place:]))

    def losses(self) -> Iterator[str]:
        """What was left out, and what pandoc leaves out."""
        if self._navigations:
            yield f"navigation: {self._navigations} ×"
        outside = " ".join("".join(self._outside).split())
        if self._has_main and outside:
            shown = outside if len(outside) <= _SHOWN else f"{outside[:_SHOWN]}…"
            yield f"text outside of <main>: {shown}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the end tags that a start tag implies, and what begins here to be left out."""
        self._containers[tag] += 1
        if tag == "rt" and self._is_bare_ruby:
            end = self._place + len(self.get_starttag_text() or "")
            self._changes.append((end, end, "("))
        self._has_main |= tag == "main"
        while self._tables and self._tables[-1] in _ENDED_BY.get(tag, ()):
            self._put_in(f"</{self._tables.pop()}>")
        if tag in _TABLE:
            self._tables.append(tag)
        if self._skipped:
            self._depth += tag == self._skipped
        elif tag in _UNSEEN or tag == "nav" or ("role", "navigation") in attrs:
            self._skipped, self._skipped_from, self._depth = tag, self._place, 1
            self._tables_before = self._tables[:]
        elif tag == "svg" and "xmlns" not in dict(attrs):
            self._changes.append((self._place + 4, self._place + 4, _SVG))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty element changes nothing."""

    def handle_endtag(self, tag: str) -> None:
        """Note the end tags that an end tag implies, and what ends here to be left out."""
        self._containers[tag] -= 1
        if tag == "rt" and self._is_bare_ruby:
            self._put_in(")")
        innermost = next((n for n, each in enumerate(reversed(self._tables)) if each == "table"), 0)
        if tag in self._tables[-1 - innermost :]:
            while (last := self._tables.pop()) != tag:
                self._put_in(f"</{last}>")
        if tag == self._skipped:
            self._depth -= 1
            if not self._depth:
                end = self._text.find(">", self._place) + 1
                while self._changes and self._changes[-1][0] >= self._skipped_from:
                    self._changes.pop()
                self._changes.append((self._skipped_from, end, ""))
                self._navigations += tag not in _UNSEEN
                self._skipped = ""
                self._tables = self._tables_before

    def handle_data(self, data: str) -> None:
        """Note a text outside of the main part."""
        if self._containers["body"] > 0 >= self._containers["main"] and not self._skipped:
            self._outside.append(data)

    @property
    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _put_in(self, text: str) -> None:
        self._changes.append((self._place, self._place, text))
