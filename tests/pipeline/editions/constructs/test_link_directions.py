"""The words of links run in their own direction."""

import pytest
from docutils import nodes

from cellulite_content.pipeline.editions.constructs.link_directions import own_direction
from cellulite_content.pipeline.model.locale import Locale

ENGLISH = Locale("en")


@pytest.mark.parametrize(
    ("code", "words", "direction"),
    [
        ("ar", "What Is Cellulite?", "ltr"),
        ("he", "“Cellulite”, 2015", "ltr"),
        ("fa", "سلولیت (Cellulite)", ""),
        ("de", "Was ist Cellulite?", ""),
        ("de", "ما هو السيلوليت؟", "rtl"),
        ("ar", "2015", ""),
    ],
)
def test_links_to_other_sites(code: str, words: str, direction: str) -> None:
    """The first letter decides, as in browsers; the language's own direction is not repeated."""
    link = nodes.reference("", words, refuri="https://example.org")
    assert own_direction(link, Locale(code), ENGLISH) == direction


def test_links_within_the_edition() -> None:
    """Their words are in its language, or say that they are not."""
    assert own_direction(nodes.reference("", "Cellulite", refid="top"), Locale("ar"), ENGLISH) == ""
    within = nodes.reference("", "Cellulite", refuri="other.html", internal=True)
    assert own_direction(within, Locale("ar"), ENGLISH) == ""


def test_links_in_a_text_of_the_source() -> None:
    """The words around them are in its language."""
    link = nodes.reference("", "What Is Cellulite?", refuri="https://example.org")
    paragraph = nodes.paragraph("", "", link)
    paragraph["in-source"] = True
    assert own_direction(link, Locale("ar"), ENGLISH) == ""
    assert own_direction(link, ENGLISH, Locale("ar")) == "ltr"
