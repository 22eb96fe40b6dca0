"""Edges: the mark that ends a sentence, in the scripts of the world."""

import pytest

from cellulite_content.pipeline.gate.checks.punctuation import (
    check_edge_space,
    check_end_punctuation,
    end_mark,
)
from cellulite_content.pipeline.gate.prose import OMITTED, read_prose
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.unit import Unit
from support.samples import DOMAIN


def unit(text: str, kind: str = "paragraph") -> Unit:
    """A unit of this text."""
    return Unit("introduction/paragraph-1", DOMAIN, kind, text)


def told(source: str, target: str, code: str, kind: str = "paragraph") -> bool:
    """Whether the rule on ends says something."""
    mine = unit(source, kind)
    prose = read_prose(mine, source), read_prose(mine, target)
    return bool(list(check_end_punctuation(mine, *prose, Locale(code))))


SENTENCE, QUESTION, LIST = "Running helps.", "Does running help?", "Try these:"


@pytest.mark.parametrize(
    ("code", "sentence", "question", "announced"),
    [
        ("ar", "الجري يساعد.", "هل يساعد الجري؟", "جرّب هذه:"),
        ("ur", "دوڑنا مدد کرتا ہے۔", "کیا دوڑنا مدد کرتا ہے؟", "یہ آزمائیں:"),
        ("hi", "दौड़ना मदद करता है।", "क्या दौड़ना मदद करता है?", "ये आज़माएँ:"),
        ("zh_Hans", "跑步有帮助。", "跑步有帮助吗？", "请尝试："),
        ("ja", "走ると良い。", "走ると良いのでしょうか。", "次のとおりです。"),
        ("ko", "달리기가 도움이 됩니다.", "달리기가 도움이 됩니까?", "다음을 해 보십시오."),
        ("th", "การวิ่งช่วยได้", "การวิ่งช่วยได้ไหม", "ลองทำสิ่งเหล่านี้:"),
        ("lo", "ແລ່ນຊ່ວຍໄດ້", "ແລ່ນຊ່ວຍໄດ້ບໍ່", "ລອງ:"),
        ("el", "Το τρέξιμο βοηθά.", "Βοηθά το τρέξιμο;", "Δοκιμάστε:"),
        ("am", "መሮጥ ይረዳል።", "መሮጥ ይረዳል፧", "ይሞክሩ፦"),
        ("bn", "দৌড়ানো সাহায্য করে।", "দৌড়ানো কি সাহায্য করে?", "চেষ্টা করুনঃ"),
        ("hy", "Վազքը օգնում է։", "Վազքն օգնո՞ւմ է։", "Փորձեք."),
        ("km", "ការរត់ជួយ។", "តើការរត់ជួយទេ?", "សាកល្បង៖"),
        ("fr", "La course aide.", "La course aide-t-elle\u202f?", "Essayez\u00a0:"),
    ],
)
def test_each_script_has_its_marks(code: str, sentence: str, question: str, announced: str) -> None:
    """A good end of each kind is silent in languages that write it in their own way."""
    assert not told(SENTENCE, sentence, code)
    assert not told(QUESTION, question, code)
    assert not told(LIST, announced, code)


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        (QUESTION, "跑步有帮助。", "zh_Hans"),
        (QUESTION, "Бег помогает.", "ru"),
        (SENTENCE, "दौड़ना मदद करता है", "hi"),
        (SENTENCE, "الجري يساعد؟", "ar"),
        (SENTENCE, "Laufen hilft;", "de"),
        (QUESTION, "Hilft Laufen;", "de"),
        (LIST, "Essayez.", "fr"),
        ("**Running helps.** [#a]_ [#b]_", "**Laufen hilft** [#a]_ [#b]_", "de"),
    ],
)
def test_a_lost_end_is_told(source: str, target: str, code: str) -> None:
    """A missing mark, and a mark that says something else."""
    assert told(source, target, code)


@pytest.mark.parametrize(
    ("target", "code", "kind"),
    [
        ("La course aide ;", "fr", "paragraph"),
        ("La course aide\u00a0;", "fr", "list item"),
        ("Бег помогает;", "ru", "list item"),
        ("Laufen hilft", "de", "list item"),
        ("Laufen hilft", "de", "table cell"),
        ("ランニングの効果", "ja", "paragraph"),
        ("달리기의 효과", "ko", "paragraph"),
    ],
)
def test_a_fragment_may_lack_its_stop(target: str, code: str, kind: str) -> None:
    """Items of lists, cells of tables, and a noun phrase in languages that write none after it."""
    assert not told(SENTENCE, target, code, kind)
    assert told(QUESTION, target, code, kind) == (code != "ja")


def test_a_noun_phrase_after_a_sentence_lacks_its_stop() -> None:
    """A text of several sentences has a stop after each."""
    assert told("It helps. Running is good.", "走ると良い。走ることは良い", "ja")


def test_a_colon_after_a_stop_may_go() -> None:
    """`We add it.::` announces code with a colon that readers hardly see."""
    assert not told("We add it.::", "Wir fügen es hinzu.", "de")
    assert told("We add it::", "Wir fügen es hinzu.", "de")


def test_two_colons_are_the_ethiopic_stop() -> None:
    """Keyboards without it have only these; in marked-up text they announce a block."""
    assert not told(SENTENCE, "መሮጥ ይረዳል::", "am", "interface")
    assert told(SENTENCE, "Laufen hilft::", "de", "interface")


@pytest.mark.parametrize("kind", ["title", "heading 2", "heading 3"])
def test_headings_end_as_they_like(kind: str) -> None:
    """A heading may become a question, or lose its stop."""
    assert not told("Can it help?", "Hilfe", "de", kind)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Skin and fat", "Haut und Fett."),
        ("It helps!", "Es hilft."),
        ("And so on...", "Und so weiter…"),
        ("Oils, creams, etc.", "Öle, Cremes usw"),
        ('A link called "maybe:"', "Ein Link namens „vielleicht:“"),
        ("(It helps.)", "(Es hilft)"),
        ("**Does it help?**", "🚧**Hilft es?**"),
        ("It helps (in part).", "Es hilft. (Zum Teil)"),
        ("See `it <https://a.example>`__ and go.", "Geh. `Sieh <https://a.example>`__"),
        ("See https://a.example.", "Siehe https://a.example"),
        ("At 5 p.m.", "Um fünf"),
        ("It helps.", "(Es hilft.)"),
        ("See :ref:`Does it help? <x>`", "Siehe :ref:`Hilfe <x>`"),
        ("Use ``a: b``", "``a: b`` verwenden"),
        ("Read `on. <https://example.org>`__", "`Weiter <https://example.org>`__"),
    ],
)
def test_taste_is_silent(source: str, target: str) -> None:
    """Fragments, exclamations, abbreviations, brackets, and what markup holds."""
    assert not told(source, target, "de")


def test_text_that_is_held_is_an_end_of_its_own() -> None:
    """Behind the last literal there is nothing, whatever is before it."""
    assert end_mark(f"a. {OMITTED}") == OMITTED
    assert end_mark(f"a {OMITTED}.”\u200f ") == "full stop"
    assert end_mark("") == ""


@pytest.mark.parametrize(
    ("source", "target", "ends"),
    [
        ("Contents", "Inhalt", []),
        ("Contents", "Inhalt ", ["end"]),
        ("Contents", "\u3000目次", ["start"]),
        ("by ", "von", ["end"]),
        ("by ", "von\u00a0", []),
        ("x", "\n", ["start", "end"]),
    ],
)
def test_edges_are_the_sources(source: str, target: str, ends: list[str]) -> None:
    """White space of any kind, at the edge that the finding names."""
    found = check_edge_space(unit(source, "interface"), target)
    assert [problem.text.split()[1] for problem in found] == ends
