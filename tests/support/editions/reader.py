"""How the tests read editions: pages, books, and what the catalogs say. polib is the oracle."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import polib
from babel.dates import format_date
from babel.units import format_unit
from lxml import etree, html

from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import load_project
from support import CHECKOUT, COPIED_CODES

PROJECT = load_project(CHECKOUT)
LOCALES = (PROJECT.source_locale, *PROJECT.locales)
TRANSLATIONS = PROJECT.locales
COPIED_TRANSLATIONS = tuple(locale for locale in TRANSLATIONS if locale.code in COPIED_CODES)
EACH_SCRIPT = (
    *("ar", "bn", "de", "el", "en", "fa", "he", "hi"),
    *("ja", "ko", "ru", "th", "vi", "zh-Hans", "zh-Hant"),
)
"""A language of each script, and Persian and Vietnamese for their half-spaces and double accents:
those that expensive checks look at."""
COPIED = (PROJECT.source_locale, *COPIED_TRANSLATIONS)
ARTICLE = "articles/will-running-reduce-cellulite"
SLUG = "will-running-reduce-cellulite"

X = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
ATTRIBUTES = ("alt", "title", "aria-label")

DRAFT = (
    "This translation is a draft made with a language model. No native speaker has reviewed it yet."
)
NO_ADVICE = (
    "This article is health information and not medical advice. "
    "Talk to a doctor about your own health."
)
INCOMPLETE = (
    "Some passages are not translated yet. They appear in the original language (%(language)s)."
)

_MARKUP_LINK = re.compile(r"`([^`<]*?)\s*<[^`>]*>`__?")
_ROLE = re.compile(r":[a-z]+:`([^`<]*?)\s*(?:<[^`>]*>)?`")
_NOTE = re.compile(r"(?:\\ |\s)*\[#[\w-]+\]_")
_VOIDS = frozenset("area base br col embed hr img input link meta source track wbr".split())


# What the sources and catalogs say


@cache
def catalog(code: str, domain: str, root: Path = CHECKOUT) -> dict[str, str]:
    """Source text to translation of a locale's catalog, as polib reads it."""
    path = root / "locales" / code / "LC_MESSAGES" / f"{domain}.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if not entry.fuzzy}


def said(locale: Locale, text: str) -> str:
    """What an edition says for a text of the article or the interface."""
    if locale.state == "source":
        return text
    return catalog(locale.code, ARTICLE).get(text) or catalog(locale.code, "interface")[text]


def texts_of_kind(kind: str) -> list[str]:
    """The article's source texts of a kind, from the template's comments."""
    template = polib.pofile(str(CHECKOUT / "locales" / "templates" / f"{ARTICLE}.pot"))
    return [e.msgid for e in template if e.comment == kind or e.comment.startswith(f"{kind}, in:")]


def source_date() -> date:
    """The date that the article's source states."""
    text = (CHECKOUT / "docs" / f"{ARTICLE}.rst").read_text(encoding="utf-8")
    found = re.search(r"(?m)^:date: (\S+)$", text)
    assert found
    return date.fromisoformat(found[1])


def written_date(locale: Locale) -> str:
    """That date as the language writes it: Babel's words, in Bengali and Persian digits."""
    return own_digits(locale, format_date(source_date(), "long", locale=locale.code))


def written_size(locale: Locale, length: int) -> str:
    """A file's size as the language writes it; in Hebrew and Persian in their own letters."""
    form: Literal["long", "short"] = "long" if locale.code in ("fa", "he") else "short"
    kilobytes = round(length / 1000)
    text = format_unit(kilobytes, "digital-kilobyte", form, locale=locale.code)
    return squeezed(own_digits(locale, text))


def own_digits(locale: Locale, text: str) -> str:
    """The text with the language's digits, which are others in Bengali and Persian alone."""
    digits = {"bn": "০১২৩৪৫৬৭৮৯", "fa": "۰۱۲۳۴۵۶۷۸۹"}.get(locale.code, "0123456789")
    return text.translate(str.maketrans("0123456789", digits))


def bare(text: str) -> str:
    """A message's words as a reader sees them, without markup, notes and addresses."""
    text = _NOTE.sub("", text)
    text = _ROLE.sub(r"\1", _MARKUP_LINK.sub(r"\1", text))
    return squeezed(re.sub(r"\\ ", "", text).replace("*", ""))


def squeezed(text: str) -> str:
    """The text with single spaces."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


def leaks(text: str, locale: Locale) -> list[str]:
    """The pieces of English in an edition's text that its catalogs translate."""
    text = squeezed(text)
    messages = catalog(locale.code, ARTICLE) | catalog(locale.code, "interface")
    meant = "\n".join(map(bare, messages.values()))
    return [
        piece
        for source, target in messages.items()
        if source and source != target
        for piece in _pieces(source)
        if not _holds(meant, piece) and _holds(text, piece)
    ]


def _pieces(source: str) -> Iterator[str]:
    """The parts of a message between notes, links and placeholders."""
    parts = re.split(r"\[#[\w-]+\]_|(?::[a-z]+:)?`[^`]*`(?:__?)?|%\(\w+\)s", source)
    for part in parts:
        piece = squeezed(part.replace("*", "")).strip(" ,.:;")
        if re.search(r"\w{3}", piece):
            yield piece


def _holds(text: str, piece: str) -> bool:
    # A search for the plain text is fast, and most pieces are not there.
    return piece in text and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text) is not None


# Pages


@cache
def page(path: Path) -> html.HtmlElement:
    """A page's root element."""
    return html.document_fromstring(path.read_bytes().decode(), parser=html.HTMLParser())


def words(root: etree._Element) -> str:
    """Everything a reader sees or hears: text, alternative texts, labels."""
    parts: list[str] = []
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname in ("script", "style"):
            continue
        if isinstance(element.tag, str):
            parts += [element.get(name, "") for name in ATTRIBUTES]
            parts.append(element.text or "")
        parts.append(element.tail or "")
    return squeezed(" ".join(part for part in parts if part.strip()))


def text_of(element: etree._Element) -> str:
    """An element's text, its parts joined as they stand."""
    return squeezed("".join(element.itertext()))


def article_text(root: etree._Element, prefix: str = "") -> str:
    """The text of the page's `<article>` or of the book's body."""
    found = root.find(f".//{prefix}article")
    return text_of(found if found is not None else root.find(f"{prefix}body"))


class Nesting(HTMLParser):
    """Collects what is wrong with a page's tags: each opened one must be closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, and attributes that stand twice."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"{self.getpos()}: <{tag}> has an attribute twice")
        if tag not in _VOIDS:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only elements without content may close themselves."""
        if tag not in _VOIDS:
            self.faults.append(f"{self.getpos()}: <{tag}/> is not closed in HTML")

    def handle_endtag(self, tag: str) -> None:
        """The tag that was opened last is closed first."""
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"{self.getpos()}: </{tag}> closes nothing")

    def close(self) -> None:
        """What is open at the end was never closed."""
        super().close()
        self.faults += (f"<{tag}> is never closed" for tag in self._open)


# Books


@dataclass(frozen=True)
class Book:
    """An ePub, taken out of its container."""

    data: bytes

    @cached_property
    def entries(self) -> list[zipfile.ZipInfo]:
        """The container's entries in order."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as container:
            assert container.testzip() is None
            return container.infolist()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The contents by name."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as container:
            return {name: container.read(name) for name in container.namelist()}

    @cached_property
    def package(self) -> etree._Element:
        """The package document."""
        return self.xml("package.opf")

    @cached_property
    def pages(self) -> dict[str, etree._Element]:
        """The XHTML documents by name."""
        names = [name.removeprefix("EPUB/") for name in self.files if name.endswith(".xhtml")]
        return {name: self.xml(name) for name in names}

    @property
    def text(self) -> etree._Element:
        """The page that holds the article."""
        return self.pages[f"{SLUG}.xhtml"]

    def xml(self, name: str) -> etree._Element:
        """The root of an XML file of the book."""
        return etree.fromstring(self.files[f"EPUB/{name}"], SAFE)

    def metadata(self, name: str) -> list[str]:
        """The values of a Dublin Core element."""
        return [e.text for e in self.package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")]

    def properties(self, name: str) -> list[etree._Element]:
        """The `<meta>` elements of a property."""
        found = self.package.iter("{http://www.idpf.org/2007/opf}meta")
        return [element for element in found if element.get("property") == name]

    def words(self) -> str:
        """Everything a reader can see or hear of it, the metadata too."""
        roots = [*self.pages.values(), self.package, self.xml("toc.ncx")]
        return squeezed(" ".join(map(words, roots)))


@cache
def book(path: Path) -> Book:
    """The book at a path."""
    return Book(path.read_bytes())


def site_book(site: Path, locale: Locale) -> Book:
    """A locale's book of the site."""
    return book(site / "downloads" / f"{SLUG}.{locale.tag}.epub")


def bilingual_book(site: Path, locale: Locale) -> Book:
    """A locale's bilingual book of the site."""
    return book(site / "downloads" / f"{SLUG}.{locale.tag}.bilingual.epub")


@cache
def site_page(site: Path, locale: Locale) -> html.HtmlElement:
    """A locale's page of the site, as it is before a reader asks for both languages."""
    return without_sources(page(page_path(site, locale)))


def without_sources(root: html.HtmlElement) -> html.HtmlElement:
    """A page without the hidden texts in the source's language."""
    root = copy.deepcopy(root)
    for element in root.xpath("//article//*[@hidden]"):
        element.drop_tree()
    return root


def page_path(site: Path, locale: Locale) -> Path:
    """Where a locale's page lies."""
    return site / locale.tag / f"{ARTICLE}.html"


def books(site: Path) -> list[Path]:
    """All books that the site offers, of whatever kind."""
    return sorted((site / "downloads").glob("*.epub"))


def direction_of(tag: str) -> str:
    """The direction of a language, from a list of our own: ISO 639 codes written from the right."""
    code = tag.partition("-")[0]
    return "rtl" if code in {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"} else "ltr"
