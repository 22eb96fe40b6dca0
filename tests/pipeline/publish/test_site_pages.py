"""The site around the editions: feeds, sitemap, checksums."""

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import etree
from PIL import Image

from support.editions.reader import (
    ARTICLE,
    LOCALES,
    SLUG,
    TRANSLATIONS,
    Book,
    bilingual_book,
    page,
    site_book,
)

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
COVER = "http://opds-spec.org/image"
ACQUISITION = "http://opds-spec.org/acquisition/open-access"


def test_folders(site: Path) -> None:
    """The site has the parts of the design, and nothing that a build forgot to remove."""
    tags = {locale.tag for locale in LOCALES}
    fixed = {"index.html", "404.html", "downloads", "opds", "feeds", "data", "SHA256SUMS"}
    assert {path.name for path in site.iterdir()} >= tags | fixed
    assert not [path for path in site.rglob("*") if path.name.startswith(".")]


def test_checksums_cover_every_file(site: Path) -> None:
    """`SHA256SUMS` has a line for each file in the form of sha256sum, and each is right."""
    sums = {}
    for line in (site / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"([0-9a-f]{64})  (\S+)", line)
        assert found, line
        sums[found[2]] = found[1]
    files = {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert sums == files


def test_opds_1_lists_every_book(site: Path) -> None:
    """The Atom feed has an entry a book: title, language, date, length, checksum, cover, page."""
    feed = etree.parse(site / "opds" / "index.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    entries = feed.findall(f"{ATOM}entry")
    ids = {entry.findtext(f"{ATOM}id") for entry in entries}
    assert len(entries) == len(ids) == len(_books(site))
    language = "{http://purl.org/dc/terms/}language"
    by_tags = {tuple(tag.text for tag in entry.findall(language)): entry for entry in entries}
    for tags, book in _books(site).items():
        entry = by_tags[tags]
        assert entry.findtext(f"{ATOM}title") == book.metadata("title")[0]
        assert [entry.findtext(f"{ATOM}id")] == book.metadata("identifier")
        assert entry.findtext(f"{ATOM}updated") == f"{book.metadata('date')[0]}T00:00:00Z"
        links = {link.get("rel"): link for link in entry.findall(f"{ATOM}link")}
        assert list(links) == ["alternate", COVER, f"{COVER}/thumbnail", ACQUISITION]
        assert _file(site, links["alternate"].get("href")) == _page(site, tags[0])
        for rel in (COVER, f"{COVER}/thumbnail"):
            assert links[rel].get("type") == "image/jpeg"
            assert _file(site, links[rel].get("href")).read_bytes() == book.files["EPUB/cover.jpg"]
        files = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == ACQUISITION]
        assert [link.get("type") for link in files] == ["application/epub+zip", "application/pdf"]
        assert _file(site, files[0].get("href")).read_bytes() == book.data
        for link in files:
            data = _file(site, link.get("href")).read_bytes()
            assert int(link.get("length")) == len(data)
            (digest,) = link.findall("{urn:ietf:params:xml:ns:metalink}hash[@type='sha-256']")
            assert digest.text == hashlib.sha256(data).hexdigest()


def test_opds_2_lists_every_book(site: Path) -> None:
    """The JSON feed has the same books with the same titles, identifiers, sizes and covers."""
    feed = json.loads((site / "opds" / "index.json").read_text(encoding="utf-8"))
    assert [link["rel"] for link in feed["links"]] == ["self"]
    publications = {_tags(each): each for each in feed["publications"]}
    assert len(feed["publications"]) == len(publications) == len(_books(site))
    for tags, book in _books(site).items():
        metadata = publications[tags]["metadata"]
        assert metadata["title"] == book.metadata("title")[0]
        assert [metadata["description"]] == book.metadata("description")
        assert [metadata["identifier"]] == book.metadata("identifier")
        links = {link["rel"]: link for link in publications[tags]["links"]}
        assert list(links) == ["self", "alternate", ACQUISITION, "license"]
        record = json.loads(_file(site, links["self"]["href"]).read_text(encoding="utf-8"))
        assert record == publications[tags]
        assert _file(site, links["alternate"]["href"]) == _page(site, tags[0])
        files = [each for each in publications[tags]["links"] if each["rel"] == ACQUISITION]
        assert [link["type"] for link in files] == ["application/epub+zip", "application/pdf"]
        assert _file(site, files[0]["href"]).read_bytes() == book.data
        for link in files:
            data = _file(site, link["href"]).read_bytes()
            digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
            assert (link["size"], link["integrity"]) == (len(data), f"sha256-{digest}")
        (image,) = publications[tags]["images"]
        data = _file(site, image["href"]).read_bytes()
        assert data == book.files["EPUB/cover.jpg"]
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (image["width"], image["height"])


def test_covers_are_those_of_the_books(site: Path) -> None:
    """There is a cover for each book, a small one for each plain book, and no other."""
    books = {path.stem for path in (site / "downloads").glob("*.epub")}
    assert {path.stem for path in (site / "covers").iterdir()} == books
    assert len(books) == 1 + 2 * len(TRANSLATIONS)
    small = {path.stem: path for path in (site / "thumbnails").iterdir()}
    assert small.keys() == {name for name in books if not name.endswith(".bilingual")}
    for path in small.values():
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("JPEG", (320, 480))
        assert path.stat().st_size < 25_000


def _books(site: Path) -> dict[tuple[str, ...], Book]:
    """All books of the site by the tags of their languages; theirs are proved with the books."""
    plain = {(locale.tag,): site_book(site, locale) for locale in LOCALES}
    return plain | {(each.tag, "en"): bilingual_book(site, each) for each in TRANSLATIONS}


def _tags(publication: dict) -> tuple[str, ...]:
    """One language is a string, several are a list."""
    language = publication["metadata"]["language"]
    return (language,) if isinstance(language, str) else tuple(language)


def _page(site: Path, tag: str) -> Path:
    return (site / tag / f"{ARTICLE}.html").resolve()


def _file(site: Path, href: str) -> Path:
    """The file that a relative address in a feed means."""
    return (site / "opds" / href).resolve()


def test_shelf_leads_to_the_feed(site: Path) -> None:
    """Reading apps find the catalog of books from the site's first page."""
    hrefs = page(site / "index.html").xpath("//link[contains(@type, 'opds')]/@href")
    assert hrefs == ["opds/index.xml", "opds/index.json"]


def test_sitemap_lists_every_page(site: Path) -> None:
    """The sitemap has each page once, with itself, the others and the shelf as alternates."""
    root = etree.parse(site / "sitemap.xml").getroot()
    places = [url.findtext(f"{MAP}loc") for url in root.findall(f"{MAP}url")]
    pages = [f"{locale.tag}/{n}.html" for locale in LOCALES for n in ("index", ARTICLE)]
    assert sorted(places) == sorted(["index.html", *pages])
    for url in root.findall(f"{MAP}url"):
        links = url.findall("{http://www.w3.org/1999/xhtml}link")
        alternates = {link.get("hreflang"): link.get("href") for link in links}
        assert set(alternates) == {locale.tag for locale in LOCALES} | {"x-default"}
        assert alternates["x-default"] == "index.html"
        assert url.findtext(f"{MAP}loc") in alternates.values()
        assert all((site / place).is_file() for place in alternates.values())


@pytest.fixture(scope="module")
def placed(copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of German and English that knows its address."""
    project = copy_project(tmp_path_factory.mktemp("placed") / "project")
    settings = project / "pyproject.toml"
    text, count = re.subn(
        r'(?m)^site-url = ".*"$',
        'site-url = "https://articles.example/run/"',
        settings.read_text(encoding="utf-8"),
    )
    assert count == 1
    settings.write_text(text, encoding="utf-8")
    done = run("build", "de", "--output", project.parent / "site", project=project)
    assert done.returncode == 0, done.stderr
    return project.parent / "site"


def test_partial_site_lists_what_it_has(placed: Path) -> None:
    """A first build of one language lists that one and the source on the shelf and in feeds."""
    assert page(placed / "index.html").xpath("//main/section/@lang") == ["en", "de"]
    feed = json.loads((placed / "opds" / "index.json").read_text(encoding="utf-8"))
    assert [_tags(each) for each in feed["publications"]] == [("de",), ("de", "en"), ("en",)]


def test_partial_site_has_no_broken_link(placed: Path) -> None:
    """Its pages offer no language whose page was never built."""
    broken = [
        (path.relative_to(placed).as_posix(), href)
        for path in sorted(placed.rglob("*.html"))
        for href in page(path).xpath("//@href")
        if not re.match(r"https:|mailto:|#|/run/", href)
        and not (path.parent / href).resolve().exists()
    ]
    assert broken == []


def test_address_makes_links_absolute(placed: Path) -> None:
    """With `site-url`, sitemap and feeds say whole addresses, as crawlers and readers want."""
    base = "https://articles.example/run/"
    places = etree.parse(placed / "sitemap.xml").getroot().findall(f".//{MAP}loc")
    assert all(place.text.startswith(base) for place in places)
    feed = etree.parse(placed / "opds" / "index.xml").getroot()
    hrefs = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert all(href.startswith(base) for href in hrefs)
    assert urljoin(base, f"downloads/{SLUG}.de.epub") in hrefs
    data = json.loads((placed / "opds" / "index.json").read_text(encoding="utf-8"))
    links = [link for each in data["publications"] for link in each["links"] + each["images"]]
    assert len(links) == 3 * 6
    assert all(link["href"].startswith(base) for link in links if link.get("rel") != "license")


def test_address_is_a_books_source(placed: Path, site: Path) -> None:
    """With an address, a book names the original's page as its source; nothing else differs."""
    book = Book((placed / "downloads" / f"{SLUG}.de.epub").read_bytes())
    german = next(locale for locale in LOCALES if locale.code == "de")
    plain = site_book(site, german)
    differ = [name for name in plain.files if plain.files[name] != book.files[name]]
    assert differ == ["EPUB/package.opf"]
    (source,) = re.findall(r"<dc:source>(.*)</dc:source>", book.files[differ[0]].decode())
    assert source.endswith(f"/en/{ARTICLE}.html")
    (before,) = re.findall(r"<dc:source>(.*)</dc:source>", plain.files[differ[0]].decode())
    assert book.files[differ[0]] == plain.files[differ[0]].replace(before.encode(), source.encode())
