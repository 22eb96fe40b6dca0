"""No edition has a character that none of our fonts can show."""

import unicodedata
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.locale import Locale
from support.editions.font_files import characters
from support.editions.reader import LOCALES, bilingual_book, page, site_book, words

INVISIBLE = ("Cc", "Cf", "Zl", "Zp", "Zs")


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_each_character_is_in_a_font(site: Path, locale: Locale) -> None:
    """Those of pages, books and figures. Covers and PDF editions are made from the same texts, and
    Typst refuses what it has no glyph for (`test_compiler`)."""
    books = [site_book(site, locale)]
    books += [bilingual_book(site, locale)] if locale.state != "source" else []
    texts = [words(page(path)) for path in (site / locale.tag).rglob("*.html")]
    for book in books:
        names = [name.removeprefix("EPUB/") for name in book.files if name.endswith(".svg")]
        texts += [book.words(), *(words(book.xml(name)) for name in names)]
    assert len(texts) == 3 + 2 * len(books)
    used = {each for each in "".join(texts) if unicodedata.category(each) not in INVISIBLE}
    assert {each: unicodedata.name(each) for each in used - characters()} == {}
