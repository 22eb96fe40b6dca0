"""Each article can be read in w3m, a browser that shows text alone."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from lxml import html

from support.editions.reader import ARTICLE, EACH_SCRIPT, PROJECT, own_digits

pytestmark = pytest.mark.slow

each_tag = pytest.mark.parametrize("tag", EACH_SCRIPT)


def _dump(path: Path) -> str:
    """The page as the text browser shows it, as one line without spaces, which it sets itself."""
    options = ["-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "80"]
    try:
        done = subprocess.run(
            ["w3m", *options, path], capture_output=True, encoding="utf-8", check=True, timeout=600
        )
    except FileNotFoundError:
        pytest.fail("w3m is missing: run `apt-get install w3m`")
    return _close(done.stdout)


def _close(text: str) -> str:
    """The text without white space and without the marks that no text browser shows."""
    # w3m takes letters of Devanagari apart: to Unicode, both forms are the same text.
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"[\s\u00a0\u00ad\u200b-\u200f\u2060\u2066-\u2069]+", "", text)


def _page(site: Path, tag: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8")
    return html.parse(str(site / tag / f"{ARTICLE}.html"), parser).getroot()


@each_tag
def test_all_is_shown_in_order(site: Path, tag: str) -> None:
    """Title, headings, paragraphs, items, cells and notes, one after the other."""
    shown = _dump(site / tag / f"{ARTICLE}.html")
    page = _page(site, tag)
    place = shown.index(_close(page.findtext(".//h1")))
    for element in page.xpath("//article//*[self::h1 or self::h2 or self::p]"):
        # In a table the cells of a row stand side by side, line by line.
        if element.xpath("ancestor::table"):
            continue
        words = _close("".join(element.itertext()))
        place = shown.find(words, place)
        assert place >= 0, words
    headings = page.xpath("//article//h2")
    assert len(headings) == 6


@each_tag
def test_notes_lead_to_their_sources(site: Path, tag: str) -> None:
    """The numbers in the text are in brackets, and those of the sources go up from 1, in the
    digits of the language."""
    shown = _dump(site / tag / f"{ARTICLE}.html")
    page = _page(site, tag)
    labels = [
        _close("".join(each.itertext())) for each in page.xpath("//aside/span[@class='label']")
    ]
    locale = PROJECT.locale(tag)
    assert labels == [f"[{own_digits(locale, str(number))}]" for number in range(1, 13)]
    place = shown.index(_close(page.xpath("string(//section[@id='sources']/h2)")), len(shown) // 2)
    for label in labels:
        place = shown.index(label, place)


@each_tag
def test_no_markup_is_shown(site: Path, tag: str) -> None:
    """No tag, no entity and no raw mark of the sources comes through."""
    shown = _dump(site / tag / f"{ARTICLE}.html")
    assert re.findall(r"</?[a-z][^>]*>|&[a-z]+;|&#\d+;|\*\*|``|:ref:|\{\{|\}\}", shown) == []


def test_lost_heading_is_seen(site: Path, tmp_path: Path) -> None:
    """A page whose heading is hidden in its markup is not the same text: the check works."""
    text = (site / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    broken = tmp_path / "page.html"
    broken.write_text(re.sub("<h2>(.*?)</h2>", r"<h2 title='\1'></h2>", text, count=1), "utf-8")
    lost = _close(_page(site, "de").xpath("string(//article//h2)"))
    article = _close(_page(site, "de").findtext(".//h1"))
    after = _dump(broken).split(article, 1)[1]
    assert lost not in after.split("1", 1)[0]
