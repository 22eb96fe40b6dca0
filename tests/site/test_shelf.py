"""The shelf in a browser: it offers the reader's language, and fits every screen."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cellulite_content.pipeline.editions.html.head import ABOUT
from support.editions.reader import ARTICLE, LOCALES, PROJECT, said, texts_of_kind

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow


def _offer(program: Browser, address: str, languages: list[str], *, script: bool = True) -> Page:
    """The shelf in a browser whose reader prefers these languages."""
    context = program.new_context(java_script_enabled=script)
    context.add_init_script(
        f"Object.defineProperty(navigator, 'languages', {{value: {languages}}})"
    )
    page = context.new_page()
    page.goto(f"{address}/")
    return page


@pytest.mark.parametrize(
    ("languages", "tag"),
    [
        (["de-AT", "en"], "de"),
        (["fo", "pl"], "pl"),
        (["pt-PT"], "pt-BR"),
        (["zh-CN"], "zh-Hans"),
        (["ar-EG"], "ar"),
    ],
)
def test_readers_language_is_offered(
    program: Browser, address: str, languages: list[str], tag: str
) -> None:
    """The sentence in that language, and a link with its name; the reader stays on the page."""
    page = _offer(program, address, languages)
    locale = PROJECT.locale(tag)
    offer = page.locator("#offer")
    assert offer.is_visible()
    assert (offer.get_attribute("lang"), offer.get_attribute("dir")) == (tag, locale.direction)
    assert said(locale, ABOUT) in offer.inner_text()
    assert page.url == f"{address}/"
    offer.get_by_role("link", name=locale.name).click()
    assert page.url == f"{address}/{tag}/index.html"
    page.context.close()


@pytest.mark.parametrize("languages", [["en-GB", "de"], ["zh-Mong-CN"], ["not a tag"], []])
def test_nothing_else_is_offered(program: Browser, address: str, languages: list[str]) -> None:
    """Nothing to readers of English, of another script, or of none of our languages."""
    page = _offer(program, address, languages)
    assert not page.locator("#offer").is_visible()
    page.context.close()


def test_it_is_complete_without_a_script(program: Browser, address: str) -> None:
    """All languages with their titles, and no empty offer."""
    page = _offer(program, address, ["de"], script=False)
    assert not page.locator("#offer").is_visible()
    text = page.locator("main").inner_text()
    (title,) = texts_of_kind("title")
    for locale in LOCALES:
        assert said(locale, title) in text
    page.context.close()


@pytest.mark.parametrize("name", ["index.html", "status.html", "404.html"])
def test_pages_fit_every_screen(program: Browser, address: str, name: str) -> None:
    """Nothing is wider than the window, and all covers are drawn in their shape."""
    for width in (320, 390, 768, 1440):
        page = program.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{address}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for cover in page.locator("img").all():
            box = cover.bounding_box()
            assert box
            assert box["height"] == pytest.approx(1.5 * box["width"], abs=1)
        page.close()


def test_missing_page_is_styled_at_any_depth(program: Browser, address: str, site: Path) -> None:
    """As a server sends it for an address that does not exist: links and styles are found."""
    page = program.new_page()
    body = (site / "404.html").read_text(encoding="utf-8")
    deep = f"{address}/de/articles/deep/none.html"
    page.route(deep, lambda route: route.fulfill(status=404, body=body, content_type="text/html"))
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(deep)
    assert page.evaluate("document.styleSheets.length") == 2
    assert failed == []
    page.locator("main a[hreflang=de]").click()
    assert page.url == f"{address}/de/index.html"
    page.close()


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Unpacks the offline copy of a language, as a reader does."""
    folder = tmp_path_factory.mktemp("disk")

    def unpack(tag: str) -> Path:
        with zipfile.ZipFile(site / "downloads" / f"articles.{tag}.zip") as archive:
            archive.extractall(folder)
        return folder / f"articles.{tag}"

    return unpack


@pytest.mark.parametrize(("tag", "word"), [("ar", "الجري"), ("de", "Laufen"), ("ja", "減")])
def test_offline_copy_opens_from_a_disk(
    program: Browser, copy: Callable[[str], Path], tag: str, word: str
) -> None:
    """From its first page to the article and a search, without a request that fails."""
    folder, locale = copy(tag), PROJECT.locale(tag)
    (title,) = texts_of_kind("title")
    page = program.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name=said(locale, title)).click()
    page.wait_for_load_state()
    assert page.url == (folder / f"{ARTICLE}.html").as_uri()
    assert page.locator("article img").first.evaluate("image => image.naturalWidth") > 0
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert failed == []
    page.goto(f"{(folder / 'search.html').as_uri()}?q={word}")
    result = page.locator("#found a").first
    result.wait_for()
    assert (result.get_attribute("href") or "").startswith(f"{ARTICLE}.html")
    page.close()
