"""The heads of the pages: what search engines and other sites read, and the strict policy."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from markupsafe import Markup
from PIL import Image

from cellulite_content.pipeline.editions.edition import Edition
from cellulite_content.pipeline.editions.html.head import Head, region
from cellulite_content.pipeline.editions.summary import SummaryText
from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import (
    ARTICLE,
    LOCALES,
    PROJECT,
    SLUG,
    TRANSLATIONS,
    page,
    said,
    site_page,
    source_date,
    texts_of_kind,
)

BASE = "https://articles.example/run/"
KNOWN_REGIONS = {
    "ar": "ar_EG",
    "de": "de_DE",
    "en": "en_US",
    "es": "es_ES",
    "fr": "fr_FR",
    "hi": "hi_IN",
    "ja": "ja_JP",
    "pl": "pl_PL",
    "pt-BR": "pt_BR",
    "ru": "ru_RU",
    "zh-Hans": "zh_CN",
}
TAGS = sorted(locale.tag for locale in LOCALES)
REGIONS = {tag: KNOWN_REGIONS.get(tag, region(tag)) for tag in TAGS}

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)


def _data(root: html.HtmlElement) -> dict:
    (text,) = root.xpath("//head/script[@type='application/ld+json']/text()")
    return json.loads(text)


def _graph(root: html.HtmlElement, name: str) -> list[str]:
    return root.xpath("//head/meta[@property=$name]/@content", name=name)


def _alternates(root: html.HtmlElement) -> dict[str, str]:
    links = root.xpath("//head/link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in links}


@each_locale
def test_article_is_told_as_data(site: Path, locale: Locale) -> None:
    """JSON-LD has the article's title, language, date, licence and its cover."""
    data = _data(site_page(site, locale))
    (title,) = texts_of_kind("title")
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Article")
    assert data["headline"] == said(locale, title)
    assert data["inLanguage"] == locale.tag
    assert data["dateModified"] == source_date().isoformat()
    assert data["license"] == PROJECT.licence_url
    assert "url" not in data
    cover = (site / locale.tag / "articles" / data["image"]).resolve()
    assert cover == (site / "covers" / f"{SLUG}.{locale.tag}.jpg").resolve()
    assert cover.is_file()


def test_data_tells_what_was_translated(site: Path) -> None:
    """A translation names the original, and the original its translations: pages that are there."""
    for locale in TRANSLATIONS:
        work = _data(site_page(site, locale))["translationOfWork"]
        assert work["inLanguage"] == "en"
        assert (site / locale.tag / "articles" / work["url"]).resolve() == _path(site, "en")
    works = _data(site_page(site, PROJECT.source_locale))["workTranslation"]
    assert {work["inLanguage"] for work in works} == {locale.tag for locale in TRANSLATIONS}
    for work in works:
        place = (site / "en" / "articles" / work["url"]).resolve()
        assert place == _path(site, work["inLanguage"])


def _path(site: Path, tag: str) -> Path:
    return (site / tag / f"{ARTICLE}.html").resolve()


@each_locale
def test_graph_is_in_the_language(site: Path, locale: Locale) -> None:
    """Open Graph has the words of the page; no address where the site does not know its own."""
    root = site_page(site, locale)
    assert _graph(root, "og:title") == root.xpath("//title/text()")
    assert _graph(root, "og:description") == root.xpath("//meta[@name='description']/@content")
    assert _graph(root, "og:type") == ["article"]
    assert _graph(root, "og:locale") == [REGIONS[locale.tag]]
    assert _graph(root, "og:url") == _graph(root, "og:image") == []
    assert root.xpath("//link[@rel='canonical']") == []


def test_regions_follow_the_script() -> None:
    """A language without a region gets its script's likeliest one, and none is made up."""
    assert region("zh-Hant") == "zh_TW"
    assert region("pt") == "pt_BR"
    assert region("es-419") == "es_419"


@each_locale
def test_who_reads_none_of_them_chooses(site: Path, locale: Locale) -> None:
    """`x-default` of each page is the page on which readers choose a language."""
    for root, folder in (
        (site_page(site, locale), site / locale.tag / "articles"),
        (page(site / locale.tag / "index.html"), site / locale.tag),
    ):
        alternates = _alternates(root)
        assert set(alternates) == {*REGIONS, "x-default"}
        assert (folder / alternates["x-default"]).resolve() == (site / "index.html").resolve()
    assert set(_alternates(page(site / "index.html"))) == {*REGIONS, "x-default"}


def _hash(text: str) -> str:
    """The source expression of a policy for an element's text (CSP 3, 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def test_every_page_has_the_policy(site: Path) -> None:
    """The same policy is before anything that could be fetched, and allows nothing inline."""
    for path in site.rglob("*.html"):
        root = page(path)
        (policy,) = root.xpath("//head/meta[@http-equiv='Content-Security-Policy']")
        before = [each.tag for each in policy.itersiblings(preceding=True)]
        assert before == ["meta"], path
        rules = dict(rule.strip().split(" ", 1) for rule in policy.get("content").split(";"))
        assert rules["default-src"] == rules["base-uri"] == "'none'"
        for kind in ("style-src", "img-src", "form-action"):
            assert rules[kind] == "'self'"
        hashes = [_hash(data.text) for data in root.xpath("//script[@type='application/ld+json']")]
        assert rules["script-src"] == " ".join(["'self'", *hashes])
        assert root.xpath("//link[@rel='icon']"), path


@pytest.fixture(scope="module")
def placed(copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of German, French and English that knows its address."""
    project = copy_project(tmp_path_factory.mktemp("placed") / "project")
    settings = project / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    text, count = re.subn(r'(?m)^site-url = ".*"$', f'site-url = "{BASE}"', text)
    assert count == 1
    settings.write_text(text, encoding="utf-8")
    done = run("build", "de", "fr", "--output", project.parent / "site", project=project)
    assert done.returncode == 0, done.stderr
    return project.parent / "site"


@pytest.mark.parametrize("tag", ["de", "en", "fr"])
def test_known_address_makes_heads_absolute(placed: Path, tag: str) -> None:
    """With `site-url`, all that standards want whole is whole, and what it names is there."""
    root = page(placed / tag / f"{ARTICLE}.html")
    own = f"{BASE}{tag}/{ARTICLE}.html"
    assert root.xpath("//link[@rel='canonical']/@href") == _graph(root, "og:url") == [own]
    cover = f"{BASE}covers/{SLUG}.{tag}.jpg"
    card = f"{BASE}cards/{SLUG}.{tag}.jpg"
    assert _graph(root, "og:image") == [card]
    with Image.open(placed / card.removeprefix(BASE)) as picture:
        size = [str(each) for each in picture.size]
    assert size == [*_graph(root, "og:image:width"), *_graph(root, "og:image:height")]
    assert size == ["1200", "630"]
    data = _data(root)
    assert (data["url"], data["image"]) == (own, cover)
    works = [data["translationOfWork"]] if tag != "en" else data["workTranslation"]
    addresses = [card, cover, *_alternates(root).values(), *(work["url"] for work in works)]
    assert set(_alternates(root)) == {"de", "en", "fr", "x-default"}
    for address in addresses:
        assert address.startswith(BASE)
        assert (placed / address.removeprefix(BASE)).is_file()


def test_known_address_leaves_links_relative(placed: Path) -> None:
    """Readers who open the files from a disk, or from a copy elsewhere, stay in them."""
    for path in placed.rglob("*.html"):
        links = page(path).xpath("//body//@href | //@src | //link[@rel='stylesheet']/@href")
        assert [link for link in links if link.startswith(BASE)] == []


def test_no_word_ends_the_data() -> None:
    """A title that looks like the end of the element is read as a title, in its language."""
    words = SummaryText("</script><script>alert(1)</script> & <!--", fallback=True)
    article = {"title": words, "date": "2026-01-01"}
    head = Head(Edition(PROJECT, PROJECT.locale("de")), ARTICLE, article=article)
    assert isinstance(head.data, Markup)
    assert not re.search("[<>&]", head.data)
    values = json.loads(head.data)
    assert values["headline"] == {"@value": str(words), "@language": "en"}
