"""Web pages before pandoc reads them: by the HTML standard, and without menus and scripts."""

import base64
import re
from pathlib import Path

import pytest

from cellulite_content.pipeline.importing.imported import GivenFile, ImportedArticle
from cellulite_content.pipeline.importing.pictures import safe_picture
from cellulite_content.pipeline.importing.tasks import read_article
from cellulite_content.pipeline.importing.web_page import prepare_page
from support.requirements import require

require("import", "pypandoc", "py_svg_hush", "selectolax")


def _parts(page: str) -> tuple[str, str]:
    """The head and the body of a prepared page."""
    match = re.fullmatch(
        r"<html>(?:<head></head>|<head>(.*)</head>)<body>(.*)</body></html>",
        prepare_page(page).text,
        re.DOTALL,
    )
    assert match
    return match[1] or "", match[2]


@pytest.mark.parametrize(
    ("page", "body"),
    [
        (
            "<table><thead><tr><th>A<th colspan=2>B<tbody><tr><td>1<td>2<td><p>3</table>",
            '<table><thead><tr><th>A</th><th colspan="2">B</th></tr></thead>'
            "<tbody><tr><td>1</td><td>2</td><td><p>3</p></td></tr></tbody></table>",
        ),
        (
            "<table><caption>C<tr><td>1<table><tr><td>in</table>2<td>3</tr></table></td>",
            "<table><caption>C</caption><tbody><tr><td>1<table><tbody><tr><td>in</td></tr></tbody>"
            "</table>2</td><td>3</td></tr></tbody></table>",
        ),
        (
            "<table>lost<colgroup><col></colgroup><form><tr><td>1<td></form></table>",
            "lost<table><tbody><tr><td>1</td><td></td></tr></tbody></table>",
        ),
        (
            "<p>AT&T &copy; &nope <B>x</b><br/>&#8364;",
            "<p>AT&amp;T © &amp;nope <b>x</b><br>€</p>",
        ),
        ("<h2>a</h3><p>b<!-- c --><i>d<p>e", "<h2>a</h2><p>b<!-- c --><i>d</i></p><p><i>e</i></p>"),
        ("<p>a<a id='x'/>b<a href=/y/>c</a>", '<p>a<a id="x"></a>b<a href="/y/">c</a></p>'),
        ("<p>a<![CDATA[b<i> & c]]>d<![CDATA[e", "<p>ab&lt;i&gt; &amp; cd<!--[CDATA[e--></p>"),
        (
            "<p title='<b />'>a<i title='\"' />b",
            '<p title="&lt;b /&gt;">a<i title="&quot;"></i>b</p>',
        ),
        ("<ruby>漢<rt>kan</rt></ruby>", "<ruby>漢(<rt>kan</rt>)</ruby>"),
        ("<ruby>漢<rt>kan</ruby>", "<ruby>漢(<rt>kan</rt>)</ruby>"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt></ruby>", "<ruby>漢<rp>(</rp><rt>kan</rt></ruby>"),
        ("a<script>'<p>'</script>b<template><p>c</p></template>d<style>p{}</style>", "abd"),
        ("<nav>never closed <p>Words", "never closed <p>Words</p>"),
        ("a<noscript><p>b & c</noscript>", "a<noscript><p>b & c</noscript>"),
        ("a<template><p>b", "a<p>b</p>"),
        ("a<noscript><p>b", "a<p>b</p>"),
        ("a<textarea>b</textarea>c<textarea>d<p>e", "a<textarea>b</textarea>cd<p>e</p>"),
    ],
)
def test_pages_as_pandoc_needs_them(page: str, body: str) -> None:
    """Every element has its end tag, and no word is lost; a menu without an end is text."""
    assert _parts(page) == ("", body)
    assert prepare_page(page).losses == ()


@pytest.mark.parametrize(
    ("page", "head", "body"),
    [
        ("<head><title>T</title><p>Words", "<title>T</title>", "<p>Words</p>"),
        ("<title/>Words", "<title></title>", "Words"),
        ("<title>T<p>Words", "", "T<p>Words</p>"),
        (
            "<head><noscript><img src=x></noscript><title>T</title></head>Words",
            "<noscript><img src=x></noscript><title>T</title>",
            "Words",
        ),
        (
            "<head><div></div><title>T</title><meta name=author content=A></head>Words",
            '<title>T</title><meta name="author" content="A">',
            "<div></div>Words",
        ),
    ],
)
def test_the_head_of_a_page(page: str, head: str, body: str) -> None:
    """It ends where the text begins, with or without tags, and has the title."""
    assert _parts(page) == (head, body)


def test_a_picture_in_the_page() -> None:
    """It is XML: with its namespaces, the case of its names, and what only HTML leaves out."""
    page = (
        "<svg viewbox='0 0 1 1' xmlns=x><title>A &amp; B</title><style>a>b{c:'&amp;'}</style>"
        "<use xlink:href='#a'/><linearGradient id=a /><text>1&nbsp;&lt; 2</text>"
        "<script>x</script><svg/><foreignObject><p>Label<br></foreignObject></svg>"
    )
    text, losses = prepare_page(page)
    match = re.search(r'<body><img alt="A &amp; B" src="data:image/svg\+xml;base64,(.*)">', text)
    assert match
    suffix, picture = safe_picture(base64.b64decode(match[1]))
    assert suffix == ".svg"
    for part in (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">',
        "<title>A &amp; B</title>",
        "<style>a&gt;b{c:'&amp;'}</style>",
        '<use href="#a"/>',
        '<linearGradient id="a"/>',
        "<text>1\N{NO-BREAK SPACE}&lt; 2</text>",
    ):
        assert part in picture.decode()
    assert losses == ("HTML in pictures not imported: Label; write it as text of the picture",)


@pytest.mark.parametrize(
    "page",
    [
        "<div><div role=navigation><div>menu</div><div>THE WHOLE TEXT</div></div></div>",
        "<nav>menu<article>Text</article></nav><p>A foot with more words",
        "<nav>menu<h1>Text</h1></nav><p>A foot with more words",
        "<nav>menu<main>Text</main></nav>",
        "<nav>menu<table><tr><td>1</nav><h1>Text</h1>",
        "<p>Text<div role=navigation>menu<svg><text>And all words behind",
        "<html role=navigation>menu",
    ],
)
def test_a_menu_around_the_text_is_kept(page: str) -> None:
    """Where an end tag is missing, a menu reaches over the text."""
    assert "menu" in prepare_page(page).text


def test_what_is_left_out_is_reported() -> None:
    """Menus, by the longest one, and the text around the main part, which pandoc does not read."""
    page = (
        "<body>Top<nav>1<nav>2</nav><table><tr><td>3</table></nav><nav><noscript><i></noscript></nav>"
        "<div role=navigation><div>4</div></div><main>Text</main>Foot"
    )
    text, losses = prepare_page(page)
    assert text == "<html><head></head><body>Top<main>Text</main>Foot</body></html>"
    assert losses == (
        "menus not imported: 2, such as: 1 2 3; copy by hand what is text",
        "text outside of <main> not imported: Top Foot; copy by hand what is missing",
    )


@pytest.mark.parametrize(
    "page",
    [
        "<title>T</title><h1>Title</h1><p>Lead</p><main>Text</main><p>Foot",
        "<head><title>T</title><style>p{}</style></head><body>Title Lead<main>Text</main></body>"
        "</html>Foot",
        "</main>Title Lead<main>Text</main>Foot",
    ],
)
def test_text_around_the_main_part_without_tags_of_the_body(page: str) -> None:
    """Text before `<body>` or behind `</body>` is text of the page too."""
    (loss,) = prepare_page(page).losses
    assert "Title Lead Foot;" in loss


@pytest.mark.parametrize(
    "part",
    ["<a <b ", '<a ="', "<a b='c\"", "<![CDATA[", "<title>", "<![CDATA[x]]>"],
)
def test_a_broken_page_is_read_once(part: str) -> None:
    """The same broken part 100,000 times, each of which a pattern could read to the page's end."""
    assert prepare_page(part * 100_000).text


def _imported(tmp_path: Path, page: bytes) -> str:
    file = GivenFile(tmp_path / "a.html", "a.html", page)
    article = read_article(file, "articles/x", "2026-01-01")
    assert isinstance(article, ImportedArticle)
    return article.text


@pytest.mark.parametrize(
    ("head", "encoding", "text"),
    [
        ("<meta charset=iso-8859-1>", "cp1252", "“café” – €"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?>", "cp1252", "“café”"),
        ("<meta http-equiv=x content='text/html; charset=Shift_JIS'>", "cp932", "①髙～"),
        ("<meta charset=gb2312>", "gbk", "镕"),
        ("<meta charset=klingon>", "utf-16", "語"),
        ("", "utf-8-sig", "語"),
    ],
)
def test_encodings_of_pages(tmp_path: Path, head: str, encoding: str, text: str) -> None:
    """A page is read as browsers read it: an encoding that it names may be one with more
    characters, and a byte order mark is stronger."""
    assert text in _imported(tmp_path, f"{head}<title>T</title><p>{text}".encode(encoding))


@pytest.mark.parametrize("rows", ["{}", "<tbody>{}</tbody>", "<colgroup><col></colgroup>{}"])
def test_the_heads_of_a_table(tmp_path: Path, rows: str) -> None:
    """A first row of heads is one in each spelling, and no cell is lost."""
    table = rows.format("<tr><th>A<th>B<tr><td>1<td>2")
    text = _imported(tmp_path, f"<title>T</title><table>{table}</table>".encode())
    assert "   :header-rows: 1\n" in text
    assert "   * - A\n     - B\n   * - 1\n     - 2\n" in text


def test_tabs_in_code(tmp_path: Path) -> None:
    """The next column is that of a browser, which counts no tags."""
    text = _imported(tmp_path, b"<title>T</title><pre class=x>\ta\n<b>b</b>\t<i>c</i>\td</pre>")
    assert "           a\n   b       c       d\n" in text
