"""Web pages before pandoc reads them: tables are whole, and menus and scripts are gone."""

import pytest

from cellulite_content.pipeline.importing.web_page import prepare_page


@pytest.mark.parametrize(
    ("page", "prepared"),
    [
        (
            "<table><thead><tr><th>A<th colspan=2>B<tbody><tr><td>1<td>2<td><p>3</table>",
            "<table><thead><tr><th>A</th><th colspan=2>B</th></tr></thead>"
            "<tbody><tr><td>1</td><td>2</td><td><p>3</td></tr></tbody></table>",
        ),
        (
            "<table><caption>C<tr><td>1<table><tr><td>in</table>2<td>3</tr></table></td>",
            "<table><caption>C</caption><tr><td>1<table><tr><td>in</td></tr></table>2</td>"
            "<td>3</td></tr></table></td>",
        ),
        ("<p>AT&T &copy; &nope <B>x</b><br/>&#8364;", "<p>AT&T &copy; &nope <B>x</b><br/>&#8364;"),
        ("<svg viewBox='0 0 1 1'>", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox='0 0 1 1'>"),
        ("<ruby>漢<rt>kan</rt></ruby>", "<ruby>漢<rt>(kan)</rt></ruby>"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt></ruby>", "<ruby>漢<rp>(</rp><rt>kan</rt></ruby>"),
        ("a<script>'<p>'</script>b<template><p>c</p></template>d<style>p{}</style>", "abd"),
        (
            '<svg xmlns="x"><style>.a{fill:red}</style><g role=navigation>b</g></svg>'
            "<style>p{}</style>",
            '<svg xmlns="x"><style>.a{fill:red}</style><g role=navigation>b</g></svg>',
        ),
        ("<nav>never closed <p>Words", "<nav>never closed <p>Words"),
    ],
)
def test_pages_as_pandoc_needs_them(page: str, prepared: str) -> None:
    """End tags that a page leaves out are there, pictures have their namespace, and nothing else
    changes; a menu without an end is text."""
    assert prepare_page(page) == (prepared, ())


@pytest.mark.parametrize(
    "page",
    [
        "<div><div role=navigation><div>menu</div><div>THE WHOLE TEXT</div></div></div>",
        "<nav>menu<article>Text</article></nav><p>A foot with more words",
        "<nav>menu<h1>Text</h1></nav><p>A foot with more words",
        "<nav>menu<main>Text</main></nav>",
    ],
)
def test_a_menu_around_the_text_is_kept(page: str) -> None:
    """Where an end tag is missing, a menu seems to reach over the text."""
    assert prepare_page(page).text == page


def test_what_is_left_out_is_reported() -> None:
    """Menus, by the longest one, and the text around the main part, which pandoc does not read."""
    page = (
        "<body>Top<nav>1<nav>2</nav><table><tr><td>3</nav>"
        "<div role=navigation><div>4</div></div><main>Text</main>Foot"
    )
    text, losses = prepare_page(page)
    assert text == "<body>Top<main>Text</main>Foot"
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
