"""The words of covers: every title can be set, whatever its characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.editions.typesetting.compiler import MissingGlyphError
from cellulite_content.pipeline.editions.typesetting.cover import Cover, draw_covers
from cellulite_content.pipeline.editions.typesetting.cover_words import words_of
from cellulite_content.pipeline.model.locale import Locale

TOKENS = [
    *("a", "Wort", " ", "\u00a0", "\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\u00ad"),
    *("\u0301", "م", "مرحبا", "歩", "「", "」", "、", "(", ")", "न", "\ufe0f", "\u3000", "\u2003"),
    *("\u202f", "-", "—", "\u034f", "1", "\ufdfa", "\u0300" * 30, "I" * 60, "\n", "\t", "\u2028"),
    *("#", "$", "\\", "@", "*", "`", '"', "#read", "กข", "글"),
]
LOCALES = [Locale(code) for code in ("de", "ja", "ar", "zh_Hans", "hi", "ko", "th")]
LONG = ["歩" * 5000, "歩「" * 3000, "Wort " * 3000, "مرحبا " * 2000, "i" * 5000, "a-" * 400]
EMPTY = ["", " ", "\u200b", "\u00a0", "\u3000", "\n\n", "\u0301"]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join), st.sampled_from(LOCALES))
def test_any_title_has_a_cover(title: str, locale: Locale) -> None:
    """The only error is that no font has a character."""
    try:
        (picture,) = draw_covers([Cover(title, locale.name, locale, "X")])
    except MissingGlyphError:
        return
    assert picture[:2] == b"\xff\xd8"


@pytest.mark.parametrize("title", [LONG[1], EMPTY[0]], ids=["long", "empty"])
def test_an_unusual_title_has_a_cover(title: str) -> None:
    """Long titles and empty ones have one too."""
    (picture,) = draw_covers([Cover(title, "日本語", Locale("ja"), "歩く")])
    assert picture[:2] == b"\xff\xd8"


@pytest.mark.parametrize("title", [*LONG, *EMPTY])
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_the_work_for_a_title_is_bounded(title: str, locale: Locale) -> None:
    """Typst gets at most 500 letters in 100 pieces, and at least one piece."""
    pieces = words_of(title, locale)["pieces"]
    assert 1 <= len(pieces) <= 100
    assert len("".join(pieces)) <= 500


@pytest.mark.parametrize(
    ("code", "title", "pieces"),
    [
        ("ja", "ランニングでセルライトは減る？", ["ランニングで", "セルライトは", "減る？"]),
        ("ko", "달리기로 셀룰라이트가", ["달리기로", " ", "셀룰라이트가"]),
        ("fr", "La cellulite ?", ["La", " ", "cellulite\u00a0?"]),
        ("pl", "cellulit: co w nauce", ["cellulit:", " ", "co", " ", "w\u00a0nauce"]),
        ("ja", "「走る」、。", ["「走る」、。"]),
    ],
)
def test_lines_break_between_phrases(code: str, title: str, pieces: list[str]) -> None:
    """Japanese between phrases, Korean between words; a word of one letter goes with the next one,
    a lone sign with the one before, and nothing begins with what closes or ends with what opens."""
    assert words_of(title, Locale(code))["pieces"] == pieces


def test_thai_breaks_between_words() -> None:
    """Thai has no spaces, and its lines must not be torn inside of words."""
    pieces = words_of("วิ่งแล้วเซลลูไลท์ลดลงไหม", Locale("th"))["pieces"]
    assert len(pieces) > 2
