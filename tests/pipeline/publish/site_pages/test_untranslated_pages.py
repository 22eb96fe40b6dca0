"""Pages of which nothing is translated: copies of the original's, for crawlers and feeds."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree, html

from support.editions.reader import page
from support.small_projects import HEAD, translate, write_project

pytestmark = pytest.mark.slow

BASE = "https://articles.example/run/"
LANGUAGES = {"de", "en", "fr"}
ARTICLES = {
    name: f"{HEAD}\n{title}\n{'=' * len(title)}\n\nWords on it.\n"
    for name, title in (("why", "Why walk"), ("how", "How to walk"), ("when", "When to walk"))
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, run: Callable) -> Path:
    """A site of three articles, one of which is in German; nothing is in French but the interface.

    All languages have all pages.
    """
    folder = tmp_path_factory.mktemp("untranslated")
    write_project(folder, ARTICLES, codes=("de", "fr"))
    settings = folder / "pyproject.toml"
    text = settings.read_text(encoding="utf-8").replace('site-url = ""', f'site-url = "{BASE}"')
    settings.write_text(text, encoding="utf-8")
    translate(folder, "why", {"Why walk": "Warum gehen", "Words on it.": "Worte dazu."})
    done = run("build", project=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def site(project: Path) -> Path:
    """The folder of the site."""
    return project / "build" / "site"


def _heads(site: Path) -> dict[str, html.HtmlElement]:
    """The heads of all pages of languages that crawlers read, by path."""
    paths = [path for tag in sorted(LANGUAGES) for path in (site / tag).rglob("*.html")]
    return {
        path.relative_to(site).as_posix(): page(path).find("head")
        for path in paths
        if path.name != "search.html"
    }


def _alternates(head: html.HtmlElement) -> dict[str, str]:
    links = head.xpath("link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): link.get("href").removeprefix(BASE) for link in links}


def test_canonical_page_of_a_copy_is_the_original(site: Path) -> None:
    """All other pages are their own."""
    copies = {f"fr/articles/{name}.html" for name in ARTICLES}
    copies |= {"de/articles/how.html", "de/articles/when.html"}
    for path, head in _heads(site).items():
        (address,) = head.xpath("link[@rel='canonical']/@href")
        assert address == BASE + (re.sub("^..", "en", path) if path in copies else path)
        assert head.xpath("meta[@property='og:url']/@content") == [address]


def test_languages_are_reciprocal(site: Path) -> None:
    """What a page names as its other language names it back; a copy names none, nor any it."""
    heads = _heads(site)
    sets = {path: _alternates(head) for path, head in heads.items()}
    assert sets["en/articles/how.html"].keys() == {"en", "x-default"}
    assert sets["de/articles/why.html"].keys() == {"de", "en", "x-default"}
    assert sets["fr/index.html"].keys() == {*LANGUAGES, "x-default"}
    assert sets["fr/articles/why.html"].keys() == {"x-default"}
    for path, alternates in sets.items():
        assert alternates.pop("x-default") == "index.html"
        assert not alternates or path in alternates.values()
        for other in alternates.values():
            assert path in _alternates(heads[other]).values(), (path, other)


def test_sitemap_says_the_same(site: Path) -> None:
    """Each page that is its own canonical one, with the languages in its head."""
    root = etree.parse(site / "sitemap.xml").getroot()
    listed = {
        url[0].text.removeprefix(BASE): {
            link.get("hreflang"): link.get("href").removeprefix(BASE)
            for link in url.iter("{http://www.w3.org/1999/xhtml}link")
        }
        for url in root
    }
    del listed["index.html"]
    heads = {path: _alternates(head) for path, head in _heads(site).items()}
    assert listed == {path: names for path, names in heads.items() if len(names) > 1}


def test_feed_has_what_is_translated(site: Path) -> None:
    """A German reader is told of one article, a French one of none, an English one of all."""
    counts = {
        tag: len(etree.parse(site / "feeds" / f"{tag}.xml").getroot().findall("{*}entry"))
        for tag in LANGUAGES
    }
    assert counts == {"de": 1, "fr": 0, "en": 3}


def test_shelf_marks_what_is_in_english(site: Path) -> None:
    """Titles without a translation name their language."""
    (section,) = page(site / "index.html").xpath("//section[@lang='de']")
    marked = section.xpath(".//h3//span[@lang='en']/text()")
    assert sorted(marked) == ["How to walk", "When to walk"]
    assert "Warum gehen" in section.xpath("string(.)")


def test_pages_follow_the_first_message(site: Path, project: Path, run: Callable) -> None:
    """Once a message is translated, the page is its language's own, and all others name it; pages
    of other articles are not built again."""
    times = {path: path.stat().st_mtime_ns for path in site.rglob("when.html")}
    translate(project, "how", {"How to walk": "Wie gehen"})
    report = project / "report.json"
    done = run("build", "--report", str(report), project=project)
    assert done.returncode == 0, done.stderr
    page.cache_clear()
    heads = _heads(site)
    for tag in ("de", "en"):
        assert _alternates(heads[f"{tag}/articles/how.html"]).keys() == {"de", "en", "x-default"}
    assert heads["de/articles/how.html"].xpath("link[@rel='canonical']/@href") == [
        f"{BASE}de/articles/how.html"
    ]
    reasons = json.loads(report.read_text(encoding="utf-8"))["reasons"]
    assert reasons["en"].endswith("; 1 of 4 documents"), reasons
    assert {path: path.stat().st_mtime_ns for path in times} == times
