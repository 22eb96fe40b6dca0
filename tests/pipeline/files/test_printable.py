"""Printable text: nothing that controls a display gets out, and everything else stays."""

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.files.printable import beginning, printable, printable_json
from cellulite_content.pipeline.model.finding import Finding, Problem
from cellulite_content.pipeline.model.unit import Unit

EVERY = "".join(map(chr, range(sys.maxunicode + 1)))
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_no_control_is_left() -> None:
    """All of Unicode is tried: controls, bidi controls, line separators and lone surrogates."""
    text = printable(EVERY)
    left = {character for character in text if unicodedata.category(character) in ("Cc", "Cs")}
    assert left == set()
    assert not set(text) & {*BIDI, "\u2028", "\u2029", "\ufeff", "\u200b"}
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Fuß",
        "می\u200cروم",
        "क्\u200dष",
        "👨\u200d👩",
        "10\u00a0%",
        "Donau\u00addampf",
        "\u3000歩く",
        "C:\\n",
    ],
)
def test_letters_stay(text: str) -> None:
    """Joiners, spaces and soft hyphens belong to words; a backslash is no escape."""
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\u202ea", r"\u202ea"),
        ("\udcff.po", r"\xff.po"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_escapes_are_the_known_ones(text: str, shown: str) -> None:
    """As in Python and in shells; a byte of a name that is not UTF-8 is that byte."""
    assert printable(text) == shown


@given(st.recursive(st.text() | st.none(), lambda each: st.lists(each, max_size=3)))
def test_json_keeps_its_value(value: object) -> None:
    """Escapes change how JSON looks, and not what it says; with lone surrogates it is ASCII."""
    text = printable_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(text) == value
    assert not set(text) & set(BIDI)
    text.encode()


def test_json_of_every_character_can_be_written() -> None:
    """No lone surrogate is left to fail in a file."""
    text = printable_json(json.dumps(EVERY, ensure_ascii=False))
    # JSON joins the halves of a pair that stand side by side; here they do.
    assert json.loads(text).encode("utf-16", "surrogatepass") == EVERY.encode(
        "utf-16", "surrogatepass"
    )
    text.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Walk.", "Walk."),
        ("Walk\n  for an\thour.", "Walk for an hour."),
        ("word " * 30, "word word word word word word word word word word word..."),
        ("語" * 100, "語" * 57 + "..."),
        ("a\x1bb", r"a\x1bb"),
    ],
)
def test_the_beginning_is_one_short_line(text: str, shown: str) -> None:
    """Whole words where there are any."""
    assert beginning(text) == shown


@given(path=st.text(), text=st.text(), source=st.text())
def test_a_finding_is_one_line(path: str, text: str, source: str) -> None:
    """Whatever its file, its message and its source hold."""
    finding = Finding(path, 3, Problem("noqa", text, text), "de", Unit("", "", "", source), text)
    assert len(str(finding).splitlines()) == 1
    assert "\x1b" not in str(finding)
    str(finding).encode()
