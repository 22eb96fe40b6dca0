"""The Atom feeds: valid, one a language, and true of the pages that they name."""

from pathlib import Path

import pytest
from lxml import etree

from cellulite_content.pipeline.model.locale import Locale
from support import TESTS
from support.editions.reader import (
    ARTICLE,
    LOCALES,
    PROJECT,
    said,
    site_page,
    source_date,
    texts_of_kind,
)

ATOM = "{http://www.w3.org/2005/Atom}"

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)


def _faults(path: Path) -> list[str]:
    schema = etree.RelaxNG(etree.parse(TESTS / "schemas" / "atom.rng"))
    return [] if schema.validate(etree.parse(path)) else [str(each) for each in schema.error_log]


def test_feeds_are_valid(site: Path) -> None:
    """By RFC 4287, with no entry and no feed that has another's identifier."""
    files = sorted((site / "feeds").iterdir())
    assert [path.stem for path in files] == sorted(locale.tag for locale in LOCALES)
    assert {path.name: faults for path in files if (faults := _faults(path))} == {}
    ids = [each.text for path in files for each in etree.parse(path).iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 2 * len(LOCALES)


@each_locale
def test_feed_has_the_articles_of_its_language(site: Path, locale: Locale) -> None:
    """Title, summary and date as on the page, to which it leads; the page leads back."""
    path = site / "feeds" / f"{locale.tag}.xml"
    feed = etree.parse(path).getroot()
    (entry,) = feed.findall(f"{ATOM}entry")
    (title,), (description,) = texts_of_kind("title"), texts_of_kind("description")
    assert entry.findtext(f"{ATOM}title") == said(locale, title)
    assert entry.findtext(f"{ATOM}summary") == said(locale, description)
    date = f"{source_date()}T00:00:00Z"
    assert entry.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated") == date
    assert feed.findtext(f"{ATOM}title") == PROJECT.title
    page = site / locale.tag / f"{ARTICLE}.html"
    assert (path.parent / entry.find(f"{ATOM}link").get("href")).resolve() == page.resolve()
    (back,) = site_page(site, locale).xpath("//head/link[@type='application/atom+xml']/@href")
    assert (page.parent / back).resolve() == path.resolve()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<updated>2", "<updated>yesterday, 2"),
        ("<id>urn:uuid:", "<id>de/"),
        ("<author>", "<writer/><author>"),
        (' rel="self"', ' rel="here"'),
        ("<title", "<title>Twice</title><title"),
    ],
)
def test_schema_sees_faults(site: Path, tmp_path: Path, old: str, new: str) -> None:
    """A feed with one fault is refused: the check works."""
    text = (site / "feeds" / "de.xml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "de.xml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert _faults(path) != []
