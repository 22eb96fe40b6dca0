"""The pages: what a reader of the site gets in each language, without a script."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from lxml import etree, html

from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import (
    ARTICLE,
    DRAFT,
    LOCALES,
    NO_ADVICE,
    PROJECT,
    SLUG,
    TRANSLATIONS,
    Nesting,
    direction_of,
    leaks,
    own_digits,
    page,
    page_path,
    said,
    site_book,
    site_page,
    text_of,
    texts_of_kind,
    words,
    written_date,
    written_size,
)

KNOWN_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "hi": "हिन्दी",
    "ja": "日本語",
    "pl": "Polski",
    "pt-BR": "Português (Brasil)",
    "ru": "Русский",
    "zh-Hans": "中文 (简体)",
}
NAMES = {locale.tag: KNOWN_NAMES.get(locale.tag, locale.name) for locale in LOCALES}
LARGEST_STYLES = 12 * 1024
LARGEST_PAGE = 60 * 1024

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
each_translation = pytest.mark.parametrize("locale", TRANSLATIONS, ids=lambda locale: locale.tag)


def _both(site: Path, locale: Locale) -> tuple[html.HtmlElement, html.HtmlElement]:
    """A locale's article and its list of articles."""
    return site_page(site, locale), page(site / locale.tag / "index.html")


def _all(site: Path) -> Iterator[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) == 3 * len(LOCALES) + 3  # the shelf, the status page and the missing one
    yield from found


# The form


def test_pages_are_well_formed(site: Path) -> None:
    """Each page is HTML that a strict reader takes: tags closed in order, ids unique, UTF-8."""
    for path in _all(site):
        text = path.read_bytes().decode("utf-8")
        assert text.lstrip().startswith("<!DOCTYPE html>")
        parser = html.HTMLParser()
        etree.fromstring(text, parser)
        assert [entry.message for entry in parser.error_log] == []
        nesting = Nesting()
        nesting.feed(text)
        nesting.close()
        assert nesting.faults == [], path
        ids = page(path).xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_nesting_sees_faults() -> None:
    """The check of the test above catches crossed, unclosed and doubled tags."""
    for text in ("<p><b></p></b>", "<div><p></p>", '<p id="a" id="b"></p>', "<span/>"):
        nesting = Nesting()
        nesting.feed(text)
        nesting.close()
        assert nesting.faults, text


def test_pages_are_inert(site: Path) -> None:
    """No handler, no style in a tag, nothing from another server; two pages have a script."""
    for path in _all(site):
        root = page(path)
        assert root.xpath("//iframe | //object | //embed | //style") == []
        # The search is of scripts; test_search.py says of which.
        if path.name != "search.html":
            scripts = root.xpath("//script")
            sources = [script.get("src") for script in scripts if not _is_data(script)]
            wanted = ["../_static/reading.js"] if path.parent.name == "articles" else []
            wanted = ["_static/shelf.js"] if path == site / "index.html" else wanted
            assert (sources, root.xpath("//form")) == (wanted, [])
        assert root.xpath("//@style | //@*[starts-with(name(), 'on')]") == []
        fetched = root.xpath("//@src | //@srcset | //link[@rel='stylesheet']/@href")
        assert [value for value in fetched if urlsplit(value).scheme or "//" in value] == []


def _is_data(script: html.HtmlElement) -> bool:
    """Whether an element is data that no browser runs."""
    return script.get("type") == "application/ld+json" and not script.get("src")


def test_all_local_links_resolve(site: Path) -> None:
    """Each link within the site leads to a file that is there, and to an anchor of it."""
    broken = []
    for path in _all(site):
        for value in page(path).xpath("//@href | //@src"):
            parts = urlsplit(value)
            if parts.scheme in ("https", "mailto"):
                continue
            assert not parts.scheme, value
            name, anchor = urldefrag(value)
            # The missing page's links are from the server's root.
            base = site if name.startswith("/") else path.parent
            target = (base / name.removeprefix("/")).resolve() if name else path
            there = target.is_file() and target.is_relative_to(site.resolve())
            if not there or (anchor and not page(target).xpath("//*[@id=$id]", id=anchor)):
                broken.append((path, value))
    assert broken == []


@pytest.mark.parametrize(("tag", "digit"), [("ar", "1"), ("bn", "১"), ("fa", "۱"), ("hi", "1")])
def test_a_label_has_the_digits_of_its_language(site: Path, tag: str, digit: str) -> None:
    """CLDR's default ones, as the texts have them."""
    locale = PROJECT.locale(tag)
    (label,) = site_page(site, locale).xpath("//figcaption//*[@class='label']")
    assert label.text_content() == said(locale, "Figure %(number)s") % {"number": digit}


@each_locale
def test_notes_have_the_digits_of_their_language(site: Path, locale: Locale) -> None:
    """Their numbers in the text and in the list, and those of the links back; in the book, too."""
    numbers = [own_digits(locale, str(number)) for number in range(1, 13)]
    for root in (site_page(site, locale), site_book(site, locale).text):
        marks, labels, back = (
            ["".join(each.itertext()).strip("[]↑") for each in root.iter() if name in _names(each)]
            for name in ("footnote-reference", "label in a note", "doc-backlink")
        )
        assert list(dict.fromkeys(marks)) == labels == numbers
        assert set(back) == set(numbers[:2])


def _names(element: etree._Element) -> list[str]:
    parent = element.getparent()
    in_note = parent is not None and "footnote" in parent.get("class", "").split()
    names = [*element.get("class", "").split(), element.get("role", "")]
    return [*names, "label in a note"] if in_note and "label" in names else names


@each_locale
def test_one_stylesheet_without_sides(site: Path, locale: Locale) -> None:
    """A page has one stylesheet under 12 KB, the search a little more; they know no left and
    right: they serve both directions."""
    for root in _both(site, locale):
        (link,) = root.xpath("//link[@rel='stylesheet']/@href")
        assert link.endswith("_static/reading.css")
    styles = sorted((site / locale.tag).rglob("*.css"))
    assert [path.name for path in styles] == ["reading.css", "search.css"]
    assert styles[0].stat().st_size < LARGEST_STYLES
    css = "".join(path.read_text(encoding="utf-8") for path in styles)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    physical = r"[\w-]*\b(?:left|right)\b[\w-]*|(?<![\w-])direction\s*:|unicode-bidi"
    # The place of emphasis dots in vertical text is a side in CSS too; the checker wants both.
    assert re.findall(physical, css.replace("text-emphasis-position:under right", "")) == []
    assert "url(" not in css
    assert "@import" not in css


@each_locale
def test_page_is_light(site: Path, locale: Locale) -> None:
    """An article's page has less than 60 KB without figures."""
    assert page_path(site, locale).stat().st_size < LARGEST_PAGE


# Languages


@each_locale
def test_root_tells_language_and_direction(site: Path, locale: Locale) -> None:
    """`lang` and `dir` are the locale's, on the article and on the list."""
    for root in _both(site, locale):
        assert (root.get("lang"), root.get("dir")) == (locale.tag, locale.direction)
    assert locale.direction == direction_of(locale.tag)


@each_locale
def test_alternates_list_every_language(site: Path, locale: Locale) -> None:
    """The head names this article in every language, itself among them, for search engines."""
    root = site_page(site, locale)
    alternates = {
        link.get("hreflang"): link.get("href")
        for link in root.xpath("//head/link[@rel='alternate'][@hreflang]")
    }
    assert set(alternates) >= set(NAMES)
    for tag in NAMES:
        assert _goes_to(site, locale, alternates[tag]) == f"{tag}/{ARTICLE}.html"


@each_locale
def test_switcher_leads_to_the_same_page(site: Path, locale: Locale) -> None:
    """The menu names each language by its own name, in its own script, and leads to this page."""
    root = site_page(site, locale)
    links = root.xpath("//header//details//li/a")
    assert {link.get("lang"): text_of(link) for link in links} == NAMES
    for link in links:
        tag = link.get("lang")
        assert link.get("dir", locale.direction) == direction_of(tag)
        assert _goes_to(site, locale, link.get("href")) == f"{tag}/{ARTICLE}.html"
    current = [link.get("lang") for link in links if link.get("aria-current")]
    assert current == [locale.tag]


def _goes_to(site: Path, locale: Locale, href: str) -> str:
    target = (page_path(site, locale).parent / href).resolve()
    return target.relative_to(site.resolve()).as_posix()


def test_anchors_are_those_of_the_source(site: Path) -> None:
    """Sections and notes have the same anchors in all languages: a link to one works in each."""
    original = _anchors(site_page(site, PROJECT.source_locale))
    assert {"conclusion", "sources", "evidence", "clinic"} <= set(original)
    for locale in TRANSLATIONS:
        assert _anchors(site_page(site, locale)) == original


def _anchors(root: html.HtmlElement) -> list[str]:
    ids = root.xpath("//article//@id")
    # Note references are numbered where they stand, and a translation may reorder them.
    return [each for each in ids if not re.fullmatch(r"id\d+", each)]


@each_translation
def test_complete_page_marks_nothing_as_english(site: Path, locale: Locale) -> None:
    """Where everything is translated, no part of the article has another language."""
    for root in _both(site, locale):
        assert root.xpath("//article//*[@lang]") == []


@each_translation
def test_no_english_leaks(site: Path, locale: Locale) -> None:
    """No text that the catalogs translate appears in English, in the head neither."""
    for root in _both(site, locale):
        head = " ".join([*root.xpath("//title/text()"), *root.xpath("//meta/@content")])
        assert leaks(f"{words(root)} {head}", locale) == []


# The words


@each_locale
def test_head_is_in_the_language(site: Path, locale: Locale) -> None:
    """Title and description are the catalogs' words."""
    root = site_page(site, locale)
    (title,), (description,) = texts_of_kind("title"), texts_of_kind("description")
    assert root.xpath("string(//title)") == said(locale, title)
    assert root.xpath("string(//meta[@name='description']/@content)") == said(locale, description)
    assert text_of(root.find(".//h1")) == said(locale, title)


@each_translation
def test_draft_says_so_above_the_article(site: Path, locale: Locale) -> None:
    """A banner before the article says that nobody has reviewed the draft, and links to English."""
    root = site_page(site, locale)
    (banner,) = root.xpath("//article/preceding::aside[@class='state']")
    assert said(locale, DRAFT) in words(banner)
    (link,) = banner.xpath(".//a[@hreflang='en']")
    assert _goes_to(site, locale, link.get("href")) == f"en/{ARTICLE}.html"


def test_original_has_no_banner(site: Path) -> None:
    """The English page is no translation and does not say so."""
    assert site_page(site, PROJECT.source_locale).xpath("//aside[@class='state']") == []


@each_locale
def test_page_tells_its_date(site: Path, locale: Locale) -> None:
    """The source's date, written out as the language does."""
    day = written_date(locale)
    sentence = said(locale, "Updated on %(date)s") % {"date": day}
    assert sentence in words(site_page(site, locale).find(".//footer"))


@each_locale
def test_page_takes_corrections(site: Path, locale: Locale) -> None:
    """The foot links to the place where readers report mistakes, and to the licence."""
    footer = site_page(site, locale).find(".//footer")
    assert {PROJECT.corrections, PROJECT.licence_url} <= set(footer.xpath(".//a/@href"))
    assert said(locale, "Have you found a mistake? Please tell us:") in words(footer)


@each_locale
def test_page_is_no_doctor(site: Path, locale: Locale) -> None:
    """The foot says that this is no medical advice, and the article's own note is there."""
    root = site_page(site, locale)
    assert said(locale, NO_ADVICE) in words(root.find(".//footer"))
    assert len(root.xpath("//article//aside[contains(@class, 'admonition')]")) == 1


@each_locale
def test_images_are_told_in_words(site: Path, locale: Locale) -> None:
    """Each image has its alternative text in the page's language, never a path."""
    images = site_page(site, locale).xpath("//img")
    wanted = [said(locale, text) for text in texts_of_kind("alternative text")]
    assert [image.get("alt") for image in images] == wanted
    assert wanted


@each_locale
def test_contents_list_the_sections(site: Path, locale: Locale) -> None:
    """The contents name the headings of the article, in order, and lead to them."""
    root = site_page(site, locale)
    listed = [(a.get("href"), text_of(a)) for a in root.xpath("//nav[@class='contents']//li/a")]
    headings = [
        (f"#{section.get('id')}", text_of(section.find("h2")))
        for section in root.xpath("//article//section[h2]")
    ]
    assert listed == headings
    assert [text for _, text in listed] == [said(locale, t) for t in texts_of_kind("heading 2")]


@each_locale
def test_footnotes_belong_to_their_words(site: Path, locale: Locale) -> None:
    """Each note is referred to as often as in the source, so that no figure changes its source."""
    wanted = sorted(_note_links(site_page(site, PROJECT.source_locale)))
    assert sorted(_note_links(site_page(site, locale))) == wanted
    assert len(wanted) > 20


def _note_links(root: html.HtmlElement) -> list[str]:
    return root.xpath("//article//a[@role='doc-noteref']/@href")


@each_locale
def test_external_links_equal_the_source(site: Path, locale: Locale) -> None:
    """The article leads to the same addresses in every language."""
    found, wanted = (
        sorted(h for h in root.xpath("//article//a/@href") if urlsplit(h).scheme)
        for root in (site_page(site, locale), site_page(site, PROJECT.source_locale))
    )
    assert found == wanted


@each_locale
def test_page_offers_its_books(site: Path, locale: Locale) -> None:
    """The downloads are the books in the page's language, and a translation's bilingual ones.

    Each is reported with its size, as the language writes it, and its checksum.
    """
    root = site_page(site, locale)
    links = root.xpath("//a[@download]")
    kinds = ("",) if locale.state == "source" else ("", ".bilingual")
    wanted = [
        f"downloads/{SLUG}.{locale.tag}{kind}.{form}" for kind in kinds for form in ("epub", "pdf")
    ]
    assert [_goes_to(site, locale, link.get("href")) for link in links] == wanted
    assert {link.get("type") for link in links} == {"application/epub+zip", "application/pdf"}
    assert len({text_of(link) for link in links}) == len(links)
    told = [text_of(item) for item in root.xpath("//ul[@class='downloads']/li")]
    for text, name in zip(told, wanted, strict=True):
        data = (site / name).read_bytes()
        assert written_size(locale, len(data)) in text
        assert hashlib.sha256(data).hexdigest() in text
    (sums,) = root.xpath("//footer//a[text()='SHA256SUMS']/@href")
    assert _goes_to(site, locale, sums) == "SHA256SUMS"


# The lists


@each_locale
def test_index_lists_the_article(site: Path, locale: Locale) -> None:
    """The first page of a language lists the article with title and description."""
    root = page(site / locale.tag / "index.html")
    (link,) = root.xpath("//article//h2/a")
    (title,), (description,) = texts_of_kind("title"), texts_of_kind("description")
    assert text_of(link) == said(locale, title)
    assert link.get("href") == f"{ARTICLE}.html"
    assert said(locale, description) in text_of(root.find(".//article"))
    assert text_of(root.find(".//h1")) == said(locale, "Articles")
