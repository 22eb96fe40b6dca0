"""Usual pages, read with patterns, have the same facts as with Python's parser."""

import random

import pytest

from cellulite_content.pipeline.verify import page_facts
from cellulite_content.pipeline.verify.page_facts import PageFacts, parse_html
from cellulite_content.pipeline.verify.usual_pages import read_usual_page

FRAGMENTS = (
    *("<p>", "</p>", "<br />", "<br/>", "<script>", "<base>", "<object>", "</object>", "<title>"),
    *('<a href="https://a.org/?b=1&amp;c=2">', '<a href="x#y">', "</a>", '<p class="d">', "<hr>"),
    *('<img src="a.png" alt="b &lt; c">', '<p class="d" id="e">', '<p id="e" class="d">'),
    *('<script type="application/json">{"a": 1}</script>', '<script src="x" defer></script>'),
    *("<title>T &amp; U</title>", '<form action="z">', '<p style="x" onclick="y">', "<applet>"),
    *("words", "&amp;", "&lt", "&ampx", "&", "&#64;", "&#150", ";", " ", "\n", "\0", "é", '"'),
    *("<!-- c -->", "<", ">", "</title>", "</script>", "<style>p</style>", "<textarea>", "<P>"),
    *("<a href=x>", "<a href='x'>", '<a href="&copy">', "<noscript>", "<!DOCTYPE html>", "</p x>"),
)


def _facts_by_parser(page: str, monkeypatch: pytest.MonkeyPatch) -> PageFacts:
    with monkeypatch.context() as patch:
        patch.setattr(page_facts, "read_usual_page", lambda page: None)
        return parse_html(page)


def test_same_facts_in_random_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of random pages from usual and unusual parts; many of both kinds are there."""
    chance = random.Random(5)  # noqa: S311
    usual = 0
    for _ in range(3000):
        page = "".join(chance.choices(FRAGMENTS, k=chance.randint(1, 6)))
        usual += read_usual_page(page) is not None
        assert parse_html(page) == _facts_by_parser(page, monkeypatch), page
    assert 500 < usual < 2500


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<title>a</title><p>b &amp; c</p>",
        '<script type="application/ld+json">{"a": "b"}</script><br><img src="a" alt="b" />',
    ],
)
def test_pages_of_editions_are_usual(page: str) -> None:
    """What templates and translators write is read with patterns."""
    assert read_usual_page(page) is not None


@pytest.mark.parametrize(
    "page",
    ["<!-- a -->", "<a b='c'>", "<P>", "<style>a</style>", "<title><b></title>", '<a b="&c;">'],
)
def test_other_pages_are_left_to_the_parser(page: str) -> None:
    """Comments, other quotes and references, and raw text."""
    assert read_usual_page(page) is None
