"""Pages are light, fetch nothing from elsewhere, keep nothing, and hold to their own policy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.editions.browser import served
from support.editions.reader import ARTICLE, LOCALES
from support.site.wire import Visit, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

HEAVIEST = 60_000
"""Bytes of an article's page with all that it needs, without its figures (EPUB.md: 60 KB)."""

HEAVIEST_STYLE = 12_000
LIGHTEST = 20_000
"""No article weighs less: what is under it was not measured."""


@pytest.fixture(scope="module")
def zipped(site: Path) -> Iterator[str]:
    """The site's address on a server that compresses, as servers do."""
    with served(site, compressed=True) as found:
        yield found


@pytest.fixture(scope="module")
def visits(program: Browser, address: str, pages: list[str]) -> dict[str, Visit]:
    """A first visit to each page of the site."""
    return {page: visit(program, f"{address}/{page}") for page in pages}


@pytest.mark.parametrize("tag", [locale.tag for locale in LOCALES])
def test_article_is_light(
    program: Browser, visits: dict[str, Visit], zipped: str, tag: str
) -> None:
    """Page, stylesheet and script of each language, also from a server that does not compress."""
    plain = visits[f"{tag}/{ARTICLE}.html"]
    packed = visit(program, f"{zipped}/{tag}/{ARTICLE}.html")
    assert LIGHTEST < plain.weight() <= HEAVIEST
    assert packed.weight() < plain.weight() / 2
    assert len(plain.images) == 1
    (style,) = [place for place in plain.fetched if place.endswith(".css")]
    assert plain.fetched[style] < HEAVIEST_STYLE


def test_pages_ask_nobody_else(visits: dict[str, Visit], address: str) -> None:
    """No page of the site makes a request to another server, or one that fails."""
    assert len(visits) > 20
    for page, seen in visits.items():
        assert f"{address}/{page}" in seen.fetched
        assert [place for place in seen.fetched if not place.startswith(f"{address}/")] == [], page
        assert seen.failed == [], page


def test_pages_keep_nothing(visits: dict[str, Visit]) -> None:
    """No cookie, and nothing in the browser's other places."""
    kept = {page: (seen.cookies, seen.stored) for page, seen in visits.items()}
    assert {page: each for page, each in kept.items() if each != ([], 0)} == {}


def test_pages_hold_to_their_policy(visits: dict[str, Visit]) -> None:
    """The console has nothing to say: no violation of the policy, no error of a script."""
    assert {page: seen.complaints for page, seen in visits.items() if seen.complaints} == {}


# Faults


@pytest.fixture
def spoilt(site: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server of a small copy of the site, and the page in it that a test spoils."""
    page = tmp_path / "de" / f"{ARTICLE}.html"
    shutil.copytree(site / "de", tmp_path / "de")
    text = page.read_text(encoding="utf-8")
    begin = text.index("<figure")
    end = text.index("</figure>")
    page.write_text(text[:begin] + text[end + 9 :], encoding="utf-8")
    with served(tmp_path) as found:
        yield found, page


def _put(page: Path, words: str, before: str = "</head>") -> None:
    text = page.read_text(encoding="utf-8")
    assert before in text
    page.write_text(text.replace(before, words + before, 1), encoding="utf-8")


def test_request_off_the_site_is_seen(program: Browser, spoilt: tuple[str, Path]) -> None:
    """A picture from another server, whether the policy stops it or not."""
    address, page = spoilt
    _put(page, '<img alt="" src="http://127.0.0.2:9/x.png">', "</main>")
    seen = visit(program, f"{address}/de/{ARTICLE}.html")
    assert seen.complaints
    assert seen.failed or any("127.0.0.2" in each for each in seen.complaints)


def test_script_is_stopped_and_told(program: Browser, spoilt: tuple[str, Path]) -> None:
    """A script inside the page that a policy refuses; and a cookie, where none does."""
    address, page = spoilt
    whole = page.read_text(encoding="utf-8")
    script = "<script>document.cookie = 'seen=1'</script>"
    policy = """<meta http-equiv="Content-Security-Policy" content="script-src 'self'">"""
    page.write_text(re.sub("<meta http-equiv[^>]*>", "", whole), encoding="utf-8")
    _put(page, script, "</body>")
    assert visit(program, f"{address}/de/{ARTICLE}.html").cookies != []
    _put(page, policy, "<title>")
    seen = visit(program, f"{address}/de/{ARTICLE}.html")
    assert seen.cookies == []
    assert any("Content Security Policy" in each for each in seen.complaints)


def test_missing_file_is_seen(program: Browser, spoilt: tuple[str, Path]) -> None:
    """A stylesheet that is not there."""
    address, page = spoilt
    _put(page, '<link rel="stylesheet" href="../_static/none.css">')
    seen = visit(program, f"{address}/de/{ARTICLE}.html")
    assert any("404" in each for each in seen.complaints)


def test_weight_is_measured(program: Browser, spoilt: tuple[str, Path]) -> None:
    """A page that grows by a thousand bytes weighs a thousand more."""
    address, page = spoilt
    before = visit(program, f"{address}/de/{ARTICLE}.html").weight()
    _put(page, f"<!--{'x' * 993}-->")
    assert visit(program, f"{address}/de/{ARTICLE}.html").weight() == before + 1000
