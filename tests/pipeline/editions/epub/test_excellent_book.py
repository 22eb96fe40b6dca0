"""An excellent ePub, item by item: each test proves one item of the list for every book we publish.

The books are the plain one of each locale and the bilingual one of each translation. Details of an
item are in the tests of its own module, which its docstring names; here stands what a reader of any
of the books can rely on.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from uuid import UUID

import pytest
from lxml import etree
from PIL import Image

from cellulite_content.pipeline.model.locale import Locale
from support import TESTS
from support.editions.reader import (
    ARTICLE,
    EPUB_TYPE,
    LOCALES,
    PROJECT,
    SLUG,
    TRANSLATIONS,
    XML_LANG,
    Book,
    X,
    book,
    books,
    catalog,
    direction_of,
    leaks,
    said,
    source_date,
    squeezed,
    text_of,
    texts_of_kind,
    words,
)

OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
COVER = "EPUB/cover.jpg"
LARGEST = 60 * 1024

JOINERS = re.compile("[\u200c\u200d\u200e\u200f\u2060]")
"""Characters without a shape of their own, which join, part or turn their neighbours."""


@dataclass(frozen=True)
class Edition:
    """One book that we publish."""

    locale: Locale
    bilingual: bool

    @property
    def name(self) -> str:
        """Its file."""
        return f"{SLUG}.{self.locale.tag}{'.bilingual' if self.bilingual else ''}.epub"

    @property
    def tag(self) -> str:
        """Its name in a report of the tests."""
        return f"{self.locale.tag}{'-bilingual' if self.bilingual else ''}"

    def read(self, site: Path) -> Book:
        """The book itself."""
        return book(site / "downloads" / self.name)


PLAIN = [Edition(locale, False) for locale in LOCALES]
BILINGUAL = [Edition(locale, True) for locale in TRANSLATIONS]

each = pytest.mark.parametrize("edition", PLAIN + BILINGUAL, ids=lambda each: each.tag)
each_bilingual = pytest.mark.parametrize("edition", BILINGUAL, ids=lambda each: each.tag)


def test_item_01_epubcheck_and_item_02_ace_see_every_book(site: Path) -> None:
    """Both validators read what lies in `downloads`; all our books lie there, and nothing else.

    See `test_epubcheck` (no fatal, error, warning, info or usage) and `test_ace`.
    """
    assert {path.name for path in books(site)} == {each.name for each in PLAIN + BILINGUAL}


@each
def test_item_03_language_and_direction(site: Path, edition: Edition) -> None:
    """Every root has the book's first language and direction; the spine has that direction.

    No stylesheet speaks of direction.
    """
    found, locale = edition.read(site), edition.locale
    languages = [locale.tag, PROJECT.source_locale.tag] if edition.bilingual else [locale.tag]
    assert found.metadata("language") == languages
    for root in found.pages.values():
        told = (root.get("lang"), root.get(XML_LANG), root.get("dir"))
        assert told == (locale.tag, locale.tag, locale.direction)
    spine = found.package.find(f"{OPF}spine")
    assert spine.get("page-progression-direction") == direction_of(locale.tag)
    assert re.findall(r"(?<![\w-])direction\s*:|unicode-bidi", _styles(found)) == []


@each
def test_item_04_no_leaked_english(site: Path, edition: Edition) -> None:
    """No text that the catalogs translate is in English, but where it says that it is."""
    found = edition.read(site)
    roots = [*found.pages.values(), found.package, found.xml("toc.ncx")]
    text = " ".join(words(_without_source(root)) for root in roots)
    if edition.locale in TRANSLATIONS:
        assert leaks(text, edition.locale) == []
    for stock in ("unknown", "Table of Contents", "Cover image"):
        assert stock not in text


@each
def test_item_05_contents_agree(site: Path, edition: Edition) -> None:
    """Nav, NCX and headings list the same sections in order; the landmarks lead to the text."""
    found = edition.read(site)
    headings = [
        (section.get("id"), text_of(section.find(f"{X}h2")))
        for section in found.text.iter(f"{X}section")
        if section.find(f"{X}h2") is not None
    ]
    toc, landmarks = (_nav(found, kind) for kind in ("toc", "landmarks"))
    assert [(anchor, text) for _, anchor, text in toc if anchor] == headings
    assert [(anchor, text) for anchor, text in _ncx(found) if anchor] == headings
    assert [text for _, text in headings] == [
        said(edition.locale, text) for text in texts_of_kind("heading 2")
    ]
    assert {name for name, *_ in landmarks} >= {"nav.xhtml", f"{SLUG}.xhtml"}


@each
def test_item_06_metadata(site: Path, edition: Edition) -> None:
    """Title, description, credit, licence, date, identifier, accessibility: all told and true."""
    found, locale = edition.read(site), edition.locale
    (title,), (description,) = texts_of_kind("title"), texts_of_kind("description")
    assert said(locale, title) in found.metadata("title")[0]
    assert found.metadata("description")[0] == said(locale, description)
    assert found.metadata("rights") == [f"{PROJECT.licence} {PROJECT.licence_url}"]
    assert found.metadata("date") == [source_date().isoformat()]
    assert UUID(found.metadata("identifier")[0]).version == 5
    roles = [meta.text for meta in found.properties("role")]
    assert ("trl" in roles) == (locale in TRANSLATIONS)
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilitySummary",
    ):
        assert found.properties(f"schema:{name}")
    assert b"conformsTo" not in found.files["EPUB/package.opf"]


@each
def test_item_06_source(site: Path, edition: Edition) -> None:
    """A translation says what it was made from: the original's page, or else its book."""
    original = book(site / "downloads" / f"{SLUG}.{PROJECT.source_locale.tag}.epub")
    address = f"{PROJECT.site_url}{PROJECT.source_locale.tag}/{ARTICLE}.html"
    origin = [address] if PROJECT.site_url else original.metadata("identifier")
    translated = edition.locale in TRANSLATIONS
    told = edition.read(site).metadata("source")
    assert told == (origin if translated or PROJECT.site_url else [])


def test_item_06_identifiers_are_of_one_book_each(site: Path) -> None:
    """No two books share an identifier, not even the two of one language."""
    identifiers = [book(path).metadata("identifier")[0] for path in books(site)]
    assert len(set(identifiers)) == len(identifiers)


@each
def test_item_07_alternative_texts(site: Path, edition: Edition) -> None:
    """Each image has words in the edition's language, never a path."""
    found = edition.read(site)
    told = [img.get("alt") for root in found.pages.values() for img in root.iter(f"{X}img")]
    wanted = [said(edition.locale, text) for text in texts_of_kind("alternative text")]
    assert set(wanted) <= set(told)
    assert [text for text in told if not text or re.search(r"\.\w{3,4}$|/", text)] == []


@each
def test_item_08_scripts(site: Path, edition: Edition) -> None:
    """No italics where the script has none, logical properties alone, no joiner lost."""
    found = edition.read(site)
    css = _styles(found)
    assert re.findall(r"[\w-]*\b(?:left|right)\b[\w-]*", css) == []
    rules = [rule for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", css) if "em:lang(" in rule[0]]
    for script in ("ar", "bn", "fa", "he", "hi", "ja", "ko", "th", "zh"):
        bodies = [body for selectors, body in rules if f"em:lang({script})" in selectors]
        assert any("font-style: normal" in body for body in bodies), script
    assert "italic" not in css
    pictures = [data.decode() for name, data in found.files.items() if name.endswith(".svg")]
    shown = "".join([found.words(), *pictures])
    for text in _accepted(edition.locale):
        for joined in re.findall(r"\w*" + JOINERS.pattern + r"[\w]*", text):
            assert joined in shown


@each
def test_item_09_cover(site: Path, edition: Edition) -> None:
    """A JPEG of 1600 by 2400 pixels that the record calls the cover."""
    found = edition.read(site)
    items = [item for item in found.package.iter(f"{OPF}item") if item.get("properties")]
    covers = [item for item in items if "cover-image" in item.get("properties").split()]
    assert [(item.get("href"), item.get("media-type")) for item in covers] == [
        ("cover.jpg", "image/jpeg")
    ]
    with Image.open(io.BytesIO(found.files[COVER])) as cover:
        assert (cover.format, cover.size) == ("JPEG", (1600, 2400))


@each
def test_item_10_reproducible(site: Path, edition: Edition) -> None:
    """The container tells no time, place or owner; `test_reproducible` compares two builds."""
    entries = edition.read(site).entries
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr) for entry in entries} == {(3, 0o644 << 16)}
    assert [(entry.extra, entry.comment) for entry in entries] == [(b"", b"")] * len(entries)


@each
def test_item_11_lean(site: Path, edition: Edition) -> None:
    """What the manifest lists is used, and it is little; no script, no address in a sentence."""
    found = edition.read(site)
    items = {item.get("id"): item for item in found.package.iter(f"{OPF}item")}
    used = {items[ref.get("idref")].get("href") for ref in found.package.iter(f"{OPF}itemref")}
    used |= {items[found.package.find(f"{OPF}spine").get("toc")].get("href"), "cover.jpg"}
    used |= {target for target, _ in _targets(found)}
    listed = {item.get("href") for item in items.values()}
    assert listed | {"cover.jpg"} == used
    around = {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    assert {f"EPUB/{href}" for href in listed} | around == set(found.files)
    for root in found.pages.values():
        assert root.xpath("//*[local-name() = 'script' or local-name() = 'form']") == []
        assert root.xpath("//*[@name = 'viewport']") == []
        assert [value for value in root.xpath("//@src") if urlsplit(value).scheme] == []
    assert "://" not in text_of(found.text)
    pictures = [e for e in found.entries if e.filename.startswith((COVER, "EPUB/_images/"))]
    assert len(found.data) - sum(entry.compress_size for entry in pictures) <= LARGEST


@each
def test_item_12_older_devices(site: Path, edition: Edition) -> None:
    """An NCX that numbers its points, in the spine's `toc`, with the record's identifier."""
    found = edition.read(site)
    ncx = found.xml("toc.ncx")
    points = [int(point.get("playOrder")) for point in ncx.iter(f"{NCX}navPoint")]
    assert points == list(range(1, len(points) + 1))
    assert found.package.find(f"{OPF}spine").get("toc") == "ncx"
    (uid,) = [meta for meta in ncx.iter(f"{NCX}meta") if meta.get("name") == "dtb:uid"]
    assert [uid.get("content")] == found.metadata("identifier")


@each_bilingual
def test_item_14_bilingual(site: Path, edition: Edition) -> None:
    """Source and translation of each paragraph, one behind the other, each with its language."""
    found, source = edition.read(site), PROJECT.source_locale
    marked = [e for e in found.text.iter() if e.get("lang") == source.tag]
    assert {(e.get(XML_LANG), e.get("dir")) for e in marked} == {(source.tag, source.direction)}
    whole = text_of(found.text)
    originals = squeezed(" ".join(text_of(element) for element in marked))
    plain = text_of(book(site / "downloads" / f"{SLUG}.{edition.locale.tag}.epub").text)
    original = book(site / "downloads" / f"{SLUG}.{source.tag}.epub")
    # A figure's label is the interface's, and is read once: its caption is the span behind it.
    elements = [*original.text.iter(f"{X}p"), *original.text.iterfind(f".//{X}figcaption//{X}span")]
    captioned = set(original.text.iterfind(f".//{X}figcaption/{X}p"))
    paragraphs = [text_of(e) for e in elements if e not in captioned and len(text_of(e)) > 60]
    assert len(paragraphs) > 20
    assert [text for text in paragraphs if text not in originals] == []
    assert len(plain) < len(whole)
    translated = list(map(text_of, _paragraphs(found, edition.locale.tag)))
    assert len([text for text in translated if len(text) > 20]) >= len(paragraphs)


@pytest.mark.slow
def test_item_15_lint(run: Callable, site: Path) -> None:
    """The project's own lint finds nothing in our books; its tests hold its seeded faults."""
    done = run("check", "--editions", "--output", site)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "book-" not in done.stdout


def test_item_16_seen_by_eye() -> None:
    """A picture that somebody has looked at, for five scripts, two widths, light and dark.

    See `test_pictures`, which holds the books to them.
    """
    golden = TESTS / "golden" / "books"
    seen = {path.stem for path in golden.glob("*.png")}
    kinds = ("", ".bilingual")
    wanted = {
        f"{tag}{kind}-{width}-{scheme}"
        for tag in ("ar", "de", "hi", "ja", "zh-Hans")
        for kind in kinds
        for width in (360, 600)
        for scheme in ("light", "dark")
    }
    assert wanted == seen


# What the tests above read


def _styles(found: Book) -> str:
    return re.sub(r"/\*.*?\*/", "", found.files["EPUB/book.css"].decode(), flags=re.DOTALL)


def _without_source(root: etree._Element) -> etree._Element:
    """A copy without what says that it is in the source's language."""
    copy = etree.fromstring(etree.tostring(root))
    tag = PROJECT.source_locale.tag
    for element in copy.xpath("//*[@lang = $tag or @xml:lang = $tag]", tag=tag):
        if element is not copy:
            tail, parent, before = element.tail or "", element.getparent(), element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(element)
    return copy


def _nav(found: Book, kind: str) -> list[tuple[str, str, str]]:
    """File, anchor and words of a nav's lines."""
    (nav,) = [n for n in found.pages["nav.xhtml"].iter(f"{X}nav") if n.get(EPUB_TYPE) == kind]
    return [(*urldefrag(link.get("href")), text_of(link)) for link in nav.iter(f"{X}a")]


def _ncx(found: Book) -> list[tuple[str, str]]:
    return [
        (urldefrag(p.find(f"{NCX}content").get("src"))[1], text_of(p.find(f"{NCX}navLabel")))
        for p in found.xml("toc.ncx").iter(f"{NCX}navPoint")
    ]


def _targets(found: Book) -> list[tuple[str, str]]:
    """The files of the book, and anchors, that its pages name."""
    links = [
        (name, value)
        for name, root in found.pages.items()
        for value in root.xpath("//@href | //@src")
        if not urlsplit(value).scheme
    ]
    split = [(name, *urldefrag(value)) for name, value in links]
    return [
        (posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name, a)
        for name, target, a in split
    ]


def _accepted(locale: Locale) -> list[str]:
    """The article's translations."""
    return [] if locale.state == "source" else list(catalog(locale.code, ARTICLE).values())


def _paragraphs(found: Book, tag: str) -> list[etree._Element]:
    """The paragraphs whose own language is the given one."""
    texts = found.text.iter(f"{X}p", f"{X}span")
    return [e for e in texts if e.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == tag]
