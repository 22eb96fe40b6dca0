"""Stylesheets suit languages that they do not name."""

from __future__ import annotations

import re

import pytest
from babel.localedata import locale_identifiers

from cellulite_content.pipeline.editions.html.language_styles import with_languages
from cellulite_content.pipeline.editions.templates import THEME
from cellulite_content.pipeline.editions.typesetting.fonts import script_of
from cellulite_content.pipeline.model.locale import LOCALE_CODE, Locale

WITHOUT_ITALICS = (
    "Arab Beng Deva Gujr Guru Hebr Khmr Knda Laoo Mlym Mymr Orya Sinh Taml Telu".split()
)
CODES = [
    code
    for code in locale_identifiers()
    if LOCALE_CODE.fullmatch(code) and script_of(Locale(code)) in WITHOUT_ITALICS
]


def _styles(name: str, *codes: str) -> str:
    styles = (THEME / "static" / name).read_bytes()
    return with_languages(styles, *map(Locale, codes)).decode()


@pytest.mark.parametrize("name", ["book.css", "reading.css"])
def test_no_language_has_false_italics(name: str) -> None:
    """Each language of CLDR in a script without italics has rules for emphasis and lines."""
    assert len(CODES) > 60
    for code in CODES:
        rules = [
            rule for rule in _styles(name, code).split("}") if f":lang({code.split('_')[0]}" in rule
        ]
        assert any("font-style: normal" in rule and "em" in rule for rule in rules), code
        assert any(re.search(r"line-height|--leading", rule) for rule in rules), code


def test_a_script_has_its_own_faces() -> None:
    """Not those of the language whose rules it gets."""
    styles = _styles("reading.css", "ta")
    (face,) = re.findall(r":lang\(ta\) (\{[^}]*--body[^}]*\})", styles)
    assert '"Noto Serif Tamil"' in face
    assert "Devanagari" not in face


def test_other_rules_stay() -> None:
    """A stylesheet has nothing more for languages that it names, and for those of other scripts."""
    for name in ("book.css", "reading.css"):
        styles = (THEME / "static" / name).read_text(encoding="utf-8")
        assert _styles(name, "hi", "de", "ka", "zh_TW") == styles
        assert _styles(name, "mr").startswith(styles[: styles.index(":lang(hi)")])


def test_two_languages_like_one() -> None:
    """A bilingual book from Marathi into Nepali has rules for both."""
    styles = _styles("book.css", "ne", "mr")
    assert "em:lang(ne)" in styles
    assert "em:lang(mr)" in styles
    assert "em:lang(hi)" in styles
