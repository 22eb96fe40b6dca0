"""Growth of books and pages: the checks of `check --editions`, and the parsers of the audit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache

from benchmarks.growth.case import Case
from benchmarks.timing import ROOT
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.review import ReviewState
from cellulite_content.pipeline.model.unit import Unit
from cellulite_content.pipeline.verify.epub.book import read_book
from cellulite_content.pipeline.verify.epub.checked_book import CheckedBook
from cellulite_content.pipeline.verify.epub.container import read_container
from cellulite_content.pipeline.verify.epub.expected_book import BookUnit, ExpectedBook
from cellulite_content.pipeline.verify.epub.lint import RULES
from cellulite_content.pipeline.verify.page_facts import (
    MAX_ATTRIBUTES,
    MarkupError,
    parse_html,
    parse_xml,
)

_LARGEST_PAGE = 7 * 1024**2
_XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
    'lang="ja" xml:lang="ja" dir="ltr"><head><title>Walk</title></head><body>{}</body></html>'
)
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf"/></rootfiles></container>'
)
_OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xml:lang="ja"><metadata><dc:title>Walk</dc:title></metadata><manifest>{}</manifest>'
    "<spine>{}</spine></package>"
)
_NCX = '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" xml:lang="ja"><navMap>{}</navMap></ncx>'
_UNITS = 40


@cache
def _expected(*, bilingual: bool = False) -> ExpectedBook:
    """A book of 40 paragraphs, of which half have roles, half were not accepted."""
    project = load_project(ROOT)
    locale = next(locale for locale in project.locales if locale.code == "ja")
    units = []
    for number in range(_UNITS):
        text, target = f"Walk for an hour on day {number}.", f"Geh am Tag {number} eine Stunde."
        unit = Unit(f"s/paragraph-{number}", "a", "paragraph", text)
        runs = (target[:10], target[12:]) if number % 2 else ()
        units.append(BookUnit(unit, (text[:10], text[12:]), runs, has_roles=number % 4 < 2))
    return ExpectedBook(
        project, locale, "a", "2026-01-01", bilingual, tuple(units), {}, ReviewState.DRAFT
    )


def _pages(pieces: Iterable[str]) -> list[str]:
    """The pieces in as many pages as they need."""
    pages, size = [[""]], 0
    for piece in pieces:
        if size + len(piece) > _LARGEST_PAGE:
            pages.append([])
            size = 0
        pages[-1].append(piece)
        size += len(piece)
    return [_XHTML.format("".join(page)) for page in pages]


def _pack(
    pages: Iterable[str], css: str = "", nav: str = "", ncx: str = "", items: str = ""
) -> bytes:
    """The bytes of a book; `items` are more lines of its manifest."""
    names = {f"EPUB/p{number}.xhtml": page for number, page in enumerate(pages)}
    manifest = "".join(f'<item id="p{n}" href="p{n}.xhtml"/>' for n in range(len(names)))
    manifest += '<item id="nav" href="nav.xhtml" properties="nav"/>' + items
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(names)))
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _OPF.format(manifest, spine),
        "EPUB/nav.xhtml": _XHTML.format(f'<nav epub:type="toc">{nav}</nav>'),
        "EPUB/toc.ncx": _NCX.format(ncx),
        "EPUB/book.css": css,
        **names,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in files.items():
            container.writestr(name, text)
    return buffer.getvalue()


def _repeated(form: str) -> Callable[[int], bytes]:
    return lambda count: _pack(_pages(form.replace("{}", str(n)) for n in range(count)))


def _styled(
    before: str, form: str, between: str = "", last: str = "", after: str = ""
) -> Callable[[int], bytes]:
    """A stylesheet with both forms many times."""
    page = "<p>Walk <em>on</em></p>"
    return lambda count: _pack(
        _pages([page]), before + form * count + between + last * count + after
    )


def _sections(count: int) -> bytes:
    """Sections with their entries in nav and NCX, which are in other files."""
    count //= 2
    text = (f'<section id="s{n}"><h2>h{n}</h2></section>' for n in range(count))
    nav = "".join(f'<a href="p0.xhtml#s{n}">h{n + n % 2}</a>' for n in range(count))
    ncx = "".join(
        f'<navPoint><navLabel><text>h{n}</text></navLabel><content src="p0.xhtml#s{n}"/></navPoint>'
        for n in range(count)
    )
    return _pack(_pages(text), nav=nav, ncx=ncx)


def _chapter(count: int) -> bytes:
    """Other texts in the place of the expected ones, and sections with their titles."""
    units = _expected().units
    around = [f"<p>{''.join(unit.target)}</p>" for unit in (units[1], units[-1])]
    other = (f'<section id="s{n}"><h2>Other {n}</h2></section>' for n in range(count))
    nav = "".join(f'<a href="p0.xhtml#s{n}">{n}</a>' for n in range(count))
    return _pack(_pages([around[0], *other, around[1]]), nav=nav)


def _attributes(count: int) -> str:
    """Elements with as many attributes as an element of a book may have."""
    attributes = "".join(f'a{n}="b" ' for n in range(MAX_ATTRIBUTES))
    return f"<p {attributes}>Walk</p>" * (count // MAX_ATTRIBUTES)


_BOOKS: dict[str, Callable[[int], bytes]] = {
    "paragraphs": _repeated("<p>w{}</p>"),
    "equal paragraphs": _repeated("<p>Walk for an hour on day 3.</p><p>Geh am Tag 5 </p>"),
    "texts like expected ones": _repeated("<p>Geh am Tag x {} 5 eine Stunde.</p>"),
    "words of a long page": lambda count: _pack(_pages(["<p>", *["wort "] * count, "</p>"])),
    "links": _repeated('<a href="https://x.example/{}">w</a>'),
    "links and text": lambda count: _pack(
        _pages(
            [
                *(f'<a href="https://x.example/{n:07d}">w</a>' for n in range(count)),
                *["<p>" + "wort " * 700 + "</p>"] * (count // 100),
            ]
        )
    ),
    "addresses in the text": _repeated(
        '<a href="https://x.example/{}">w</a> https://x.example/{}b'
    ),
    "starts of addresses": _repeated('<a href="a:{}">w</a>a:a:a://a//'),
    "long schemes": lambda count: _pack(_pages(['<a href="a:b">w</a>', "a" * 10 * count])),
    "ids": _repeated('<p id="i{}">a <a href="#i{}">x</a></p>'),
    "equal ids": _repeated('<p id="i">a <a href="#i">x</a></p>'),
    "links to nothing": _repeated('<a href="#i{}">x</a>'),
    "notes": _repeated(
        '<aside role="doc-footnote" id="f{}"><a role="doc-backlink" href="#r{}">x</a></aside>'
        '<a role="doc-noteref" id="r{}" href="#f{}">1</a>'
    ),
    "backlinks of one note": lambda count: _pack(
        _pages(
            [
                '<aside role="doc-footnote" id="f">',
                *(f'<a role="doc-backlink" href="#r{n}">x</a>' for n in range(count)),
                "</aside>",
                *(f'<a role="doc-noteref" id="r{n}" href="#f">1</a>' for n in range(count)),
            ]
        )
    ),
    "sections": _sections,
    "a chapter of other texts": _chapter,
    "pictures": _repeated('<img src="x{}.svg" alt="a.a.a.a."/>'),
    "a long alternative text": lambda count: _pack(
        _pages(['<img src="x.svg" alt="', "a/\\a." * count, ' x"/>'])
    ),
    "attributes": lambda count: _pack(_pages([_attributes(count)])),
    "classes": lambda count: _pack(_pages(['<p class="', *["label "] * count, '">Walk</p>'])),
    "languages": _repeated('<span lang="en" dir="ltr">w{}</span>'),
    "nested elements": lambda count: _pack(
        _pages(["<span>" * 90 + "x" + "</span>" * 90] * (count // 90 + 1))
    ),
    "nested sections": lambda count: _pack(
        _pages(["<section><h2>x</h2>" * 90 + "</section>" * 90] * (count // 90 + 1))
    ),
    "entries of the manifest": lambda count: _pack(
        _pages(["<p>x</p>"]),
        items="".join(f'<item id="i{n}" href="i{n // 2}.svg"/>' for n in range(count)),
    ),
    "rules of a stylesheet": _styled("", "em { font-style: italic; left: 1em }\n"),
    "selectors and declarations": _styled("em", ", p em", "{", "font-style: italic;", "}"),
    "selectors without a rule": _styled("", "em,"),
    "open rules": _styled("", "em {"),
    "open comments": _styled("", "/* "),
    "empty comments": _styled("", "/**/"),
    "addresses of a stylesheet": _styled("", "a { b: url( 'x.png' ) }\n"),
    "open addresses": _styled("", "url(  "),
    "at-rules": _styled("", "@import   "),
}


def _check(data: bytes) -> None:
    checked = CheckedBook(read_book(read_container(data)), _expected())
    for rule in RULES:
        for _ in rule(checked):
            pass


def _check_bilingual(data: bytes) -> None:
    checked = CheckedBook(read_book(read_container(data)), _expected(bilingual=True))
    for rule in RULES:
        for _ in rule(checked):
            pass


_PAGES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda count: "<p>Walk</p>\n" * count,
    "links": lambda count: '<a href="https://x.example/">w</a>' * count,
    "text": lambda count: "Walk on. " * count,
    "attributes": _attributes,
    "nested elements": lambda count: "<b>" * count + "</b>" * count,
    "character references": lambda count: "&amp;&#65; " * count,
    "programs": lambda count: '<i onclick="x">a</i>' * count,
    "a long address": lambda count: '<a href="' + "a:" * count + '">x</a>',
}
_HTML: dict[str, Callable[[int], str]] = {
    "ampersands": lambda count: "&a" * count,
    "signs": lambda count: "< " * count,
    "scripts": lambda count: "<script>x</script>" * count,
}


def _parse_xml(data: bytes) -> None:
    with suppress(MarkupError):
        parse_xml(data)


def _xml(prepare: Callable[[int], str]) -> Callable[[int], bytes]:
    return lambda count: _XHTML.format(prepare(count)).encode()


CASES = [
    *(Case("book", name, prepare, _check) for name, prepare in _BOOKS.items()),
    *(
        Case("bilingual book", name, _BOOKS[name], _check_bilingual)
        for name in ("paragraphs", "equal paragraphs", "texts like expected ones")
    ),
    *(Case("XML", name, _xml(prepare), _parse_xml) for name, prepare in _PAGES.items()),
    *(Case("HTML", name, prepare, parse_html) for name, prepare in (_PAGES | _HTML).items()),
]
