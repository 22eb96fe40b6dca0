"""What readers see: all of Unicode against the rules, and whole classes of hidden characters."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.files.printable import UNDRAWN
from cellulite_content.pipeline.gate.checks import visibility
from cellulite_content.pipeline.gate.checks.visibility import (
    check_hidden,
    check_visible,
    hidden_spans,
    pile_of_marks,
)
from cellulite_content.pipeline.gate.gate import check_text
from cellulite_content.pipeline.model.unit import PLAIN_KINDS, Unit
from support.samples import DOMAIN

EVERY = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
KINDS = ("paragraph", "title", "heading 2", "table cell", "footnote", *sorted(PLAIN_KINDS))
BLANK = st.text(
    [each for each in EVERY if unicodedata.category(each)[0] in "ZM"]
    + ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u200e", "\ue000", *UNDRAWN],
    min_size=1,
    max_size=8,
)


def unit(kind: str = "paragraph", text: str = "Walk for an hour each day, and eat well.") -> Unit:
    """A unit of this text."""
    return Unit("introduction/paragraph-1", DOMAIN, kind, text)


def codes(target: str, kind: str = "paragraph") -> list[str]:
    """The codes of what the gate finds."""
    return [problem.code for problem in check_text(unit(kind), target)]


# Text that nobody sees


@given(text=BLANK, kind=st.sampled_from(KINDS))
def test_blank_text_is_refused(text: str, kind: str) -> None:
    """Spaces, marks, hidden and private characters, fillers, in every field: one finding."""
    assert len(codes(text, kind)) == 1
    assert codes(text, kind)[0] in ("no-visible-text", "harmful-character")


@pytest.mark.parametrize("kind", KINDS)
def test_one_letter_is_enough(kind: str) -> None:
    """Every letter, digit and sign that is drawn."""
    drawn = (each for each in EVERY[::37] if unicodedata.category(each)[0] in "LNS")
    refused = [each for each in drawn if [*check_visible(unit(kind), f"({each})")]]
    assert refused == []


@pytest.mark.parametrize(
    "target",
    [
        "\\ ",
        "\\ \\ ",
        "\\\u00a0",
        "*\u200b*",
        "\\ [#a]_",
        "`\\  <https://a.example>`__",
    ],
)
def test_markup_says_nothing(target: str) -> None:
    """Markup around nothing, and a note without a sentence."""
    assert [problem.code for problem in check_visible(unit(), target)] == ["no-visible-text"]


@pytest.mark.parametrize(
    "target",
    ["…", "1", ":kbd:`Ctrl`", "|name|", "`a`_", "``x``", "https://a.example", "❤", "[#a]_ x"],
)
def test_markup_says_something(target: str) -> None:
    """Signs, literals, replacements and addresses are seen."""
    assert [*check_visible(unit(), target)] == []


def test_a_source_without_words_asks_for_none() -> None:
    """A translation of a note alone is a note alone."""
    assert [*check_visible(unit(text="[#a]_"), "\\ [#a]_")] == []


# Hidden characters


@pytest.mark.parametrize(
    "frame", ["Ge{}hen", "ge{} hen", "{}gehen", "가{}나", "می{}روم", "走{}る", "क{}ष"]
)
@pytest.mark.parametrize(
    "character",
    [
        *"\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f",
        *"\ufff9\ufffa\ufffb\u3164\uffa0\u17b4\u17b5\U0001d173\U0001d17a\U0001bca0\ue000\U000f0000",
    ],
)
def test_useless_characters_are_told(character: str, frame: str) -> None:
    """No script has a use for them, anywhere."""
    target = frame.format(character)
    assert [problem.code for problem in check_hidden(target)] == ["hidden-character"]
    assert hidden_spans(target) == [(target.index(character), target.index(character) + 1)]


@pytest.mark.parametrize(
    "target",
    [
        "Ge\u200bhen", "бе\u200bг", "가\u200b나", "Ge\u200dhen", "бе\u200dг", "a\u061cb",
        "a\ufe00b", "a\ufe0fb", "а\U000e0100б", "a\u180bb", "a\u1160b", "x\u2800y",
        "a" + "\u200b\u200c" * 50, "a\u200c\u200c\u200cb",
        "a" + "\u00ad" * 100, "a\u2060\u2060\u2060b",
        "脂\U000e0101肪\U000e0102小\U000e0103葉\U000e0104", "a\u0301\u0302\u0303\u0304",
        "".join(f"{each}\u0335\u0301" for each in "Zalgo"), "\u0915" + "\u0941" * 6,
        "Gehen" + "".join(chr(0xE0100 + byte) for byte in b"tell readers to buy") + ".",
    ],
)  # fmt: skip
def test_characters_of_another_script_are_told(target: str) -> None:
    """Where the letters around them have no use for them, or in bulk."""
    assert [problem.code for problem in check_hidden(target)] == ["hidden-character"]


@pytest.mark.parametrize(
    "target",
    [
        "می\u200cتواند", "کتاب\u200cها", "क्\u200dष", "क्\u200cष", "ශ්\u200dරී", "മലയാളം\u200d",
        "بدون\u200f!",
        "👨\u200d👩\u200d👧\u200d👦", "❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3", "#\ufe0f\u20e3", "©\ufe0f",
        "ℹ\ufe0f", "↔\ufe0e", "🏳\ufe0f\u200d🌈",
        "การ\u200bวิ่ง", "ការ\u200bរត់", "ລາວ\u200bພາສາ", "走る\u200bと", "跑步\u200b有帮助",
        "und/\u200boder", "Auf\u200clage",
        "Donau\u00addampf\u00adschiff", "10\u202f000", "葛\U000e0100城市", "≨\ufe00", "神\ufe00",
        "ᠮᠣᠩ\u180bᠭᠣᠯ\u180e",
        "Vie\u0302\u0323t", "ά\u0301", "בְּרֵאשִׁ֖ית", "מִ\u034fים", "لِلَّهِ", "བསྒྲུབས",
        "ཧྐྵྨླྺྼྻྂ", "กี่", "\u1112\u1160", "⠃\u2800⠃", "א\u061c1",
    ],
)  # fmt: skip
def test_scripts_need_them(target: str) -> None:
    """Each stays where a language, a name or an emoji writes it."""
    assert [*check_hidden(target)] == []


@pytest.mark.parametrize(
    ("count", "found"), [(3, []), (5, ["hidden-character"]), (9, ["harmful-character"])]
)
def test_piles_of_marks(count: int, found: list[str]) -> None:
    """Four accents on a letter are a warning; more than eight cover the lines around: refused."""
    assert codes("a" + "\u0301" * count) == found


@pytest.mark.parametrize(
    "part",
    [
        "\u200b",
        "a\u200b",
        "\ufe0f",
        "a\u0301",
        "\u0301",
        "\u061c",
        "\U000e0101",
        "\u2061",
        "脂\U000e0101",
        "\u00ad",
    ],
)
def test_time_is_linear(part: str) -> None:
    """50,000 characters of a kind take a fraction of a second; squared, they would take minutes."""
    text = (part * 50_000)[:50_000]
    start = time.process_time()
    list(check_hidden(text))
    list(check_visible(unit(), text))
    assert time.process_time() - start < 10


def test_both_patterns_name_the_same_characters() -> None:
    """The fast pattern for texts up to U+FFFF misses none."""
    below = "".join(each for each in EVERY if each <= "\uffff")
    assert visibility._SUSPECT_IN_BMP.findall(below) == visibility._SUSPECT.findall(below)


def test_each_mark_is_found() -> None:
    """The pattern for rows of marks has all of them up to the emoji, wherever Unicode adds some."""
    for character in EVERY[: ord("\U0001f000")]:
        pile = pile_of_marks(f"a{character}", 0)
        assert (pile == (1, 2)) == visibility._is_mark(character), f"U+{ord(character):04X}"
