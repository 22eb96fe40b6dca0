"""Matching: from tags, locales and headers to the published languages."""

import time

import pytest
from bundles import content
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content import Content

MANY = content(
    *("de", "fr", "pt-BR", "es", "zh-Hans", "zh-Hant", "nb", "ca", "uk", "sr-Latn", "he", "ar")
)
CHINA = content("zh-Hans")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-AT-x-foo", "de"),
        ("de_AT.UTF-8@euro", "de"),
        ("de-Latn-AT", "de"),
        ("fr-FR,en", "fr"),
        ("pt-BR", "pt-BR"),
        ("pt_br", "pt-BR"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("no", "nb"),
        ("no-NO", "nb"),
        ("iw-IL", "he"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-CN-x-private", "zh-Hans"),
        ("sr-Latn-RS", "sr-Latn"),
        ("sr_RS@latin", "sr-Latn"),
        ("ar-u-nu-latn", "ar"),
        ("*", "en"),
        ("de-*", "de"),
        ("*-CH", "en"),
        ("da, fr;q=0.5", "fr"),
        ("fr;q=0.5, de;q=0.9, es", "es"),
        ("fr;q=0.5,de;q=0.5", "fr"),
        ("da, *;q=0.1", "en"),
        ("fr ; q=0.4 , de;Q=0.6", "de"),
        ("de;q=banana, fr;q=0.1", "fr"),
        ("de;q=2, fr;q=nan, es;q=inf, he", "he"),
    ],
)
def test_match(wanted: str, expected: str) -> None:
    """The best language for what a program knows of its reader."""
    assert MANY.match(wanted) == expected


@pytest.mark.parametrize(
    "wanted",
    [
        *("", "C", "POSIX", "C.UTF-8", ",;,", "tlh", "*CH", "-", "x-de", "i-klingon"),
        *("sr", "sr-Cyrl", "sr-RS", "gl", "ru", "be", "da", "de-Cyrl", "d", "*;q=0"),
    ],
)
def test_no_match(wanted: str) -> None:
    """What is not published is not answered with another language or another script."""
    assert MANY.match(wanted) is None
    assert MANY.load(wanted).lang == "en"


@pytest.mark.parametrize("wanted", ["zh-TW", "zh-Hant", "zh-HK", "zh_TW.Big5", "zh-Hant-TW"])
def test_traditional_chinese_is_never_answered_in_simplified(wanted: str) -> None:
    """With only Simplified Chinese published, Traditional matches nothing."""
    assert CHINA.match(wanted) is None
    assert content("zh-Hant").match("zh-CN") is None
    assert content("zh-Hant").match("zh") is None


def test_another_script_comes_in_only_when_asked() -> None:
    """The chain of Traditional Chinese holds Simplified when the reader wants both."""
    assert MANY.load("zh-TW").lang == "zh-Hant"
    assert content("zh-Hans").load("zh-TW, zh-CN").lang == "zh-Hans"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("de;q=0, de-AT, fr", "fr"),
        ("de;q=0", None),
        ("de, de;q=0", None),
        ("zh-TW;q=0, zh-Hant, es;q=0.1", "es"),
        ("zh;q=0, zh-CN", None),
        ("zh;q=0, zh-TW", "zh-Hant"),
        ("de-AT;q=0, de", "de"),
        ("en;q=0, *", None),
        ("de, *;q=0", "de"),
        ("de;q=0.000, fr;q=0.001", "fr"),
    ],
)
def test_q_0_refuses(wanted: str, expected: str | None) -> None:
    """A range with q=0 takes away the language it names, and those below it not named."""
    assert MANY.match(wanted) == expected


def test_many_wishes() -> None:
    """Strings and iterables of strings, each a header, go by q and then by place."""
    assert MANY.match("da", ["es", "de"]) == "es"
    assert MANY.match(["es;q=0.5", "de"]) == "de"
    assert MANY.match(tag for tag in ("da", "fr")) == "fr"
    assert MANY.match() is None
    assert MANY.match([]) is None


@pytest.mark.parametrize("wanted", [None, 1, b"de", [b"de"], [None], [["de"]]])
def test_what_is_no_string_is_a_type_error(wanted: object) -> None:
    """A caller's mistake is not taken for an unknown language."""
    with pytest.raises(TypeError, match="a language is wanted as"):
        MANY.load(wanted)  # type: ignore[arg-type]


def test_a_published_region_is_preferred() -> None:
    """With both pt and pt-BR published, each region gets its own, and others the plain one."""
    both = content("pt-BR", "pt")
    assert [both.match(tag) for tag in ("pt", "pt-BR", "pt-PT")] == ["pt", "pt-BR", "pt"]


@pytest.mark.parametrize(
    "header",
    [
        "de-" * 35_000,
        "de," * 35_000,
        "x" * 100_000 + ",de",
        "a;q=" * 25_000,
        ";" * 100_000,
        "de;q=" + "9" * 100_000,
        "-" * 100_000,
        "de;q=0," * 15_000 + "fr",
    ],
)
def test_a_huge_header_takes_no_time(header: str) -> None:
    """100 KB of anything is answered within milliseconds."""
    started = time.process_time()
    MANY.load(header)
    MANY.match(header)
    assert time.process_time() - started < 0.05


def test_what_is_considered_ends_at_a_whole_range() -> None:
    """A range that is cut in two by the limit is not taken for another one."""
    assert MANY.match("xx," * 3333 + "de-AT") is None
    assert MANY.match("da," * 99 + "de") == "de"
    assert MANY.match("da," * 100 + "de") is None


WISHES = st.text() | st.text("deznhHantxTW-_,;q=0.19*@ CPOSIX\t\n", max_size=60)


@given(st.lists(WISHES, max_size=4))
def test_any_strings_give_an_article(wanted: list[str]) -> None:
    """No string raises; what matches is what loads."""
    article = MANY.load(*wanted)
    assert article.title
    assert MANY.load(wanted) is article
    assert article.lang == (MANY.match(*wanted) or "en")


@given(st.sampled_from([MANY, CHINA]), WISHES)
def test_a_match_is_of_the_language_wanted(one: Content, wanted: str) -> None:
    """A match shares its language with a wanted range, or is one of the aliases."""
    found = one.match(wanted)
    if found is not None and "*" not in wanted:
        assert found.split("-")[0] in wanted.lower() or found in ("nb", "he")
