"""Names of languages, as people and projects write them."""

import pytest

from cellulite_content.pipeline.files.names import locale_code


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("de", "de"),
        (" DE ", "de"),
        ("pt-br", "pt_BR"),
        ("zh-Hant-TW", "zh_Hant_TW"),
        ("zh_hans", "zh_Hans"),
        ("sr@latin", "sr_Latn"),
        ("es_419", "es_419"),
        ("ca@valencia", "ca"),
    ],
)
def test_a_language_has_locale_code(language: str, code: str) -> None:
    """Capitals, hyphens and the modifiers of gettext are ways to write the same."""
    assert locale_code(language) == code
