"""Web pages as pandoc needs them: by the HTML standard, without menus and scripts.

HTML lets pages leave out `</td>`, `<body>` and others; pandoc then reads no table, or nothing.
Pages that a browser saved have the site's menus around their text. A ruby text is one word with its
reading if no brackets are around that. Of a picture in the page, pandoc loses `viewBox` and all
other names that are not in lower case.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NO_TEXT = (
    "script, style:not(svg *), template, table > colgroup, "
    ":is(table, tbody, tr) > :is(form, input):empty"
)
"""pandoc leaves out cells beyond the last `<col>`, and reads no table with a form between rows."""

_CONTENT = frozenset({"article", "h1", "main"})
"""Elements that no menu has. Where an end tag is missing, a menu reaches over the text."""

_SECTION = "<![CDATA["
_TAG = re.compile(r"<([a-z][^\s/>]*+)([^>]*+>?+)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CLOSED = re.compile(r"(?:[^\"']*\s)?/>")
"""The rest of a tag that is its own end tag, without quoted texts; `<a href=/x/>` is none."""

_ENDLESS = ("nav", "noscript", "template", "textarea", "title")
"""Elements that hide the rest of the page if their end tag is missing."""

_END = re.compile(rf"</({'|'.join(_ENDLESS)})", re.IGNORECASE)

_SVG = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}
_SHOWN = 60
"""Letters of a text that a line shows."""


class PreparedPage(NamedTuple):
    """A page, and what it does not have any more, one line each."""

    text: str
    losses: tuple[str, ...]


def prepare_page(text: str, *, is_chapter: bool = False) -> PreparedPage:
    """A page with all its tags, without its menus, scripts, styles and templates.

    The reading of a ruby text gets brackets, and a picture in the page becomes an `<img>`. pandoc
    reads only the `<main>` of a page that has one. Lines quote the text around it, and the longest
    menu; a chapter of a book has none.
    """
    from selectolax.lexbor import (  # noqa: PLC0415 - an optional extra
        LexborDocumentOptions,
        LexborHTMLParser,
    )

    # With scripts, `<noscript>` is no reason to end the head.
    page = LexborHTMLParser(
        _with_end_tags(text), options=LexborDocumentOptions.WO_EVENTS, scripting=True
    )
    for node in page.css(_NO_TEXT):
        node.decompose()
    losses = [] if is_chapter else list(_without_menus(page))
    if labels := " ".join(map(_words, page.css("foreignObject:not(foreignObject *)"))):
        shown = _shortened(labels)
        losses.append(f"HTML in pictures not imported: {shown}; write it as text of the picture")
    for picture in page.css("svg:not(svg *)"):
        picture.replace_with(_image(page, picture), move=True)
    if page.head and not page.head.css_first("title"):  # other elements ended it too early
        for node in page.css("base, meta, title"):
            page.head.insert_child(node, move=True)
    for reading in page.css("rt") if not page.css_first("rp") else ():
        reading.insert_before("(")
        reading.insert_after(")")
    prepared = page.html or ""
    if page.root and page.css_first("main"):
        for node in page.css("main, title"):
            node.decompose()
        if outside := _words(page.root):
            shown = _shortened(outside)
            losses.append(
                f"text outside of <main> not imported: {shown}; copy by hand what is missing"
            )
    return PreparedPage(prepared, tuple(losses))


def _with_end_tags(text: str) -> str:
    """A page in which `<a/>` has an end tag, as XHTML means it and HTML does not, and the text of
    CDATA sections is text. A start tag that would hide the rest of the page is left out.
    """
    first, *others = text.split(_SECTION)
    parts = (other.partition("]]>") for other in others)
    text = first + "".join(
        f"{escape(section)}{rest}" if end else _SECTION + section for section, end, rest in parts
    )
    ends = {end[1].lower(): end.start() for end in _END.finditer(text)}

    def with_end(tag: re.Match[str]) -> str:
        name, rest = tag[1].lower(), tag[2]
        if rest.endswith("/>") and name != "br" and _CLOSED.fullmatch(_QUOTED.sub(" ", rest)):
            return f"{tag[0][:-2]}></{name}>"
        return "" if name in _ENDLESS and tag.start() > ends.get(name, -1) else tag[0]

    return _TAG.sub(with_end, text)


def _image(page: LexborHTMLParser, picture: LexborNode) -> LexborNode:
    """An `<img>` of a picture in the page, which becomes XML."""
    for name, address in _SVG.items():
        picture.attrs[name] = address
    for node in picture.css("foreignObject"):
        node.decompose()
    for style in picture.css("style"):
        if style.child:
            style.child.insert_before("<![CDATA[")
            style.insert_child("]]>")
    data = (picture.html or "").replace("&nbsp;", "&#160;").encode()
    image = page.create_node("img")
    title = picture.css_first("svg > title")
    image.attrs["alt"] = _words(title) if title else ""
    image.attrs["src"] = f"data:image/svg+xml;base64,{b64encode(data).decode()}"
    return image


def _without_menus(page: LexborHTMLParser) -> Iterator[str]:
    """Remove the outermost menus, and give a line on them. One that has an element of `_CONTENT`,
    or more than half of the page's letters, is text."""
    menus = page.css("body nav, body [role=navigation]:not(svg *)")
    if not menus or not page.root:
        return
    letters, contents = Counter[int](), Counter[int]()
    for node in reversed(list(page.root.traverse(include_text=True))):
        own = node.mem_id
        letters[own] += len(_text(node))
        contents[own] += node.tag in _CONTENT
        if node.parent:
            letters[node.parent.mem_id] += letters[own]
            contents[node.parent.mem_id] += contents[own]
    texts: list[str] = []
    for menu in menus:
        is_text = contents[menu.mem_id] or letters[menu.mem_id] * 2 > letters[page.root.mem_id]
        if menu.parent and not is_text:  # it has no parent when it went with an outer menu
            texts.append(_words(menu))
            menu.decompose()
    if longest := max(texts, key=len, default=""):
        number = sum(map(bool, texts))
        shown = _shortened(longest)
        yield f"menus not imported: {number}, such as: {shown}; copy by hand what is text"


def _words(part: LexborNode) -> str:
    return " ".join(filter(None, map(_text, part.traverse(include_text=True))))


def _text(node: LexborNode) -> str:
    """The words of a text that is shown; that of `<noscript>` has tags."""
    is_shown = node.parent and node.parent.tag not in ("noscript", "style")
    return " ".join((node.text_content or "").split()) if is_shown else ""


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
