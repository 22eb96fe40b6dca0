"""Matching: from tags, locales and headers to the published languages."""

import gc
import itertools
import re
import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cellulite_content import Content, Language, negotiation
from support.loader.bundles import content, other_names

MANY = content(
    *("de", "fr", "pt-BR", "es", "zh-Hans", "zh-Hant", "nb", "ca", "uk", "sr-Latn", "he", "ar")
)
CHINA = content("zh-Hans")
NAMES = other_names(MANY.languages())


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
    with pytest.raises(TypeError, match="a language must be a str"):
        MANY.load(wanted)  # type: ignore[arg-type]


def test_a_published_region_is_preferred() -> None:
    """With both pt and pt-BR published, each region gets its own, and others the plain one."""
    both = content("pt-BR", "pt")
    assert [both.match(tag) for tag in ("pt", "pt-BR", "pt-PT")] == ["pt", "pt-BR", "pt"]


HEADERS = {
    "subtags": "de-",
    "ranges": "de,",
    "different ranges": "x{},",
    "one subtag": "x",
    "parameters": "a;q=",
    "semicolons": ";",
    "digits": "9",
    "hyphens": "-",
    "low lines": "_",
    "wildcards": "*-",
    "white space": " ",
    "refused": "de;q=0,",
    "all refused": "x{};q=0,",
    "modifiers": "@",
    "surrogates": "\ud800",
}


def _header(part: str, size: int) -> str:
    """About `size` characters of it, with a language at both ends."""
    parts = [part.format(number) for number in range(size // len(part.format(size)))]
    return f"fr-CA,de;q={''.join(parts)},de"


def _work(header: str) -> int:
    """The lines of Python that run and the functions that they call, to match a header."""
    steps = 0
    MANY.match("x")  # reads the bundle

    def count(frame: FrameType, event: str, argument: object) -> "Callable[..., object]":
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace(), sys.getprofile()
    gc.disable()  # Hypothesis has a function that every collection calls
    sys.settrace(count)
    sys.setprofile(count)
    try:
        MANY.match(header)
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
        gc.enable()
    return steps


@pytest.mark.parametrize("part", HEADERS.values(), ids=HEADERS)
def test_work_is_in_proportion_and_bounded(part: str) -> None:
    """Twice the header is at most twice the work, and 100 KB are no more than 20 KB.

    Counted in steps, not in seconds: these are the same on every machine.
    """
    small, double = _work(_header(part, 400)), _work(_header(part, 800))
    assert double <= 2 * small + 10
    most = [_work(_header(part, size)) for size in (20_000, 100_000, 200_000)]
    assert max(most) < 20_000
    assert max(most) <= min(most) * 1.1


@pytest.mark.parametrize("part", HEADERS.values(), ids=HEADERS)
def test_a_huge_header_is_its_beginning(part: str) -> None:
    """Of 100 KB, what is behind the limits changes nothing; also in a list of many strings."""
    huge = _header(part, 100_000)
    assert MANY.match(huge) == MANY.match(huge[: negotiation.MAX_CHARACTERS])
    assert MANY.match(huge) == "fr"
    assert MANY.match([huge[:9_900], *["x"] * 1000, "de"]) == "fr"
    assert MANY.match(huge[8:]) in ("de", None)


def test_an_endless_iterable_ends() -> None:
    """Of strings without end, only as many are taken as are considered."""
    assert MANY.match(itertools.repeat("da")) is None
    assert MANY.match(itertools.repeat("")) is None
    assert MANY.match(itertools.chain(["da", "fr"], itertools.repeat("de"))) == "fr"
    assert MANY.load("da" for _ in itertools.count()).lang == "en"


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


PARTS = st.one_of(
    st.sampled_from(
        ["de", "fr-FR", "zh-TW", "zh_CN.GB18030", "sr@latin", "iw", "no", "sh", "*", "C"]
    ),
    st.text("abdehnrstzx01", min_size=1, max_size=9),
)
RANGES = st.builds("-".join, st.lists(PARTS, min_size=1, max_size=12))
WEIGHTS = st.sampled_from(["", ";q=0", ";q=1", ";q=0.5", "; q = .3", ";q=x", ";q=0;q=1", ";"])
LINES = st.builds(",".join, st.lists(st.builds("".join, st.tuples(RANGES, WEIGHTS)), max_size=6))
LINES |= WISHES


@given(st.sampled_from([MANY, CHINA]), st.lists(st.one_of(LINES, st.lists(LINES, max_size=3))))
def test_an_answer_is_a_published_language_or_none(
    one: Content, wanted: list[str | list[str]]
) -> None:
    """Whatever strings, and lists of strings, are wanted, in whatever order."""
    found = one.match(*wanted)
    assert found is None or found in one.languages()
    assert type(found) in (Language, type(None))
    assert one.load(*wanted).lang == (found or "en")


@given(LINES, st.sampled_from(MANY.languages()))
def test_a_refused_language_is_no_answer(wanted: str, refused: Language) -> None:
    """What `q=0` names is never answered, wherever it stands; and nothing when `*` is alone."""
    assume(not wanted.partition(",")[0].strip().isdecimal())  # `q=0,8` is a number
    for header in (f"{refused};q=0,{wanted}", f"{wanted},{refused};q=0.000"):
        assert MANY.match(header) != refused


@given(LINES)
def test_case_and_the_two_signs_between_subtags_do_not_matter(wanted: str) -> None:
    """A range and its twin in capitals, or as a POSIX locale, have one answer."""
    if wanted.isascii():
        assert MANY.match(wanted.upper()) == MANY.match(wanted)
        assert MANY.match(wanted.replace("-", "_")) == MANY.match(wanted)


def _languages(wanted: str) -> set[str]:
    """Each word of a wish, and the languages that CLDR has for it."""
    found = set(re.findall("[a-z]+", wanted.lower()))
    for _ in range(3):
        found |= {NAMES[word].partition("-")[0] for word in found if word in NAMES}
    return found


@given(st.sampled_from([MANY, CHINA]), LINES)
def test_a_match_is_of_a_language_wanted(one: Content, wanted: str) -> None:
    """Never of another one, by that name or by a former one of it."""
    found = one.match(wanted)
    if found is not None and "*" not in wanted:
        assert found.split("-")[0] in _languages(wanted)
