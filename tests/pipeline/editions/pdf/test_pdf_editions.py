"""The PDF editions, as a reader's program opens them: words, order, tags, names, addresses."""

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from lxml import etree

from cellulite_content.pipeline.model.locale import Locale
from support.editions.pdf_reader import Pdf, Tag
from support.editions.reader import LOCALES, SLUG, Book, X, site_book

FEW = [locale for locale in LOCALES if locale.tag in ("en", "de", "ar", "hi", "ja")]
_OTHERS = [locale for locale in LOCALES if locale not in FEW]
EACH = [*FEW, *(pytest.param(locale, marks=pytest.mark.slow) for locale in _OTHERS)]
each_locale = pytest.mark.parametrize("locale", EACH, ids=lambda locale: locale.tag)
each_translation = pytest.mark.parametrize(
    "locale", [each for each in EACH if each != LOCALES[0]], ids=lambda locale: locale.tag
)
BLOCKS = ("h1", "h2", "h3", "p", "li", "td", "th", "dt", "dd", "figcaption")
_HYPHENS_AND_NUMBERS = re.compile(r"[-\u2010\u2011\d\u00b2\u00b3\u00b9\u2070-\u2079]")
_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


@cache
def pdf_of(site: Path, name: str) -> Pdf:
    return Pdf(site / "downloads" / name)


def plain(site: Path, locale: Locale) -> Pdf:
    return pdf_of(site, f"{SLUG}.{locale.tag}.pdf")


def letters(text: str, kinds: str = "LN") -> str:
    """The letters and numbers of a text (Unicode categories), without what programs put elsewhere
    or leave out: spaces, signs, and marks that combine."""
    text = unicodedata.normalize("NFKD", _UNSEEN.sub("", text))
    return "".join(each for each in text if unicodedata.category(each)[0] in kinds)


def all_signs(text: str) -> str:
    """A text without spaces, and without hyphens, with which lines may end, and the numbers of
    notes."""
    return _HYPHENS_AND_NUMBERS.sub("", unicodedata.normalize("NFC", _UNSEEN.sub("", text)))


def spoken(locale: Locale, text: str, kinds: str = "LN") -> str:
    """The same, with doubled syllables once in the languages in which Typst 0.15 writes some twice
    (see "PDF editions" in the handbook)."""
    words = letters(text, kinds)
    return re.sub(r"(.{1,4}?)\1+", r"\1", words) if locale.tag in ("bn", "th") else words


def blocks(book: Book, page: str, *, addresses: bool = True) -> Iterator[str]:
    """The texts of a page of the book, in order, without notes' numbers and ways back; those of
    notes with the addresses of their links, which the PDF prints."""
    notes = [note for note in book.pages[page].iter() if note.get("role") == "doc-footnote"]
    in_notes = {element for note in notes for element in note.iter()}
    for element in book.pages[page].iter(*(f"{X}{name}" for name in BLOCKS)):
        if not any(child.tag.removeprefix(X) in BLOCKS for child in element):
            yield "".join(_words(element, with_addresses=addresses and element in in_notes))


def _words(element: etree._Element, *, with_addresses: bool = False) -> Iterator[str]:
    if element.get("role") not in ("doc-noteref", "doc-backlink"):
        yield element.text or ""
        for child in element:
            yield from _words(child, with_addresses=with_addresses)
            if with_addresses and child.get("href", "").startswith("http"):
                yield f" ({child.get('href').partition('://')[2]})"
            yield child.tail or ""


@each_locale
def test_it_names_itself(site: Path, locale: Locale) -> None:
    """Title, language and direction; tags; bookmarks for all headings, as the book's."""
    pdf, book = plain(site, locale), site_book(site, locale)
    headings = [
        "".join(_words(heading))
        for name in (f"{SLUG}.xhtml", "about.xhtml")
        for heading in book.pages[name].iter(f"{X}h1", f"{X}h2", f"{X}h3")
    ]
    assert pdf.title == headings[0]
    assert pdf.language in (locale.tag, {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}.get(locale.tag))
    assert [letters(title) for title in pdf.bookmarks] == list(map(letters, headings))
    root = pdf.document.Root
    assert root.MarkInfo.Marked is True
    assert root.ViewerPreferences.Direction == ("/R2L" if locale.direction == "rtl" else "/L2R")
    with pdf.document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@each_locale
def test_a_screen_reader_hears_the_book(site: Path, locale: Locale) -> None:
    """All texts of the book are there, in its order, and its pictures with their words."""
    pdf, book = plain(site, locale), site_book(site, locale)
    heard = spoken(locale, pdf.tree.text("Lbl", "Note"))
    texts = [spoken(locale, text) for text in blocks(book, f"{SLUG}.xhtml")]
    if locale.direction == "rtl":  # Typst writes the words of a line in the order of the eye
        assert not Counter("".join(texts)) - Counter(heard)
    else:
        at = 0
        for text in texts:
            at = heard.find(text, at)
            assert at >= 0, text
    types = {tag.type for tag in pdf.tree.walk()}
    assert {"H1", "H2", "P", "L", "LI", "Table", "TH", "TD", "Figure", "Note", "Link"} <= types
    (figure,) = [tag for tag in pdf.tree.walk() if tag.type == "Figure"]
    (image,) = book.pages[f"{SLUG}.xhtml"].iter(f"{X}img")
    assert figure.words == image.get("alt")


@each_locale
def test_pdftotext_reads_every_sentence(site: Path, locale: Locale) -> None:
    """In order; one that goes on at the next page is read in two parts."""
    program = shutil.which("pdftotext")
    assert program, "install poppler-utils"
    path = site / "downloads" / f"{SLUG}.{locale.tag}.pdf"
    # `-raw` keeps the cells of a table apart, and the order of the eye in lines from right to left.
    order = [] if locale.direction == "rtl" else ["-raw"]
    done = subprocess.run([program, *order, path, "-"], capture_output=True, check=True)
    # All signs are compared where programs put them in one order, and each syllable once.
    is_exact = locale.direction == "ltr" and locale.tag not in ("bn", "th")
    read = all_signs if is_exact else partial(spoken, locale, kinds="L")
    pages = [read(page) for page in done.stdout.decode().split("\f")]
    at = 0
    for text in blocks(site_book(site, locale), f"{SLUG}.xhtml"):
        parts = re.findall(r"[^\W\d_]+" if locale.direction == "rtl" else r".+", text, re.DOTALL)
        for part in filter(None, map(read, parts)):
            place = next((n for n in range(at, len(pages)) if _is_on(pages, n, part)), None)
            assert place is not None, text
            if locale.direction == "ltr":
                at = max(at, place - 1)


def _is_on(pages: list[str], number: int, words: str) -> bool:
    """Whether words are on a page, or begin there and end on the next one, below its head."""
    page, after = pages[number], pages[number + 1] if number + 1 < len(pages) else ""
    if words in page:
        return True
    return any(words[:cut] in page and words[cut:] in after for cut in range(1, len(words)))


@each_locale
def test_addresses_are_those_of_the_book(site: Path, locale: Locale) -> None:
    """No other link, and each is printed in the list of sources for readers of paper."""
    pdf, book = plain(site, locale), site_book(site, locale)
    addresses = {
        element.get("href")
        for page in (f"{SLUG}.xhtml", "about.xhtml")
        for element in book.pages[page].iter(f"{X}a")
        if element.get("href", "").startswith("http")
    }
    assert pdf.addresses == addresses
    text = letters(pdf.tree.text())
    for address in addresses:
        if "cellulite-content" not in address and "creativecommons" not in address:
            assert letters(address.removeprefix("https://")) in text


@each_translation
def test_a_bilingual_one_has_both_languages(site: Path, locale: Locale) -> None:
    """Each source text is marked as the source's, and comes after its translation."""
    pdf = pdf_of(site, f"{SLUG}.{locale.tag}.bilingual.pdf")
    english = letters(_in_language(pdf.tree, "en", pdf.language), "L")
    source = site_book(site, LOCALES[0])
    # Addresses are in no language.
    texts, own = (
        [letters(text, "L") for text in blocks(book, f"{SLUG}.xhtml", addresses=False)]
        for book in (source, site_book(site, locale))
    )
    # Words of the interface, and texts that are equal in both languages, are there once.
    texts = [text.removeprefix("Figure") for text in texts if text not in {*own, "Note"}]
    assert [text for text in texts if text not in english] == []
    assert pdf.language.partition("-")[0] == locale.tag.partition("-")[0]


def _in_language(tag: Tag, language: str, inherited: str) -> str:
    """The text below an element that is in a language."""
    own = tag.language or inherited
    return "".join(
        (part if own == language else "")
        if isinstance(part, str)
        else _in_language(part, language, own)
        for part in tag.parts
    )
