"""The sources in a page and a book of both languages name places as the source does."""

import html
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.small_projects import HEAD, translate, write_project

WALKS = f"""\
{HEAD}Walks
=====

:doc:`stairs`, :ref:`steps`, :any:`stairs`, :any:`steps`, :doc:`note`, :doc:`words <stairs>`.

:ref:`one-step`, :ref:`a-table`, :ref:`code`, :ref:`a-rubric`, :ref:`fields`, :ref:`terms`.

:numref:`one-step`, :numref:`a-table`, :numref:`code`, :numref:`{{name}} {{number}} <one-step>`.

The :term:`gait` of :ref:`chapters`.

.. _chapters:

.. toctree::
   :caption: All of them

   walks/far
"""
STAIRS = f"""\
{HEAD}Stairs |much|
=============

.. |much| replace:: and steps

.. _steps:

Steps *up*
----------

.. _one-step:

.. figure:: /step.svg
   :alt: A mark

   A {{step}}

.. _a-table:

.. table:: A table

   === ===
   1   2
   === ===

.. _code:

.. code-block:: python
   :caption: A listing

   pass

.. _a-rubric:

.. rubric:: A rubric

.. _fields:

:Duration: 3

.. _terms:

word
   4

.. glossary::

   gait
      5
"""
NOTE = """\
---
date: 2026-11-22
---

# A *note*

[](stairs.rst), [](stairs.rst#one-step), [](#steps), [](#below), {doc}`stairs`, [](walks.rst).

## Below

6
"""
TRANSLATIONS = {
    "walks": {
        "Walks": "Gehen",
        "All of them": "Sie alle",
    },
    "stairs": {
        "Stairs |much|": "Treppen |much|",
        "and steps": "und Stufen",
        "Steps *up*": "Stufen *hinauf*",
        "A {step}": "Eine {Stufe}",
        "A table": "Eine Tafel",
        "A listing": "Ein Programm",
        "A rubric": "Eine Rubrik",
        "Duration": "Dauer",
        "word": "Wort",
        "gait": "Gang",
    },
    "note": {"A *note*": "Ein *Zettel*", "Below": "Unten"},
}
SOURCES = {
    "walks": [
        "Stairs and steps, Steps up, Stairs and steps, Steps up, A note, words.",
        "A {step}, A table, A listing, A rubric, Duration, word.",
        "Figure 1, Table 1, Listing 1, A {step} 1.",
        "The gait of All of them.",
    ],
    "note": ["Stairs and steps, A {step}, Steps up, Below, Stairs and steps, Walks."],
}


@pytest.fixture(scope="module")
def built(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of both articles, in which each paragraph with references is translated."""
    folder = tmp_path_factory.mktemp("names") / "project"
    articles = {"walks": WALKS, "stairs": STAIRS, "note.md": NOTE, "walks/far": f"{HEAD}Far\n===\n"}
    conf = 'numfig = True\nextensions.append("myst_parser")\nmyst_heading_anchors = 2\n'
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    files = {"docs/step.svg": picture}
    write_project(folder, articles, conf, files=files, bilingual=True)
    for article, translations in TRANSLATIONS.items():
        text = {"walks": WALKS, "note": NOTE}.get(article, "")
        paragraphs = re.findall(r"(?m)^.*(?::doc:|:ref:|:numref:|:term:|\[\]).*$", text)
        translate(folder, article, translations | {each: f"So: {each}" for each in paragraphs})
    done = run("build", "--formats", "html,epub", project=folder)
    assert done.returncode == 0, done.stderr
    return folder / "build" / "site"


@pytest.mark.parametrize("article", SOURCES)
def test_sources_have_the_names_of_the_source(built: Path, article: str) -> None:
    """In the page and in the book: titles of other documents, captions, terms and labels."""
    page = (built / "de" / "articles" / f"{article}.html").read_text("utf-8")
    with zipfile.ZipFile(built / "downloads" / f"{article}.de.bilingual.epub") as book:
        text = book.read(f"EPUB/{article}.xhtml").decode()
    for document in (page, text):
        found = re.findall(r'(?s)<p [^>]*lang="en"[^>]*>(.*?)</p>', document)
        words = [html.unescape(re.sub("<[^>]+>", "", each)) for each in found]
        assert [each for each in words if "." in each] == SOURCES[article]


def test_translations_have_their_own_names(built: Path) -> None:
    """The translation beside them names the translated places."""
    page = (built / "de" / "articles" / "walks.html").read_text("utf-8")
    words = re.sub("<[^>]+>", "", page)
    assert "So: Treppen und Stufen, Stufen hinauf, Treppen und Stufen" in words
    assert "So: Abbildung 1, Tabelle 1, Listing 1, Eine {Stufe} 1." in words
