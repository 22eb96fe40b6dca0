"""The offline copies: the pages of a language in a ZIP file, complete in itself."""

import hashlib
import io
import zipfile
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from lxml import html

from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.publish.site_pages.offline_pages import offline_page
from support.editions.reader import ARTICLE, LOCALES, said, text_of, texts_of_kind

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)


def _files(site: Path, locale: Locale) -> dict[str, bytes]:
    """The files of a copy by their names in its folder."""
    data = (site / "downloads" / f"articles.{locale.tag}.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as copy:
        assert copy.testzip() is None
        assert {entry.date_time for entry in copy.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        start = f"articles.{locale.tag}/"
        assert all(name.startswith(start) for name in copy.namelist())
        return {name.removeprefix(start): copy.read(name) for name in copy.namelist()}


@each_locale
def test_it_has_the_pages_of_the_language(site: Path, locale: Locale) -> None:
    """All files of the language's folder, the others byte for byte; the article says its title."""
    files = _files(site, locale)
    folder = site / locale.tag
    published = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    assert files.keys() == published
    for name, data in files.items():
        if not name.endswith(".html"):
            assert data == (folder / name).read_bytes(), name
    article = html.document_fromstring(files[f"{ARTICLE}.html"].decode())
    (title,) = texts_of_kind("title")
    assert text_of(article.find(".//h1")) == said(locale, title)


@each_locale
def test_nothing_leads_out_of_it(site: Path, locale: Locale) -> None:
    """Each link is within the copy, to a file and a place that are there, or to another site."""
    files = _files(site, locale)
    pages = {
        name: html.document_fromstring(data.decode())
        for name, data in files.items()
        if name.endswith(".html")
    }
    for name, root in pages.items():
        assert root.xpath("//*[@data-online]") == []
        for value in root.xpath("//@href | //@src"):
            address, anchor = urldefrag(value)
            if urlsplit(value).scheme in ("https", "mailto"):
                continue
            target = _target(name, address)
            assert target in files, (name, value)
            assert not anchor or pages[target].xpath("//*[@id=$id]", id=anchor), (name, value)


def _target(name: str, address: str) -> str:
    root = Path("/copy")
    path = (root / name).parent.joinpath(address) if address else root / name
    return Path(*path.parts).resolve().relative_to(root).as_posix()


def test_it_keeps_all_else_of_a_page(site: Path) -> None:
    """The text of the article, and its links to sources, are those of the page on the site."""
    copied = html.document_fromstring(_files(site, LOCALES[0])[f"{ARTICLE}.html"].decode())
    path = site / LOCALES[0].tag / f"{ARTICLE}.html"
    published = html.document_fromstring(path.read_text(encoding="utf-8"))
    assert text_of(copied.find(".//article")) == text_of(published.find(".//article"))
    links = "//main//a[starts-with(@href, 'https:')]/@href"
    assert len(copied.xpath(links)) > 5
    assert copied.xpath(links) == published.xpath(links)
    assert len(copied.xpath("//footer//*")) < len(published.xpath("//footer//*"))


@pytest.mark.parametrize(
    ("page", "copied"),
    [
        ('<p data-online><a href="../x">Out</a></p>\n<p>In</p>', "<p>In</p>"),
        ('<nav class="a" data-online aria-label="b"><ul></ul></nav>', ""),
        ('<a title="say data-online here" href="y.html">In</a>', None),
        ("<p>&lt;p data-online&gt;</p>", None),
        ('<a href="../index.html#a">In</a>', None),
        ('<a href="../../en/articles/x.html#a">Out</a>', "<a>Out</a>"),
        ('<link rel="alternate" hreflang="fr" href="../../fr/x.html">\n<p>', "<p>"),
    ],
)
def test_what_is_only_on_the_site_is_left_out(page: str, copied: str | None) -> None:
    """Elements that say so, and links out of the copy; words that look alike stay."""
    assert offline_page(page, "de/articles/a.html", "") == (page if copied is None else copied)


def test_a_known_site_is_linked() -> None:
    """With `site-url`, links out of the copy lead there."""
    page = offline_page(
        '<a href="../../en/x.html#a">Out</a>', "de/y/a.html", "https://a.example/b/"
    )
    assert page == '<a href="https://a.example/b/en/x.html#a">Out</a>'


def test_copies_have_checksums(site: Path) -> None:
    """As all files of the site."""
    sums = (site / "SHA256SUMS").read_text(encoding="utf-8")
    name = f"downloads/articles.{LOCALES[0].tag}.zip"
    assert f"{hashlib.sha256((site / name).read_bytes()).hexdigest()}  {name}\n" in sums
