"""The shelf: each language in its own words, with its covers and downloads; drafts say so."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from cellulite_content.pipeline.editions.edition import Edition
from cellulite_content.pipeline.editions.html.head import ABOUT
from cellulite_content.pipeline.model.locale import ListedLanguage, Locale
from cellulite_content.pipeline.publish.site_pages.entries import SiteEntry
from cellulite_content.pipeline.publish.site_pages.shelf import by_state, name_order
from support.editions.reader import (
    ARTICLE,
    LOCALES,
    PROJECT,
    SLUG,
    direction_of,
    page,
    said,
    text_of,
    texts_of_kind,
    written_size,
)

LARGEST_PAGE = 60_000
LARGEST_STYLES = 12_000

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)


def _section(site: Path, locale: Locale) -> html.HtmlElement:
    (section,) = page(site / "index.html").xpath("//main/section[@lang=$tag]", tag=locale.tag)
    return section


@each_locale
def test_language_is_in_its_own_words(site: Path, locale: Locale) -> None:
    """Its name leads to its list, the title to the article; all of it is in that language."""
    section = _section(site, locale)
    assert section.get("dir") == direction_of(locale.tag)
    (language,), (title,) = section.xpath("h2/a"), section.xpath(".//h3/a")
    assert (text_of(language), language.get("href")) == (locale.name, f"{locale.tag}/index.html")
    assert text_of(title) == said(locale, texts_of_kind("title")[0])
    assert title.get("href") == f"{locale.tag}/{ARTICLE}.html"
    # With many languages, descriptions are in the lists alone.
    is_described = said(locale, texts_of_kind("description")[0]) in text_of(section)
    assert is_described == (len(LOCALES) <= 16)
    assert section.xpath(".//*[@lang]") == []


@each_locale
def test_downloads_are_offered(site: Path, locale: Locale) -> None:
    """The book, the bilingual one, both as ePub and PDF, and the offline copy, with their sizes."""
    kinds = ("",) if locale.state == "source" else ("", ".bilingual")
    names = [f"{SLUG}.{locale.tag}{kind}.{form}" for kind in kinds for form in ("epub", "pdf")]
    links = _section(site, locale).xpath(".//a[@download]")
    assert [link.get("href") for link in links] == [
        *(f"downloads/{name}" for name in names),
        f"downloads/articles.{locale.tag}.zip",
    ]
    assert text_of(links[0]) == said(locale, "E-book (ePub)")
    for link in links:
        length = (site / link.get("href")).stat().st_size
        assert text_of(link.getnext()) == written_size(locale, length)


@each_locale
def test_cover_is_shown(site: Path, locale: Locale) -> None:
    """A small one, of which the page knows the size; the title beside it says what it is."""
    (cover,) = _section(site, locale).xpath(".//img")
    assert (site / cover.get("src")).is_file()
    assert (cover.get("alt"), cover.get("width"), cover.get("height")) == ("", "160", "240")


@each_locale
def test_bookkeeping_is_folded_away(site: Path, locale: Locale) -> None:
    """What the site is, progress and feed are in a part that readers open; a draft says so."""
    section = _section(site, locale)
    (details,) = section.xpath("details[not(@open)]")
    assert said(locale, ABOUT) in text_of(details)
    assert details.xpath(".//a/@href") == [f"feeds/{locale.tag}.xml"]
    draft = locale.state == "draft"
    assert ("%" in text_of(details) or "٪" in text_of(details)) == draft
    states = [text_of(each) for each in section.xpath("p")]
    assert states == ([said(locale, "Draft translation")] if draft else [])
    assert "SHA256SUMS" in page(site / "index.html").xpath("//footer/details//a/@href")


def test_page_is_light(site: Path) -> None:
    """With styles and script, without pictures; nothing is from another server."""
    root = page(site / "index.html")
    files = root.xpath("//link[@rel='stylesheet']/@href | //script/@src")
    sizes = {name: (site / name).stat().st_size for name in [*files, "index.html"]}
    assert len(files) == 3
    assert sum(sizes.values()) < LARGEST_PAGE
    assert all(size < LARGEST_STYLES for name, size in sizes.items() if name.endswith(".css"))
    assert [each for each in root.xpath("//@href | //@src") if urlsplit(each).netloc] == []


def test_it_has_a_card_for_other_sites(site: Path) -> None:
    """Title, sentence and all languages; no address, as the site does not know its own."""
    graph = page(site / "index.html").xpath("//head/meta[starts-with(@property, 'og:')]")
    values = {each.get("property"): each.get("content") for each in graph}
    assert (values["og:title"], values["og:description"]) == (PROJECT.title, ABOUT)
    assert len([each for each in graph if each.get("property") == "og:locale:alternate"]) == (
        len(LOCALES) - 1
    )
    assert values.keys().isdisjoint({"og:url", "og:image"})


def test_feed_is_offered(site: Path) -> None:
    """Browsers and feed readers find the original's; the others are with their languages."""
    hrefs = page(site / "index.html").xpath("//head/link[@type='application/atom+xml']/@href")
    assert hrefs == [f"feeds/{PROJECT.source_locale.tag}.xml"]


def _entry(code: str, state: str, percent: int | None) -> SiteEntry:
    return SiteEntry(Edition(PROJECT, Locale(code)), (), percent, state)


def test_reviewed_and_complete_translations_come_first() -> None:
    """The original, then by state; within one state by name, whatever the codes are."""
    entries = [
        _entry("de", "draft", 94),
        _entry("el", "draft", 94),
        _entry("es", "draft", 100),
        _entry("fr", "reviewed", 90),
        _entry("he", "draft", None),
        _entry("en", "", None),
        _entry("cs", "draft", 94),
        _entry("it", "reviewed", 100),
        _entry("pl", "lapsed", 94),
    ]
    names = {each.locale.code: ListedLanguage("", each.locale.name, "") for each in entries}
    order = [each.locale.code for each in by_state(entries, names)]
    assert order == ["en", "it", "fr", "es", "he", "cs", "de", "pl", "el"]


def test_names_are_sorted_as_readers_look_for_them() -> None:
    """Letters with accents are among those without; scripts follow each other."""
    names = [
        "العربية",
        "日本語",
        "Русский",
        "Čeština",
        "Deutsch",
        "Íslenska",
        "Italiano",
        "Ελληνικά",
    ]
    assert sorted(names, key=name_order) == [
        *("Čeština", "Deutsch", "Íslenska", "Italiano"),
        *("Ελληνικά", "Русский", "العربية", "日本語"),
    ]
