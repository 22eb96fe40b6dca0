"""Each script in a browser: its own faces, and lines that end where its readers expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cellulite_content.pipeline.model.locale import Locale
from support.editions.browser import browser
from support.editions.reader import EACH_SCRIPT, LOCALES, PROJECT, page_path

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

SCRIPTS = {
    "ar": ("Noto Naskh Arabic", "Noto Sans Arabic"),
    "fa": ("Noto Naskh Arabic", "Noto Sans Arabic"),
    "he": ("Noto Serif Hebrew", "Noto Sans Hebrew"),
    "hi": ("Noto Serif Devanagari", "Noto Sans Devanagari"),
    "bn": ("Noto Serif Bengali", "Noto Sans Bengali"),
    "th": ("Noto Serif Thai", "Noto Sans Thai"),
    "ja": ("Noto Serif CJK JP", "Noto Sans CJK JP"),
    "ko": ("Noto Serif CJK KR", "Noto Sans CJK KR"),
    "zh-Hans": ("Noto Serif CJK SC", "Noto Sans CJK SC"),
    "zh-Hant": ("Noto Serif CJK TC", "Noto Sans CJK TC"),
}
WITH_SPACES = {"ar", "bn", "fa", "he", "hi", "ko"}
"""Languages whose words no line divides, without those that are hyphenated."""

WIDTHS = (320, 390, 768)
SHOWN = "h1, h2, td, figcaption, .admonition p, article > section > p:not([hidden]), .state label"
STARTS = frozenset("、。，．・：；？！ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ）」』】”’")
ENDS = frozenset("（「『【“‘")

LINES = """selector => [...document.querySelectorAll(selector)].map(element => {
  const lines = [];
  let bottom = -Infinity;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".footnote-reference, [hidden]")) continue;
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const rect = range.getClientRects()[0];
      if (rect && rect.top + rect.height / 2 > bottom) {
        lines.push("");
        bottom = rect.bottom;
      }
      lines[lines.length - 1] += node.data[at];
    }
  }
  return lines;
})"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page of a browser."""
    with browser() as program:
        yield program.new_page(viewport={"width": 390, "height": 900})


def _lines(page: Page, site: Path, locale: Locale) -> list[list[str]]:
    """The lines of each heading and paragraph, at several widths."""
    page.goto(page_path(site, locale).as_uri())
    found: list[list[str]] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate(LINES, "h1, h2, article > section > p:not([hidden])")
    assert sum(map(len, found)) > 150
    return found


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_letters_have_the_faces_of_their_script(page: Page, site: Path, locale: Locale) -> None:
    """No letter, digit or sign comes from another script's face or from one that nobody chose."""
    page.goto(page_path(site, locale).as_uri())
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    shown = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": SHOWN})
    used: set[Any] = set()
    for node in shown["nodeIds"]:
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        used |= {font["familyName"] for font in fonts}
    session.detach()
    own = SCRIPTS.get(locale.tag, ())
    assert set(own) <= used <= {*own, "Noto Serif", "Noto Sans"}


@pytest.mark.parametrize("tag", [tag for tag in EACH_SCRIPT if tag in SCRIPTS])
def test_lines_end_where_readers_expect(page: Page, site: Path, tag: str) -> None:
    """Between words where there are spaces, or behind a hyphen; not within a Thai loan word; and no
    Chinese or Japanese line begins or ends with a sign that belongs to its neighbour."""
    for lines in _lines(page, site, PROJECT.locale(tag)):
        text = "|".join(lines)
        if tag in WITH_SPACES:
            assert re.findall(r"[^\s־-]\|\S|־\|[0-9]|[%০-৯]-\|", text) == []
        if tag == "th":
            assert text.count("เซลลูไลท์") == text.replace("|", "").count("เซลลูไลท์")
        if tag in ("ja", "zh-Hans", "zh-Hant"):
            assert [line for line in lines[1:] if line[0] in STARTS] == []
            assert [line for line in lines[:-1] if line.strip()[-1] in ENDS] == []


@pytest.mark.parametrize("tag", ["ar", "fa", "he"])
def test_signs_of_titles_are_on_their_sides(page: Page, site: Path, tag: str) -> None:
    """The question mark of an English title is at its right, in a line from the right as well."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(page_path(site, PROJECT.locale(tag)).as_uri())
    title = page.locator("a", has_text="Get Rid of It?")
    first, last = title.evaluate(
        """link => [0, link.firstChild.length - 1].map(at => {
          const range = document.createRange();
          range.setStart(link.firstChild, at);
          range.setEnd(link.firstChild, at + 1);
          return range.getBoundingClientRect().left;
        })"""
    )
    assert first < last
