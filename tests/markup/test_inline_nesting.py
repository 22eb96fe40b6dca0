"""Each inline construct in each text: translated pages, books and PDF editions are made of all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.editions.epub_reports import epubcheck_reports, messages_of
from support.markup.cases import write_pretended
from support.small_projects import HEAD, write_project

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle r="9"/></svg>'
INLINE = {
    "emphasis": "*em* with **strong**",
    "code": "``code``",
    "link": "`link <https://example.org/a>`__",
    "address": "https://example.org/bare",
    "mail": "me@example.org",
    "note": "word [#{name}]_",
    "citation": "[{name}]_",
    "formula": ":math:`\\sqrt{{a}}`",
    "low": "Water is H\\ :sub:`2`\\ O here",
    "high": "A square x\\ :sup:`2` there",
    "picture": "|dot|",
    "linked picture": "|linked dot|",
    "replacement": "|text|",
    "abbreviation": ":abbr:`AB (a b)`",
    "key": ":kbd:`Ctrl+C`",
    "menu": ":menuselection:`A --> B`",
    "term": ":term:`shoe`",
    "reference": ":ref:`here <main-place>`",
    "article": ":doc:`/articles/main`",
    "number": ":numref:`main-figure`",
    "download": ":download:`file <dot.txt>`",
    "file": ":file:`a/{{b}}`",
    "title": ":title-reference:`T`",
    "right to left": "שלום (abc) 12",
    "long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte",
}
TEXTS = {
    "heading": "{text}\n" + "~" * 90,
    "caption": ".. figure:: /dot.svg\n   :alt: Dot\n\n   {text}\n\n   {text}",
    "table-title": ".. list-table:: {text}\n\n   * - a\n     - b",
    "term": "{text}\n   Meaning.",
    "classifier": "word : {text}\n   Meaning.",
    "field": ":Name {text}: The body of {name}",
    "box-title": ".. admonition:: {text}\n\n   Words.",
    "rubric": ".. rubric:: {text}",
    "line": "| {text}\n| Another",
    "cell": ".. list-table::\n   :header-rows: 1\n\n   * - {text}\n     - B\n   * - C\n     - D",
    "footnote": "Words [#own-{name}]_.\n\n.. [#own-{name}] {text}",
    "attribution": ".. epigraph::\n\n   Words.\n\n   -- {text}",
    "code-caption": ".. code-block:: text\n   :caption: {text}\n\n   x",
    "item": "* {text}\n* Before {text} after",
    "centered": ".. centered:: {text}",
    "option": "-a  {text}",
    "version": ".. versionadded:: 1\n   {text}",
    "parsed": ".. parsed-literal::\n\n   {text}",
}
MAIN = f"""\
{HEAD}.. _main-place:

Main
====

Words.

.. _main-figure:

.. figure:: /dot.svg
   :alt: Dot

   A caption

.. glossary::

   shoe
      What you wear.
"""
DEFINITIONS = """\
.. |dot| image:: /dot.svg
   :alt: Dot
.. |linked dot| image:: /dot.svg
   :alt: Dot
   :target: https://example.org/
.. |text| replace:: some *text*
"""


def _article(place: str) -> str:
    parts, notes = [], ""
    for kind, inline in INLINE.items():
        if place == "heading" and kind in ("article", "download", "number"):  # `heading-link`
            continue
        name = f"{place}-{kind}".replace(" ", "-")
        text = inline.format(name=name)
        parts.append(
            f"{kind.capitalize()}\n{'-' * 40}\n\n{TEXTS[place].format(name=name, text=text)}\n"
        )
        notes += f".. [#{name}] A note.\n" if kind == "note" else ""
        notes += f".. [{name}] A source.\n" if kind == "citation" else ""
    body = "\n..\n\n".join(parts)
    return f"{HEAD}In a {place}\n{'=' * 40}\n\nWords.\n\n{DEFINITIONS}\n{body}\n{notes}"


@pytest.fixture(scope="module")
def project(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project with an article for each text, in English and a pretended translation."""
    folder = tmp_path_factory.mktemp("inline") / "project"
    project = write_project(
        folder,
        {"main": MAIN} | {place: _article(place) for place in TEXTS},
        conf="numfig = True\n",
        codes=("ar",),
        files={"docs/dot.svg": PICTURE, "docs/articles/dot.txt": "x\n"},
        bilingual=True,
    )
    for path in (project / "locales" / "ar" / "LC_MESSAGES" / "articles").glob("*.po"):
        write_pretended(path, "ar")
    done = run("build", project=project)
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr
    return project


@pytest.mark.slow
def test_no_translation_is_refused(project: Path, run: Callable) -> None:
    """What is accepted in the source is accepted in a translation with the same markup."""
    done = run("check", "ar", "--format", "json", project=project)
    assert '"severity": "error"' not in done.stdout, done.stdout
    done = run("status", "ar", project=project)
    assert "refused" not in done.stdout


@pytest.mark.slow
def test_all_editions_are_there(project: Path) -> None:
    """None is withheld: a PDF edition too, whose typesetter refuses what no screen reader reads."""
    names = {path.name for path in (project / "build" / "site" / "downloads").iterdir()}
    for place in TEXTS:
        for kind in ("en", "ar", "ar.bilingual"):
            assert {f"{place}.{kind}.{end}" for end in ("epub", "pdf")} <= names


@pytest.mark.slow
def test_books_are_valid(project: Path) -> None:
    """EPUBCheck finds nothing. Our own check tells texts by their words, which these repeat."""
    books = sorted((project / "build" / "site" / "downloads").glob("*.epub"))
    assert messages_of(epubcheck_reports(books)) == {}
