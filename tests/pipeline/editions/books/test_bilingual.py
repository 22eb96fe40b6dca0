"""The bilingual book: each text in two languages, each marked, and nothing of it elsewhere."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import polib
import pytest
from lxml import etree

from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import (
    ARTICLE,
    CHECKOUT,
    PROJECT,
    SLUG,
    TRANSLATIONS,
    XML_LANG,
    Book,
    X,
    bare,
    bilingual_book,
    catalog,
    said,
    site_book,
    site_page,
    squeezed,
    texts_of_kind,
)

SOURCE = PROJECT.source_locale
UNREAD = ("description", "alternative text", "figure label")
"""Kinds of units that no paragraph shows: one is on the title page, the other is spoken."""

each_translation = pytest.mark.parametrize("locale", TRANSLATIONS, ids=lambda locale: locale.tag)


def _own_text(element: etree._Element) -> str:
    """An element's words without notes' numbers and without a source inside it."""
    parts = [element.text or ""]
    for child in element:
        classes = child.get("class", "").split()
        if "footnote-reference" not in classes and "source" not in classes:
            parts.append(_own_text(child))
        parts.append(child.tail or "")
    return squeezed("".join(parts).replace("\N{WORD JOINER}", ""))


def _source(element: etree._Element) -> etree._Element:
    """The source of a translated text: in it where it may hold no paragraph, or next to it."""
    inside = element.xpath(".//*[contains(@class, 'source')]")
    return inside[0] if inside else element.getnext()


def _pairs(root: etree._Element) -> list[tuple[str, str]]:
    """The translated texts of a page with the sources found at them, in the page's order."""
    paired = root.xpath("//*[contains(concat(' ', @class, ' '), ' paired ')]")
    return [(_own_text(element), _own_text(_source(element))) for element in paired]


def _wanted(code: str) -> list[tuple[str, str]]:
    """What polib says of the article: translation and source of each text that has both."""
    path = CHECKOUT / "locales" / code / "LC_MESSAGES" / f"{ARTICLE}.po"
    return [
        (bare(entry.msgstr), bare(entry.msgid))
        for entry in polib.pofile(str(path))
        if not entry.comment.startswith(UNREAD) and bare(entry.msgid) != bare(entry.msgstr)
    ]


# The text


@each_translation
def test_every_text_stands_in_both_languages(site: Path, locale: Locale) -> None:
    """Each message of the article stands with its source behind it, in the order of the source."""
    pairs = _pairs(bilingual_book(site, locale).text)
    assert list(dict.fromkeys(pairs)) == _wanted(locale.code)
    assert len(pairs) > 60


@each_translation
def test_sources_say_their_language(site: Path, locale: Locale) -> None:
    """Each source has `lang`, `xml:lang` and `dir` of its own; the translation has the root's."""
    found = bilingual_book(site, locale)
    root = found.text
    assert (root.get("lang"), root.get("dir")) == (locale.tag, locale.direction)
    for page in found.pages.values():
        sources = page.xpath("//*[contains(@class, 'source')]")
        told = [(each.get("lang"), each.get(XML_LANG), each.get("dir")) for each in sources]
        assert told == [("en", "en", "ltr")] * len(sources)
        others = page.xpath("/*//*[@lang and not(contains(@class, 'source'))]")
        assert others == []


@each_translation
def test_equal_texts_stand_once(site: Path, locale: Locale) -> None:
    """A text that is the same in both languages is not said twice."""
    pairs = _pairs(bilingual_book(site, locale).text)
    assert [target for target, source in pairs if target == source] == []
    same = [s for s, t in catalog(locale.code, ARTICLE).items() if s and s == t]
    sources = {source for _, source in pairs}
    assert sources.isdisjoint(map(bare, same))


@each_translation
def test_notes_have_one_number(site: Path, locale: Locale) -> None:
    """Both texts of a pair name the same notes, with the same numbers and the same places."""
    root = bilingual_book(site, locale).text
    paired = root.xpath("//*[contains(concat(' ', @class, ' '), ' paired ')]")
    for element in paired:
        source = _source(element)
        mine = _notes(element) - (
            _notes(source) if element in source.iterancestors() else Counter()
        )
        assert mine == _notes(source)
    plain = _notes(site_book(site, locale).text)
    assert sum(_notes(root).values()) > sum(plain.values())
    assert set(_notes(root)) == set(plain)


def _notes(element: etree._Element) -> Counter[tuple[str, str]]:
    references = element.xpath(".//*[contains(@class, 'footnote-reference')]")
    # Each text has the digits of its language.
    return Counter((each.get("href"), _number("".join(each.itertext()))) for each in references)


def _number(label: str) -> int:
    return int(label.strip("[]"))


@each_translation
def test_links_inside_lead_somewhere(site: Path, locale: Locale) -> None:
    """No id stands twice, and each link leads to a page and to an id that is there."""
    found = bilingual_book(site, locale)
    roots = found.pages | {"toc.ncx": found.xml("toc.ncx")}
    for name, root in roots.items():
        assert len(root.xpath("//@id")) == len(set(root.xpath("//@id"))), name
        for value in root.xpath("//@href | //@src"):
            target, anchor = urldefrag(value)
            if urlsplit(value).scheme:
                continue
            path = posixpath.normpath(target) if target else name
            assert f"EPUB/{path}" in found.files
            assert not anchor or roots[path].xpath("//*[@id=$id]", id=anchor), value


@each_translation
def test_sources_lead_where_their_translations_do(site: Path, locale: Locale) -> None:
    """A link is in both texts, with one address; none is lost and none is new."""
    root = bilingual_book(site, locale).text
    links = Counter(h for h in root.xpath("//a/@href") if urlsplit(h).scheme)
    sources = root.xpath("//*[contains(@class, 'source')]//a/@href")
    plain = Counter(
        h for h in site_book(site, locale).text.xpath("//a/@href") if urlsplit(h).scheme
    )
    assert links - Counter(sources) == plain
    assert Counter(h for h in sources if urlsplit(h).scheme) <= plain


# The book around it


@each_translation
def test_contents_are_the_translations(site: Path, locale: Locale) -> None:
    """Contents and headings are those of the plain book; a source is never a heading."""
    both, plain = bilingual_book(site, locale), site_book(site, locale)
    assert both.files["EPUB/nav.xhtml"] == plain.files["EPUB/nav.xhtml"]
    heads = [
        ["".join(h.itertext()) for h in found.text.iter(f"{X}h1", f"{X}h2", f"{X}h3")]
        for found in (both, plain)
    ]
    assert heads[0] == heads[1]
    labels = [
        found.xml("toc.ncx").xpath("//*[local-name()='navMap']//*[local-name()='text']/text()")
        for found in (both, plain)
    ]
    assert labels[0] == labels[1]


@each_translation
def test_record_tells_the_two_apart(site: Path, locale: Locale) -> None:
    """Another identifier, both languages with the translation's first, both named in the title."""
    both, plain = bilingual_book(site, locale), site_book(site, locale)
    assert both.metadata("language") == [locale.tag, "en"]
    assert plain.metadata("language") == [locale.tag]
    assert both.metadata("identifier") != plain.metadata("identifier")
    title, edition = both.metadata("title")
    assert title.startswith(f"{said(locale, texts_of_kind('title')[0])} (")
    assert title.endswith(" · English)")
    text = said(locale, "Bilingual edition: %(language)s and %(source)s")
    names = {"language": locale.name_of(locale), "source": locale.name_of(SOURCE)}
    assert edition == text % names
    kinds = [each.text for each in both.properties("title-type")]
    assert kinds == ["main", "edition"]
    uid = both.xml("toc.ncx").xpath("//*[@name='dtb:uid']/@content")
    assert uid == both.metadata("identifier")


def test_identifiers_are_all_different(site: Path) -> None:
    """No two books of the site share one."""
    found = [
        each
        for locale in TRANSLATIONS
        for each in (bilingual_book(site, locale), site_book(site, locale))
    ]
    assert found
    names = [each.metadata("identifier")[0] for each in found]
    assert len(set(names)) == len(names)


@each_translation
def test_title_page_has_both_titles(site: Path, locale: Locale) -> None:
    """Title and description are in both languages, and the page says what book it is."""
    page = bilingual_book(site, locale).pages["title.xhtml"]
    shown = [squeezed("".join(p.itertext())) for p in page.iter(f"{X}h1", f"{X}p")]
    wanted = []
    for kind in ("title", "description"):
        (text,) = texts_of_kind(kind)
        wanted += [said(locale, text), text]
    assert shown[:4] == wanted


def test_the_original_has_none(site: Path) -> None:
    """English has no second language."""
    assert not (site / "downloads" / f"{SLUG}.en.bilingual.epub").exists()
    assert len(list((site / "downloads").glob("*.bilingual.epub"))) == len(TRANSLATIONS)


# Elsewhere


@each_translation
def test_other_editions_know_nothing_of_it(site: Path, locale: Locale) -> None:
    """No source, mark or style of the bilingual book is in the page or the plain book."""
    plain = site_book(site, locale)
    for root in (site_page(site, locale), *plain.pages.values()):
        assert root.xpath("//*[contains(@class, 'source') or contains(@class, 'pair')]") == []
    assert plain.files["EPUB/book.css"] == site_book(site, SOURCE).files["EPUB/book.css"]
    assert b".source" not in plain.files["EPUB/book.css"]
    assert b".source" in bilingual_book(site, locale).files["EPUB/book.css"]


def test_styles_say_nothing_of_direction(site: Path) -> None:
    """No physical sides and no direction: each text's own `dir` decides where its rule is."""
    css = bilingual_book(site, TRANSLATIONS[0]).files["EPUB/book.css"].decode()
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert re.findall(r"[\w-]*(?:left|right)[\w-]*|(?<![\w-])direction|unicode-bidi", css) == []
    assert "font-style" not in css.partition(".source")[2]


@pytest.mark.parametrize("paper", [0, 255], ids=["night", "day"])
def test_sources_are_easy_to_read(site: Path, paper: int) -> None:
    """Each opacity leaves a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3), by day and by night."""
    css = bilingual_book(site, TRANSLATIONS[0]).files["EPUB/book.css"].decode()
    opacities = [float(each) for each in re.findall(r"opacity: ([\d.]+)", css)]
    assert re.search(r"\.source {[^}]*opacity: ", css)
    ink = 255 - paper
    # A reader's night may be softer than white on black: grey 200 on grey 18.
    grounds = ((paper, ink), (18, 200) if paper == 0 else (238, 34))
    for (back, front), opacity in product(grounds, opacities):
        mixed = opacity * front + (1 - opacity) * back
        dark, light = sorted((_luminance(mixed), _luminance(back)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def _luminance(grey: float) -> float:
    """Relative luminance of a grey from 0 to 255 (WCAG 2.2)."""
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


# Other articles, other markup


STROLL = """\
:date: 2026-03-04

.. meta::
   :description: On strolling.

A *Stroll*
==========

See :ref:`shoes` and the `Guide`_, or `a map <https://map.example/>`_.

.. _Guide: https://guide.example/

.. _shoes:

Good Shoes
----------

Sole
   A soft one. [#one]_

#. First step.

   Then rest.

.. table:: Some shoes

   ====  =====
   Kind  Price
   ====  =====
   Boot  12
   ====  =====

Same

.. [#one] A note.
"""

GERMAN = {
    "On strolling.": "Vom Bummeln.",
    "A *Stroll*": "Ein *Bummel*",
    "See :ref:`shoes` and the `Guide`_, or `a map <https://map.example/>`_.": (
        "Siehe `Guide`_ und :ref:`shoes` oder `a map <https://map.example/>`_."
    ),
    "Good Shoes": "Gute Schuhe",
    "Sole": "Sohle",
    "A soft one. [#one]_": "Eine weiche. [#one]_",
    "First step.": "Erster Schritt.",
    "Some shoes": "Einige Schuhe",
    "Kind": "Art",
    "Price": "Preis",
    "Boot": "Stiefel",
    "Same": "Same",
    "A note.": "Eine Notiz.",
}


@pytest.fixture(scope="module")
def stroll(
    copy_project: Callable[[Path], Path], run: Callable, tmp_path_factory: pytest.TempPathFactory
) -> Book:
    """The bilingual book of an article with other markup; one of its texts is not translated."""
    folder = tmp_path_factory.mktemp("stroll")
    project = copy_project(folder / "project")
    (project / "docs" / "articles" / "stroll.rst").write_text(STROLL, encoding="utf-8")
    for stage in (("extract",), ("add-locale", *(locale.code for locale in TRANSLATIONS))):
        done = run(*stage, project=project)
        assert done.returncode == 0, done.stderr
    path = project / "locales" / "de" / "LC_MESSAGES" / "articles" / "stroll.po"
    entries = polib.pofile(str(path))
    for text, translation in GERMAN.items():
        entries.find(text).msgstr = translation
    entries.save()
    done = run(
        "build", "de", "--output", folder / "site", "--formats", "html,epub", project=project
    )
    assert done.returncode == 0, done.stderr
    return Book((folder / "site" / "downloads" / "stroll.de.bilingual.epub").read_bytes())


def test_other_markup_is_paired(stroll: Book) -> None:
    """Terms, definitions, steps, titles of tables and links by name have both texts as well."""
    pairs = _pairs(stroll.pages["stroll.xhtml"])
    assert ("Ein Bummel", "A Stroll") in pairs
    links = ("Siehe Guide und Gute Schuhe oder a map.", "See Good Shoes and the Guide, or a map.")
    assert links in pairs
    plain = {
        (target, source)
        for source, target in GERMAN.items()
        if source != target and not re.search(r"[`*\[]", source) and source != "On strolling."
    }
    assert plain <= set(pairs)
    assert len(pairs) == len(plain) + 3


def test_a_text_that_fell_back_stands_once(stroll: Book) -> None:
    """What is not translated is shown in English once, and says so; so is what is equal."""
    page = stroll.pages["stroll.xhtml"]
    text = " ".join(page.itertext())
    assert text.count("Then rest.") == text.count("Same") == 1
    (element,) = page.xpath("//*[text()='Then rest.']")
    assert (element.get("lang"), element.get("class")) == ("en", "fallback")


def test_links_by_name_lead_to_the_same_places(stroll: Book) -> None:
    """Sources' links to sections and to named addresses work as their translations' do."""
    page = stroll.pages["stroll.xhtml"]
    (source,) = page.xpath("//*[local-name()='p'][starts-with(., 'See ')]")
    hrefs = source.xpath(".//@href")
    assert hrefs == ["#shoes", "https://guide.example/", "https://map.example/"]
    assert len(page.xpath("//*[@id='shoes']")) == 1
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_short_pairs_stay_together(stroll: Book, site: Path) -> None:
    """A short pair is held on one page; a long one may break, or phones would show half pages."""
    boxes = stroll.pages["stroll.xhtml"].xpath("//*[contains(@class, 'pair ')]")
    assert {each.get("class") for each in boxes} == {"pair short"}
    lengths = {
        each.get("class"): len("".join(each.itertext()))
        for each in bilingual_book(site, TRANSLATIONS[1]).text.xpath(
            "//*[starts-with(@class, 'pair')]"
        )
        if each.tag == f"{X}div"
    }
    assert set(lengths) == {"pair", "pair short"}
