"""The faces: one for each script of the project's languages, and each with the right letters."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from cellulite_content.pipeline.editions.typesetting import fonts
from cellulite_content.pipeline.editions.typesetting.compiler import set_pdf
from cellulite_content.pipeline.editions.typesetting.cover import Cover, draw_covers
from cellulite_content.pipeline.model.locale import Locale

WORDS = """\
#let data = json(bytes(sys.inputs.data))
#set document(title: "Words")
#set text(lang: data.lang, font: data.fonts, size: 8pt)
#for word in data.words { [#word \\ ] }
"""
"""A template that sets each word in a line of its own."""


@pytest.mark.parametrize(
    ("code", "script", "face"),
    [
        ("de", "Latn", fonts.LATIN),
        ("vi", "Latn", fonts.LATIN),
        ("el", "Grek", fonts.LATIN),
        ("uk", "Cyrl", fonts.LATIN),
        ("fa", "Arab", fonts.ARABIC),
        ("he", "Hebr", fonts.HEBREW),
        ("hi", "Deva", fonts.DEVANAGARI),
        ("bn", "Beng", fonts.BENGALI),
        ("th", "Thai", fonts.THAI),
        ("ko", "Kore", fonts.KOREAN),
        ("ja", "Jpan", fonts.JAPANESE),
        ("zh_Hans", "Hans", fonts.SIMPLIFIED_CHINESE),
        ("zh_TW", "Hant", fonts.TRADITIONAL_CHINESE),
        ("mr", "Deva", fonts.DEVANAGARI),
        ("ur", "Arab", fonts.ARABIC),
        ("en_XA", "Latn", fonts.LATIN),
    ],
)
def test_each_language_has_the_face_of_its_script(code: str, script: str, face: fonts.Face) -> None:
    """CLDR says which script a language is written in."""
    assert fonts.script_of(Locale(code)) == script
    assert fonts.face_of(Locale(code)) is face


def test_a_languages_own_face_is_the_first() -> None:
    """Han letters look different in Japanese, Korean, Simplified and Traditional Chinese; Latin
    letters among them are those of the Latin face."""
    latin, first, *_ = fonts.families(Locale("ja"))
    assert (latin["name"], first) == (fonts.LATIN.family, fonts.JAPANESE.family)
    assert fonts.families(Locale("ar"))[:2] == [fonts.ARABIC.family, fonts.LATIN.family]


def test_typst_finds_exactly_these_faces() -> None:
    """Typst has each family, and none of the machine's fonts."""
    found = {font.family for font in fonts.fonts().fonts() if font.path}
    folders = {face.folder for face in fonts.FACES}
    assert {face.family for face in fonts.FACES} <= found
    paths = [font.path for font in fonts.fonts().fonts() if font.path]
    assert all(any(path.startswith(str(folder)) for folder in folders) for path in paths)


OTHER_SCRIPTS = "am gu hy ka km kn lo ml my or pa si ta te".split()
NOT_READ_BACK = {"km": 1.0, "my": 0.06, "or": 0.03, "lo": 0.02}
"""The part of a language's words of which programs get a syllable twice (see the handbook)."""


@pytest.mark.parametrize("code", OTHER_SCRIPTS)
def test_words_of_other_scripts_are_set_and_read_back(code: str, tmp_path: Path) -> None:
    """CLDR's names of languages in fourteen scripts: each letter has a font, and is text."""
    locale = Locale(code)
    assert fonts.has_face(locale)
    names = " ".join(locale.babel.languages.values())
    words = sorted(
        {word for word in re.findall(r"[^\s()\u200b-\u200d]+", names) if not word.isascii()}
    )
    assert len(words) > 300
    (tmp_path / "words.typ").write_text(WORDS, encoding="utf-8")
    data = {"words": words, "fonts": fonts.families(locale), "lang": locale.babel.language}
    pdf = tmp_path / "words.pdf"
    pdf.write_bytes(set_pdf(tmp_path, "words.typ", data))
    done = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, encoding="utf-8", check=True
    )
    read = {_letters(line) for line in done.stdout.splitlines()}
    lost = [word for word in words if _letters(word) not in read]
    assert len(lost) <= NOT_READ_BACK.get(code, 0.01) * len(words), lost


def _letters(line: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"[\s\u200b-\u200d\u2060]", "", line))


@pytest.mark.parametrize("code", ["en", "ar", "ja", "ta"])
def test_signs_have_a_font(code: str) -> None:
    """Emoji, also of several characters, and usual signs."""
    signs = "🏃🏽‍♀️ ❤️ ✅ ⚠️ ✓ ✗ ★ ☎ ➜ → ⇒ ≥ ∞ ½ ℃ ♀ ♂ ■ ▶ 🇩🇪 1️⃣"
    assert draw_covers([Cover(signs, signs, Locale(code), signs)])
