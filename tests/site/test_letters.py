"""No edition has a character that none of our fonts can show."""

import unicodedata

import pytest

from cellulite_content.pipeline.model.locale import Locale
from support.editions.font_files import characters
from support.editions.reader import ARTICLE, TRANSLATIONS, catalog, source_date

INVISIBLE = ("Cc", "Cf", "Zl", "Zp", "Zs")


@pytest.mark.parametrize("locale", TRANSLATIONS, ids=lambda locale: locale.tag)
def test_each_character_is_in_a_font(locale: Locale) -> None:
    """Those of the article, the interface, the language's name, and dates and percentages."""
    texts = [
        text for domain in (ARTICLE, "interface") for text in catalog(locale.code, domain).values()
    ]
    texts += [locale.name, locale.date(source_date()), locale.percent(100)]
    used = {each for text in texts for each in text if unicodedata.category(each) not in INVISIBLE}
    assert {each: unicodedata.name(each) for each in used - characters()} == {}
