"""One source text with several translations: in the page, the books, the bundle and the search."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from lxml import html

from cellulite_content import Content
from support.editions.reader import without_sources
from support.small_projects import HEAD, write_project

ARTICLE = f"""{HEAD}\
Order
=====

.. context: verb

Order

* Order

* .. context: item

  Order

.. context: figure

.. figure:: order.svg
   :alt: Order

   Order

.. _part:

.. context: noun

Order
-----

Read :ref:`the part <part>`. [#note]_

.. context: other

Read :ref:`the part <part>`. [#note]_

Order

.. [#note] Order
"""

ENTRIES = """
msgctxt "introduction/list-item-1"
msgid "Order"
msgstr "Posten"

msgctxt "introduction/alternative-text-1"
msgid "Order"
msgstr "Abbild"

msgctxt "id1/footnote-1"
msgid "Order"
msgstr "Order"
"""

READ = "Read :ref:`the part <part>`. [#note]_"
TRANSLATIONS = {
    ("", "A text on walking."): "Ein Text.",
    ("", "Order"): "Ordnung",
    ("verb", "Order"): "Bestellen",
    ("item", "Order"): "",
    ("figure", "Order"): "Reihe",
    ("noun", "Order"): "Bestellung",
    ("", READ): "Lies :ref:`den Teil <part>`. [#note]_",
    ("other", READ): "Siehe [#note]_ :ref:`im Teil <part>`.",
}

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'

WORDS = [
    "Ordnung",
    "Bestellen",
    "Posten",
    "Order",
    "Reihe",
    "Bestellung",
    "Lies den Teil.",
    "Siehe im Teil.",
    "Ordnung",
    "Order",
]
"""The texts of the article in German, in order."""


@pytest.fixture(scope="module")
def project(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built: each message has its translation, and three units have their own."""
    folder = tmp_path_factory.mktemp("contexts") / "project"
    files = {"docs/articles/order.svg": PICTURE}
    write_project(folder, {"a": ARTICLE}, files=files, bilingual=True)
    path = folder / "locales/de/LC_MESSAGES/articles/a.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = TRANSLATIONS[entry.msgctxt or "", entry.msgid]
    catalog.save(str(path))
    with path.open("a", encoding="utf-8") as file:
        file.write(ENTRIES)
    for arguments in (("update",), ("build",)):
        done = run(*arguments, project=folder)
        assert done.returncode == 0, done.stderr
    return folder


def _lines(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


def test_update_has_kept_the_entries_of_units(project: Path) -> None:
    """They are in no template, and not a byte of them changed."""
    catalog = (project / "locales/de/LC_MESSAGES/articles/a.po").read_text(encoding="utf-8")
    assert all(entry in catalog for entry in ENTRIES.strip().split("\n\n"))


def test_the_page_shows_each_unit_with_its_words(project: Path) -> None:
    """Text, headings and alternative text; what has no translation is marked as English."""
    page = html.parse(project / "build/site/de/articles/a.html")
    article = without_sources(page.getroot()).find(".//article")
    for element in article.xpath(".//*[@class='label' or contains(@class, 'footnote-reference')]"):
        element.drop_tree()
    texts = article.xpath(".//h1 | .//h2 | .//p[not(ancestor::figcaption)] | .//figcaption")
    shown = [text.replace("\u2060", "") for text in _lines([each.text_content() for each in texts])]
    assert [text for text in shown if text] == WORDS
    assert article.xpath("string(.//img/@alt)") == "Abbild"
    assert article.xpath(".//li//*[@lang='en']")[0].text_content() == "Order"
    assert not article.xpath(".//aside//*[@lang='en']")


def test_the_books_show_each_unit_with_its_words(project: Path, run: Callable) -> None:
    """The bilingual book has the source after each; the checks of finished books agree."""
    for name in ("a.de.epub", "a.de.bilingual.epub"):
        with zipfile.ZipFile(project / "build/site/downloads" / name) as book:
            text = book.read("EPUB/a.xhtml").decode()
        place = 0
        for words in ("Ordnung", "Bestellen", "Posten", "Reihe", "Bestellung", "Lies", "Siehe"):
            place = text.index(words, place)
    assert text.count('<p class="source" dir="ltr" lang="en" xml:lang="en">Order</p>') == 3
    done = run("check", "--editions", project=project)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 errors, 0 warnings, 0 notes")


def test_programs_get_each_unit_with_its_words(project: Path) -> None:
    """The loader's texts, its catalog for gettext, and the site's data."""
    content = Content(lambda name: (project / "build/bundle" / name).read_bytes())
    article = content.load("de")
    texts = [
        str(node.text)
        for node in article.walk()
        if node.text and node.type not in ("image", "label")
    ]
    assert _lines(texts) == WORDS
    assert article.missing == ("introduction/list-item-2",)
    translations = content.translations("de")
    assert translations.gettext("Order") == "Ordnung"
    assert translations.pgettext("verb", "Order") == "Bestellen"
    assert translations.pgettext("introduction/list-item-1", "Order") == "Posten"
    assert translations.pgettext("id1/paragraph-3", "Order") == "Ordnung"
    assert translations.pgettext("item", "Order") == "Order"
    assert translations.pgettext("item", "Order").lang == "en"
    assert content.translations("en").pgettext("verb", "Order") == "Order"
    data = (project / "build/site/data/de/a.json").read_text(encoding="utf-8")
    assert json.loads(data) == article.to_dict()


def test_the_search_finds_the_words_of_each_unit(project: Path) -> None:
    """Each translation is in the index."""
    index = (project / "build/site/de/searchindex.js").read_text(encoding="utf-8")
    for word in ("ordnung", "bestellen", "posten", "reihe", "bestellung", "siehe"):
        assert f'"{word}"' in index or f"{word}:" in index, word
