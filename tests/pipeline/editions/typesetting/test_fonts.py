"""The faces: one for each script of the project's languages, and each with the right letters."""

import pytest

from cellulite_content.pipeline.editions.typesetting import fonts
from cellulite_content.pipeline.model.locale import Locale


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
