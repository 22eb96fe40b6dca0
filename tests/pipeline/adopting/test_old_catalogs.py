"""Folders of languages, as projects name them."""

import pytest

from cellulite_content.pipeline.adopting.old_catalogs import our_code


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("de", "de"),
        ("pt-br", "pt_BR"),
        ("zh-Hant-TW", "zh_Hant_TW"),
        ("zh_hans", "zh_Hans"),
        ("sr@latin", "sr_Latn"),
        ("es_419", "es_419"),
        ("ca@valencia", "ca"),
    ],
)
def test_a_language_has_our_code(language: str, code: str) -> None:
    """Capitals, hyphens and the modifiers of gettext are ways to write the same."""
    assert our_code(language) == code
