"""Language: copies of the source, and text in another script."""

import pytest

from cellulite_content.pipeline.gate.checks.language import (
    check_script,
    check_untranslated,
    scripts,
)
from cellulite_content.pipeline.gate.prose import read_prose
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.unit import Unit
from support.samples import DOMAIN


def is_copy(text: str, kind: str = "paragraph") -> bool:
    """Whether a copy of this text is reported."""
    unit = Unit("introduction/paragraph-1", DOMAIN, kind, text)
    prose = read_prose(unit, text)
    return bool(list(check_untranslated(unit, prose, prose)))


def is_foreign(source: str, target: str, code: str) -> bool:
    """Whether the script of a translation is reported."""
    unit = Unit("introduction/paragraph-1", DOMAIN, "paragraph", source)
    prose = read_prose(unit, source), read_prose(unit, target)
    return bool(list(check_script(*prose, Locale(code))))


@pytest.mark.parametrize(
    "text",
    [
        "Walk for an hour.",
        "**Mixed results:** losing weight does not always help. [#x]_",
        "Squats, lunges, and presses, all of them",
        "Wer täglich länger geht, schläft besser.",
        "Бег помогает не всем людям.",
    ],
)
def test_sentences_are_told(text: str) -> None:
    """Three words of prose in a row are a sentence that somebody passed over."""
    assert is_copy(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cellulite",
        "Plastic and Reconstructive Surgery, 2006",
        "Cleveland Clinic, my.clevelandclinic.org/health/diseases/cellulite",
        "`What it is and how to treat it <https://example.org>`__",
        "*What it is and how to treat it*, 2022",
        '"What it is and how to treat it", 2022',
        "``sudo apt install all of it``",
        "state.name:(closed OR open) AND article.body:heat~",
        "new |br|\\ open |br|\\ closed",
        "doi 10.1001/jamanetworkopen.2024.52185",
        "Über Ärzte und Öfen, 2006",
        "تأثير الجري على البشرة",  # a script without capitals: it may be a title
    ],
)
def test_names_and_titles_are_silent(text: str) -> None:
    """What no language changes, and what is cited, may stay as it is."""
    assert not is_copy(text)


def test_code_is_silent() -> None:
    """A literal block is to be typed, not read."""
    assert not is_copy("cd into the folder", "literal")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("de", {"LATIN"}),
        ("pt_BR", {"LATIN"}),
        ("sr", {"CYRILLIC", "LATIN"}),
        ("sr_Latn", {"LATIN"}),
        ("hi", {"DEVANAGARI"}),
        ("bn", {"BENGALI"}),
        ("ja", {"CJK", "HIRAGANA", "KATAKANA"}),
        ("ko", {"CJK", "HANGUL"}),
        ("zh_Hans", {"CJK"}),
        ("fa", {"ARABIC"}),
        ("pa_Arab", {"ARABIC"}),
    ],
)
def test_a_locale_has_its_scripts(code: str, words: set[str]) -> None:
    """By CLDR; Serbian has both, unless the code says which."""
    assert scripts(code) == words


GOOD = {
    "ar": "الجري يساعد",
    "de": "Laufen hilft sehr",
    "el": "Το τρέξιμο βοηθά",
    "he": "ריצה עוזרת מאוד",
    "hi": "दौड़ना मदद करता है",
    "ja": "走ることは肌に良いです",
    "ka": "სირბილი გეხმარებათ",
    "ko": "달리기는 피부에 좋습니다",
    "ru": "Бег помогает",
    "th": "การวิ่งช่วยได้",
    "vi": "Chạy bộ giúp ích",
    "zh_Hans": "跑步对皮肤有帮助",
}


@pytest.mark.parametrize("code", GOOD)
def test_text_of_another_language_is_told(code: str) -> None:
    """Each text is silent in its own catalog and told in all that write another script."""
    for other, text in GOOD.items():
        shared = scripts(other) & scripts(code)
        if other == code or not shared:
            assert is_foreign("Running helps", text, code) == (other != code), other


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("Install GitHub Desktop now", "Установите GitHub Desktop", "ru"),
        (
            "See `Skin <https://example.org>`__",
            "见 `Skin and Fat <https://example.org>`__",
            "zh_Hans",
        ),
        ("A study in *Human Movement*", "Исследование в *Human Movement Science*", "ru"),
        ("Use ``pip install``", "``pip install`` を使う", "ja"),
        ("Yes", "Да, OK", "de"),
        ("Use Windows here", "在Windows上使用", "zh_Hans"),
        ("Under the Hood", "Horizon 内部の変更", "ja"),
        ("Create flavors", "Flavor 생성", "ko"),
        ("10 %", "10 %", "ar"),
    ],
)
def test_names_in_another_script_are_silent(source: str, target: str, code: str) -> None:
    """Words of the source, of links, literals and emphasis do not count, nor do a few letters.

    Latin names may touch words of another script, and be longer than these.
    """
    assert not is_foreign(source, target, code)


def test_a_few_own_letters_in_an_english_text_are_told() -> None:
    """Nearly all letters are Latin."""
    assert is_foreign("Walk", "Please walk for half an hour every day 吧", "zh_Hans")
