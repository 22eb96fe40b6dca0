"""SVG pictures in other languages: only words and languages change, and no label is cut."""

import re

import pytest
from lxml import etree

from cellulite_content.pipeline.editions.pictures.label_layout import width
from cellulite_content.pipeline.editions.pictures.localized_svg import localized_svg
from cellulite_content.pipeline.model.locale import Locale
from support import CHECKOUT

EN, DE, AR, JA = (Locale(code) for code in ("en", "de", "ar", "ja"))
FIGURE = (CHECKOUT / "docs" / "figures" / "skin-layers.svg").read_bytes()
TEXT = "{http://www.w3.org/2000/svg}text"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _picture(inner: str, attributes: str = "") -> bytes:
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"{attributes}>'
    return f"{start}{inner}</svg>".encode()


def _localized(inner: str, translations: dict[str, str], locale: Locale = DE) -> str:
    return localized_svg(_picture(inner), translations, locale, EN).decode()


def test_only_words_and_languages_change() -> None:
    """All other bytes are those of the source's picture, whatever quotes and spaces they have."""
    inner = "<!-- c --><g  id='a' ><text y = '2'  x='1'>Skin</text><text>12</text></g>"
    assert _localized(inner, {"Skin": "Haut"}) == (
        '<svg xml:lang="de" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><!-- c -->'
        "<g  id='a' ><text xml:lang=\"de\" y='2' x='1'>Haut</text><text>12</text></g></svg>"
    )


def test_a_picture_without_words_keeps_its_bytes() -> None:
    """So does one that cannot be read; extraction has refused it."""
    for data in (_picture("<text>12</text><title>name</title>"), b"<svg", b""):
        assert localized_svg(data, {"name": "Name"}, DE, EN) == data


def test_a_fallback_says_its_language() -> None:
    """A label without a translation, and names that some programs show, are the source's."""
    root = etree.fromstring(_localized("<title>n</title><text>Skin</text>", {}))
    assert [(each.get(XML_LANG), each.text) for each in root] == [("en", "n"), ("en", "Skin")]
    assert root.get(XML_LANG) == "de"


def test_words_are_no_markup() -> None:
    """Whatever a translation says, it is words."""
    words = '<script>alert("1")</script> & ]]> \'"'
    root = etree.fromstring(_localized("<text>Skin</text>", {"Skin": words}))
    assert [each.text for each in root.iter(TEXT)] == [words]
    assert len(list(root.iter())) == 2


def test_no_attribute_breaks_the_picture() -> None:
    """A value in single quotation marks keeps them, and a place that is no number of pixels is put
    into no transform, which would then have no effect."""
    words = {"Skin": "Eine sehr lange Haut" * 3}
    root = etree.fromstring(_localized("<text x='1\"' y='2'>Skin</text>", words))
    assert root[0].get("x") == '1"'
    assert "transform" in root[0].attrib
    for place in ("2em", "50%", "a"):
        root = etree.fromstring(_localized(f"<text x='1' y='{place}'>Skin</text>", words))
        assert "transform" not in root[0].attrib


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", 'direction="rtl" text-anchor="end"'),
        ('text-anchor="end"', 'direction="rtl" text-anchor="start"'),
        ('text-anchor="middle"', 'direction="rtl" text-anchor="middle"'),
    ],
)
def test_a_label_stays_on_its_side(attributes: str, expected: str) -> None:
    """The drawing is not mirrored: a label that began at its place now ends there."""
    shown = _localized(f'<text x="50" {attributes}>Skin</text>', {"Skin": "الجلد"}, AR)
    assert expected in shown
    assert shown.count("text-anchor") == 1


def test_a_style_is_stronger_than_attributes() -> None:
    """Where a style decides the anchor, signs of direction do what is needed."""
    for inner in (
        '<text style="text-anchor:end">Skin</text>',
        '<style>.l { text-anchor: end }</style><text class="l">Skin</text>',
    ):
        shown = _localized(inner, {"Skin": "الجلد"}, AR)
        assert "\N{RIGHT-TO-LEFT ISOLATE}الجلد\N{POP DIRECTIONAL ISOLATE}" in shown
        assert "direction=" not in shown


def test_lines() -> None:
    """A translation has the source's lines, or fewer if it is no longer; letters that were placed
    one by one are not."""
    lines = '<text><tspan x="9" y="2">Band of</tspan><tspan x="9" dy="1em">tissue</tspan></text>'
    for words, expected in (
        ("Strang aus Bindegewebe", ["Strang aus", "Bindegewebe"]),
        ("Band", ["Band"]),
        ("結合組織の帯", ["結合組", "織の帯"]),
    ):
        shown = _localized(lines, {"Band of tissue": words}, JA)
        assert re.findall("<tspan[^>]*>([^<]*)", shown) == expected
    placed = '<text y="2" x="1 2 3 4" textLength="9" rotate="1 2">Skin</text>'
    assert '<text xml:lang="de" y="2" x="1">Haut</text>' in _localized(placed, {"Skin": "Haut"})


@pytest.mark.parametrize(
    ("attributes", "room"),
    [('x="5"', 45), ('x="40" text-anchor="end"', 40), ('x="20" text-anchor="middle"', 40)],
)
def test_no_label_is_cut(attributes: str, room: float) -> None:
    """A label that would leave the picture has smaller letters; one with room has not."""
    inner = f'<g transform="scale(2)"><text y="4" font-size="5" {attributes}>Skin</text></g>'
    words = "Unterhautfettgewebe"
    shown = _localized(inner, {"Skin": words}).partition("<text")[2]
    factor = float(re.findall(r"scale\(([\d.]+)\)", shown)[0])
    assert factor * width(words) * 5 == pytest.approx(room, rel=0.01)
    assert "transform" not in _localized(inner, {"Skin": "Haut"}).partition("<text")[2]


def test_the_figure_has_room() -> None:
    """In each language of the project, the labels of our figure are as large as the source's."""
    import polib

    for path in sorted((CHECKOUT / "locales").glob("*/LC_MESSAGES/articles/*.po")):
        labels = {
            entry.msgid: entry.msgstr
            for entry in polib.pofile(str(path))
            if entry.comment.startswith("figure label")
        }
        locale = Locale(path.relative_to(CHECKOUT / "locales").parts[0])
        shown = localized_svg(FIGURE, labels, locale, EN).decode()
        assert len(labels) == 5, path
        assert "transform" not in shown, path
