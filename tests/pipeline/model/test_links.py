"""Addresses that a locale may use instead of the source's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.gate import check_text
from cellulite_content.pipeline.model.links import Links, may_replace, same_place, source_address
from cellulite_content.pipeline.model.unit import Unit

PAGE = "https://a.example/en/walk"
LINKS = Links(
    (
        ("https://a.example/en/", "https://a.example/fr/"),
        ("https://a.example/en/old/", "https://a.example/fr/ancien/"),
        ("https://b.example/x", "https://c.example/y"),
        ("https://a.example/en/special", "https://a.example/fr/particulier"),
        ("https://d.example/", "https://d.example/page"),
    )
)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://a.example/fr/x?y#z", "https://a.example/en/x?y#z"),
        ("https://a.example/fr/", "https://a.example/en/"),
        ("https://a.example/fr", "https://a.example/fr"),
        ("https://a.example/fr/ancien/x", "https://a.example/en/old/x"),
        ("https://a.example/fr/particulier", "https://a.example/en/special"),
        ("https://a.example/en/x", "https://a.example/en/x"),
        ("https://a.example.evil.example/fr/x", "https://a.example.evil.example/fr/x"),
        ("https://c.example/y", "https://b.example/x"),
        ("https://c.example/y/z", "https://c.example/y/z"),
        ("https://d.example/page/x", "https://d.example/page/x"),
        ("https://e.example/", "https://e.example/"),
    ],
)
def test_beginnings_stand_for_all_addresses_below_them(address: str, wanted: str) -> None:
    """Only when both end in a slash; a whole address and a longer beginning come first."""
    assert source_address(address, LINKS) == wanted


@given(st.text(max_size=20))
def test_the_rest_of_an_address_stays(rest: str) -> None:
    """What follows the beginning must be the source's."""
    links = Links((("https://a.example/en/", "https://b.example/"),))
    assert source_address("https://b.example/" + rest, links) == "https://a.example/en/" + rest


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("`Guide <https://a.example/fr/x>`_", []),
        ("`Guide <https://a.example/en/x>`_", []),
        ("`Guide <https://a.example/fr/y>`_", ["link-changed"]),
        ("`Guide <https://a.example/de/x>`_", ["link-changed"]),
        ("`Guide <https://a.example/fr/../x>`_", ["link-changed"]),
    ],
)
def test_the_gate_accepts_them(target: str, wanted: list[str]) -> None:
    """A link that differs by its language part only."""
    unit = Unit("x", "d", "paragraph", "`The guide <https://a.example/en/x>`_")
    assert [problem.code for problem in check_text(unit, target, LINKS)] == wanted


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("http://a.example/b", "https://a.example/b", True),
        ("https://a.example", "https://a.example/", True),
        ("https://a.example/b/?c", "https://a.example/b?c", True),
        ("https://a.example/b/#c", "https://a.example/b#c", True),
        ("https://a.example/b", "https://a.example/c", False),
        ("https://a.example/?b", "https://a.example/?c", False),
        ("mailto:a@b.example", "mailto:a@b.example/", False),
    ],
)
def test_the_same_place(one: str, other: str, wanted: bool) -> None:
    """Encryption and a slash at the end of the path do not matter, and the rest does."""
    assert (same_place(one) == same_place(other)) is wanted


@pytest.mark.parametrize(
    ("source", "address"),
    [
        (PAGE, "https://a.example/de/walk"),
        ("https://a.example/en-US/walk", "https://a.example/de/walk"),
        ("https://a.example/walk?lang=en#top", "https://a.example/walk?lang=de#top"),
        ("https://a.example/walk.en.html", "https://a.example/walk.de.html"),
        ("https://a.example/guide_en.pdf", "https://a.example/guide_de.pdf"),
        ("https://a.example/fr/walk", "https://a.example/de-at/walk"),
        ("https://en.wikipedia.org/wiki/Fat", "https://de.wikipedia.org/wiki/Fett#Haut"),
        ("mailto:bob@example.net", "mailto:jürgen@mail.example.org"),
        ("https://example.com/your-page", "https://example.com/ihre-seite"),
    ],
)
def test_a_page_in_the_language_may_replace_the_sources(source: str, address: str) -> None:
    """The rest of the address is the source's, but for titles of an encyclopedia and examples."""
    assert may_replace(source, address, "de")


@pytest.mark.parametrize(
    ("source", "address"),
    [
        (PAGE, "https://a.example/de/run"),
        (PAGE, "https://a.example/fr/walk"),
        (PAGE, "https://b.example/de/walk"),
        (PAGE, "http://a.example/de/walk"),
        (PAGE, "https://a.example/de/walk/more"),
        (PAGE, "https://a.example/xx/walk"),
        ("https://a.example/faq/walk", "https://a.example/de/walk"),
        ("https://en.a.example/walk", "https://de.a.example/walk"),
        ("https://en.wikipedia.org/wiki/Fat", "https://en.wikipedia.org/wiki/Skin"),
        ("https://en.wikipedia.org/wiki/Fat", "https://fr.wikipedia.org/wiki/Graisse"),
        ("https://en.wikipedia.org/wiki/Fat", "https://de.wiktionary.org/wiki/Fett"),
        ("https://en.wikipedia.org/wiki/Fat", "https://de.wikipedia.org.spam.example/wiki/Fett"),
        ("mailto:bob@example.net", "mailto:bob@spam.example"),
        ("https://example.com/a", "https://example.com@spam.example/"),
        ("https://example.com/a", "https://spam.example\\\\@example.com/"),
        ("https://example.com/a", "javascript:alert(1)//example.com"),
        (PAGE, "https://[a.example/de/walk"),
    ],
)
def test_any_other_address_is_another_place(source: str, address: str) -> None:
    """Another page, host, language or scheme, however much it looks like the source's."""
    assert not may_replace(source, address, "de")
