"""The page for addresses that do not exist."""

from pathlib import Path
from urllib.parse import urljoin

from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import LOCALES, direction_of, page, said, text_of


def test_it_is_in_all_languages(site: Path) -> None:
    """Each language has its words and a link to its articles; all of it is in that language."""
    entries = page(site / "404.html").xpath("//main//li")
    assert {entry.get("lang") for entry in entries} == {locale.tag for locale in LOCALES}
    for entry in entries:
        tag = entry.get("lang")
        locale = next(each for each in LOCALES if each.tag == tag)
        assert entry.get("dir") == direction_of(tag)
        assert _words(locale) in text_of(entry)
        assert entry.xpath(".//*[@lang]") == []
        (link,) = entry.xpath(".//a/@href")
        assert link == f"/{tag}/index.html"


def _words(locale: Locale) -> str:
    return said(locale, "This page does not exist.")


def test_it_works_at_any_depth(site: Path) -> None:
    """Whatever address a server sends it for, its links and styles are the site's."""
    links = page(site / "404.html").xpath("//@href | //@src")
    assert len(links) > len(LOCALES)
    for address in ("https://a.example/x", "https://a.example/de/articles/deep/x.html"):
        for link in links:
            name = urljoin(address, link).removeprefix("https://a.example/")
            assert (site / name).is_file(), link


def test_crawlers_leave_it_out(site: Path) -> None:
    """It is no page of the site: some servers send it with the status 200."""
    (robots,) = page(site / "404.html").xpath("//meta[@name='robots']/@content")
    assert robots == "noindex"
    assert "404.html" not in (site / "sitemap.xml").read_text(encoding="utf-8")
