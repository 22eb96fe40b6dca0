"""A project whose source is not English: nothing says or takes for granted that it is."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from support.small_projects import write_project

ARTICLE = """\
:date: 2026-11-22

.. meta::
   :description: Ein Text über das Gehen.

Warum gehen
===========

Wer eine Stunde geht, lebt länger. Zwei Studien zeigen es.

.. note:: Trinken Sie genug Wasser.

Quellen
-------

Hier steht mehr.
"""
TRANSLATIONS = {
    "Ein Text über das Gehen.": "A text on walking.",
    "Warum gehen": "Why walk",
    "Wer eine Stunde geht, lebt länger. Zwei Studien zeigen es.": (
        "Who walks for an hour lives longer, as 2 studies show."
    ),
    "Trinken Sie genug Wasser.": "Drink enough water.",
    "Quellen": "Sources",
}
SETTINGS = """\
[tool.cellulite-content]
title = "Gehen"
source-language = "de"
covers = false
"""
CONF = """\
project = "Gehen"
extensions = ["cellulite_content.pipeline.editions"]
root_doc = "index"
language = "de"
html_theme = "reading"
"""


@pytest.fixture(scope="module")
def german(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A German project with an English translation but for one sentence, and none into French and
    Czech, built. This program's own words are not in Czech.
    """
    folder = write_project(
        tmp_path_factory.mktemp("german"),
        {"a": ARTICLE},
        files={"pyproject.toml": SETTINGS, "docs/conf.py": CONF},
        codes=("en", "fr", "cs"),
    )
    path = folder / "locales/en/LC_MESSAGES/articles/a.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    for entry in catalog:
        entry.msgstr = TRANSLATIONS.get(entry.msgid, "")
    catalog.save()
    done = run("build", project=folder)
    assert (done.returncode, done.stdout.split(" in ")[0]) == (0, "4 locales built, 0 unchanged")
    return folder


def _page(folder: Path, tag: str) -> str:
    return (folder / f"build/site/{tag}/articles/a.html").read_text(encoding="utf-8")


def _marked(page: str, tag: str) -> list[str]:
    """The texts of elements that are marked as in this language; links to editions have none."""
    return re.findall(rf'class="fallback" lang="{tag}" dir="ltr">([^<]*)', page)


def test_the_original_is_in_its_language_alone(german: Path) -> None:
    """Its page, its book and the list of languages have our words in German, and none marked."""
    page = _page(german, "de")
    shelf = (german / "build/site/index.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(german / "build/site/downloads/a.de.epub") as book:
        about = book.read("EPUB/about.xhtml").decode()
    assert (">Inhalt<" in page, ">Hinweis<" in page, "fallback" in page) == (True, True, False)
    assert ">Stand der Übersetzungen<" in shelf
    assert ("Über diese Ausgabe" in about, "fallback" in about) == (True, False)


def test_a_translation_names_the_source(german: Path) -> None:
    """It links to the German original and marks German text; our words are its own language's."""
    english, french = _page(german, "en"), _page(german, "fr")
    assert ">Original (German)</a>" in english
    assert "They appear in the original language (German)." in english
    assert '<p class="fallback" dir="ltr" lang="de">Hier steht mehr.</p>' in english
    assert not _marked(english, "en")
    assert ">Original (allemand)</a>" in french
    assert "(allemand)." in french
    assert not _marked(french, "en")


def test_words_that_nobody_translated_are_marked_as_english(german: Path) -> None:
    """Not as German: a voice would read them wrongly."""
    czech = _page(german, "cs")
    assert {"Contents", "Note", "Draft translation"} <= set(_marked(czech, "en"))
    assert set(_marked(czech, "de")) <= {"Quellen"}


def test_commands_know_the_source(run: Callable, german: Path) -> None:
    """`show` begins with it; `check` warns of nothing, also not of English strings in English."""
    assert run("show", project=german).stdout.startswith("Warum gehen\n")
    assert run("show", "-l", "en", project=german).stdout.startswith("Why walk\n")
    assert run("check", project=german).stdout.startswith("0 errors, 0 warnings, 0 notes\n")
    assert run("check", "--editions", project=german).returncode == 0


def test_no_edition_claims_what_is_not_set(german: Path) -> None:
    """Nothing on health, mistakes, licences or language models that the project does not say."""
    with zipfile.ZipFile(german / "build/site/downloads/a.en.epub") as book:
        files = [book.read(name).decode() for name in book.namelist() if name.endswith("ml")]
        files.append(book.read("EPUB/package.opf").decode())
    text = "\n".join([_page(german, "en"), *files]).lower()
    assert "draft translation" in text
    for word in ("health", "doctor", "mistake", "licence", "language model", "cellulite"):
        assert word not in text
