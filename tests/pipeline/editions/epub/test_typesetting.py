"""Every title can be set on a cover, whatever its characters, and in little time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.editions.epub.cover import MARGIN, WIDTH, Cover, draw_cover
from cellulite_content.pipeline.editions.epub.fonts import MissingGlyphError
from cellulite_content.pipeline.editions.epub.typesetting import set_text
from support.samples import FUZZ

TOKENS = [
    *("a", "Wort", " ", "\u00a0", "\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\u00ad"),
    *("\u0301", "م", "مرحبا", "歩", "「", "」", "、", "(", ")", "न", "\ufe0f", "\u3000", "\u2003"),
    *("\u202f", "-", "—", "\u034f", "1", "\ufdfa", "\u0300" * 30, "I" * 60, "\n", "\t", "\u2028"),
]
TITLES = (
    st.text(max_size=20)
    | st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)
    | st.text(st.characters(categories=["Zs", "Zl", "Zp", "Cc", "Cf", "Mn"]), max_size=8)
    | st.text(st.sampled_from("歩くabc 、「」ーァमراب\u0301"), max_size=60)
)
TAGS = ["de", "ja", "ar", "zh-Hans", "hi"]


@FUZZ
@given(TITLES, st.sampled_from(TAGS), st.integers(100, 1300))
def test_any_title_is_set_in_time(title: str, tag: str, height: int) -> None:
    """The only error is that no font has a character."""
    start = time.process_time()
    try:
        block = set_text(title, tag, WIDTH - 2 * MARGIN, height, 224)
    except MissingGlyphError:
        pass
    else:
        assert block.lines
        assert block.size >= 1
    assert time.process_time() - start < 20


LONG = ["歩" * 5000, "歩「" * 3000, "ab " * 3000, "Wort " * 3000, "مرحبا " * 2000, "i" * 5000]


@pytest.mark.parametrize("title", [*LONG, "", " ", "\u200b", "\u00a0", "\u3000", "\n\n", "\u0301"])
def test_an_unusual_title_is_drawn_in_time(title: str) -> None:
    """Long titles and empty ones have a cover; setting one is cut off, and never takes minutes."""
    set_text("歩", "ja", 100, 100, 50)
    start = time.process_time()
    set_text(title, "ja", WIDTH - 2 * MARGIN, 600, 224)
    assert time.process_time() - start < 20
    assert draw_cover(Cover(title, "日本語", "ja", "ltr", "歩く"))[:2] == b"\xff\xd8"
