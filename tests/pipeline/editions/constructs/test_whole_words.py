"""No line breaks a word that browsers take for two, and all other texts stay as they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cellulite_content.pipeline.editions.constructs.whole_words import unbroken, with_whole_words

TITLE = "วิ่งแล้วเซลลูไลท์ลดลงไหม"


def test_a_loan_word_is_whole() -> None:
    """Browsers know no such word, and would break it after its first syllable."""
    marked = 'วิ่งแล้ว<span class="whole">เซลลูไลท์</span>ลดลงไหม'
    assert with_whole_words(TITLE) == marked
    assert with_whole_words(f"({TITLE}) 90%") == f"({marked}) 90%"


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        ("달리기가 “독소를 ", "배출”하는", " 것은"),
        ("נפוץ מאוד: ", "ל־80", " עד 90%"),
        ("ניתוח ", "ב־JAMA", " Network"),
        ("পুরুষদের মধ্যে তা ", "১০%-এর", " কম।"),
    ],
)
def test_what_belongs_together_stays_together(before: str, word: str, after: str) -> None:
    """A Korean particle and its quotation, a Hebrew preposition and its number or Latin word, and a
    number and its Bengali ending."""
    marked = f'{before}<span class="whole">{word}</span>{after}'
    assert with_whole_words(before + word + after) == marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("La course réduit-elle la cellulite ?", ["réduit-elle"]),
        ("Qu’est-ce que c’est (peut-être) ?", ["est-ce", "peut-être"]),
        ("Μείωση-στόχος, бег-то", ["Μείωση-στόχος", "бег-то"]),
        ("Anti-Cellulite-Behandlung, 20-fold, a -b- c", []),
        ("কে-সে, ২০-fold, e\u0301-tre", []),
    ],
)
def test_a_short_word_with_a_hyphen_is_whole_in_a_title(text: str, marked: list[str]) -> None:
    """A verb and its pronoun, in one piece; in other texts, a line may end after the hyphen. A word
    that may not fit on a line of a phone, and letters in several characters, stay as they are."""
    whole = re.findall('<span class="whole">(.*?)</span>', with_whole_words(text, in_title=True))
    assert whole == marked
    assert with_whole_words(text) == text


@pytest.mark.parametrize(
    "text", ["“Cellulite”, it’s 20-fold", "Cellulite &amp; co.", "การวิ่งเป็นที่นิยม", "セルライト", ""]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    """They cost nothing, and no language model is loaded."""
    assert with_whole_words(text) == text


@given(st.text(alphabet="กขคเแไาิ์่๑ <>&a", max_size=60))
def test_the_words_are_the_same(text: str) -> None:
    """Whatever the text is, readers get its letters, and no element is longer than a line."""
    root = html.fromstring(f"<p>.{unbroken(text)}.</p>")
    assert root.text_content() == f".{text}."
    assert all(len(word.text) <= 24 for word in root.iter("span"))
