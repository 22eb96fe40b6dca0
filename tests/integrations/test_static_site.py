"""The example of a static site: a page a language, each of which names the others."""

import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree, html

from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import LOCALES, said, squeezed, texts_of_kind
from support.integrations.answers import TAGS, faults_of_page

ADDRESS = "https://example.org/running/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """The site as the program writes it."""
    folder = tmp_path_factory.mktemp("static")
    program = checkout / "docs" / "handbook" / "examples" / "static_site.py"
    subprocess.run([sys.executable, program, folder, ADDRESS], check=True, timeout=600)
    return folder


def _page(site: Path, tag: str) -> str:
    return (site / tag / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", TAGS)
def test_each_page_is_in_its_language(site: Path, tag: str) -> None:
    """Wholly, with `lang` and `dir`."""
    assert faults_of_page(tag, _page(site, tag)) == ()


@pytest.mark.parametrize("tag", TAGS)
def test_each_page_names_all_others(site: Path, tag: str) -> None:
    """Alternates that lead to pages, itself among them, and one for all other readers."""
    root = html.document_fromstring(_page(site, tag))
    links = {each.get("hreflang"): each.get("href") for each in root.findall("head/link")}
    assert links.pop(None) == f"{ADDRESS}{tag}/"  # the canonical one
    assert links.pop("x-default") == f"{ADDRESS}en/"
    assert links == {each: f"{ADDRESS}{each}/" for each in TAGS}
    menu = {
        each.get("hreflang"): (each.text, each.get("dir")) for each in root.iterfind(".//nav/a")
    }
    assert menu == {locale.tag: (locale.name, locale.direction) for locale in LOCALES}
    for each in root.iterfind(".//nav/a"):
        assert (site / tag / each.get("href") / "index.html").is_file()


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_each_figure_is_there(site: Path, locale: Locale) -> None:
    """The address in the page leads to the figure's file, whose words are in the language."""
    root = html.document_fromstring(_page(site, locale.tag))
    (source,) = root.xpath("//figure/img/@src")
    figure = etree.parse(site / locale.tag / source)
    shown = [squeezed(" ".join(each.itertext())) for each in figure.iter("{*}text")]
    assert shown == [said(locale, text) for text in texts_of_kind("figure label")]


def test_the_originals_figure_is_the_source(site: Path, checkout: Path) -> None:
    """Not a byte of it is changed."""
    source = checkout / "docs" / "figures" / "skin-layers.svg"
    assert (site / "figures" / source.name).read_bytes() == source.read_bytes()
