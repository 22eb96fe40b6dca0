"""Innocent translations: what translators do every day passes the gate and is built as it is.

Each message is an example of a kind of good work that a checker of some tool has refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from cellulite_content.pipeline.source.message_markup import read_markup
from support.small_projects import translate, write_project

PARAGRAPHS = {
    # Sphinx 9's checks of references report these four, in 14143 and 14162 of its tracker.
    "The :meth:`~object.__enter__` and :meth:`~object.__exit__` methods called by the "
    ":keyword:`with` statement.  See :pep:`343`.": "由 :keyword:`with` 陳述式所呼叫的 "
    ":meth:`~object.__enter__` 和 :meth:`~object.__exit__` 方法。另請參閱 :pep:`343`。",
    "See :ref:`the installation <install>` and :meth:`reading <io.read>`.": "Siehe :ref:`die "
    "Einrichtung <install>` und :meth:`Lesen <io.read>`.",
    "Documentation is made from `reStructuredText`_ sources using `Sphinx`_, a generator.": "文档是"
    "用 `Sphinx`_ 从 `reStructuredText`_ 源生成的，\\ `Sphinx` 是一个生成器。",
    "Opens a file in a :term:`text encoding`.": "Otwiera plik w :term:`kodowanie tekstu`.",
    # References in the order of the sentence.
    "First :ref:`one <install>`, then :doc:`two <other>`.": "Erst :doc:`zwei <other>`, dann "
    ":ref:`eins <install>`.",
    "As `Sphinx`_ and `reStructuredText`_ say.": "Wie `reStructuredText`_ und `Sphinx`_ sagen.",
    "A study [#a]_ and another [#b]_.": "Nach einer anderen [#b]_ eine Studie [#a]_.",
    "A book [Smith2020]_ and a note [#a]_.": "Eine Anmerkung [#a]_ und ein Buch [Smith2020]_.",
    "Numbered [7]_ and named [#b]_.": "Benannt [#b]_ und nummeriert [7]_.",
    "`A <https://a.example/>`__ or `B <https://b.example/>`__.": "`B <https://b.example/>`__ oder "
    "`A <https://a.example/>`__.",
    # Words of links.
    "Read `the guide <https://guide.example/>`_.": "Lies `den Leitfaden <https://guide.example/>`_.",
    "Read `this <https://c.example/>`_ or `that <https://d.example/>`_.": "Lies `das "
    "<https://c.example/>`__ oder `das <https://d.example/>`__.",
    "Written with `Sphinx`_.": "Geschrieben mit `diesem Werkzeug <Sphinx_>`_.",
    "More in `The Evidence`_ below.": "Mehr unter `Die Belege <The Evidence_>`_.",
    "More at `the evidence`_.": "Mehr unter `den Belegen`_.",
    "Found `here`__.": "Gefunden `an dieser Stelle`__.",
    "The page https://e.example/a has it.": "（请看https://e.example/a）",
    "On https://e.example/b.": "Auf https://e.example/b!",
    "Ask a@b.example.": "Frage a@b.example!",
    "On `the wiki <https://en.wiki.example/Skin>`__.": "Im `Wiki <https://de.wiki.example/Haut>`__.",
    "In `the manual <https://example.org/en/latest/x.html>`__.": "Im `Handbuch "
    "<https://example.org/de/latest/x.html>`__.",
    # Roles.
    "See :ref:`install`.": "Siehe :ref:`die Einrichtung <install>`.",
    "Go on to :doc:`other`.": "Weiter mit :doc:`dem anderen Artikel <other>`.",
    "Two :term:`packages <package>`.": "Zwei :term:`Pakete <package>`.",
    "A :term:`package` is good.": "Ein :term:`Paket` ist gut.",
    "A call of :term:`package`: each :term:`package` once.": "Ein Aufruf je :term:`package`.",
    "Use :term:`package` well today.": "Nutze :term:`package`; ein :term:`package` hilft heute.",
    "The :func:`run` goes.": "Das :meth:`run` geht.",
    "Call :meth:`~io.Base.isatty` again.": "Rufe :meth:`io.Base.isatty` noch einmal.",
    "A :kbd:`Ctrl` key and :guilabel:`Save`.": "Eine :kbd:`Strg`-Taste und :guilabel:`Speichern`.",
    "Choose :menuselection:`File --> Save`.": "Wähle :menuselection:`Datei --> Speichern`.",
    ":abbr:`LIFO (last-in, first-out)` order.": ":abbr:`LIFO (zuletzt hinein, zuerst heraus)`.",
    "A walk with :index:`stride`.": "Ein Gang mit :index:`Schritt`.",
    "A walk with a :index:`pole <pair: pole; walk>`.": "Ein Gang mit :index:`Stock <pair: Stock; "
    "Gang>`.",
    "The `title` of a book.": "Der `Titel` eines Buchs.",
    "A pickle is read.": "Ein `pickle` wird gelesen.",
    "H\\ :sub:`2`\\ O is water.": "Wasser ist H\\ :sub:`2`\\ O.",
    "A role of :strong:`this` article.": "Eine Rolle :emphasis:`dieses` Artikels.",
    "Our own :warm:`hot words`.": "Unsere :warm:`heißen Worte`.",
    # Words and signs.
    "Chinese: see :ref:`install`.": "请参阅：:ref:`install`。",
    "Chinese: see :ref:`install` now.": "请\\ :ref:`install`\\ 看。",
    "Japanese *words* here.": "ここに\\ *言葉*\\ がある。",
    "In May": "1\\. Mai",
    "Use it today.": " Nutze es heute.",
    "Type a <name> here.": "Tippe einen <Namen> ein.",
    "Less than 10 % of them.": "Weniger als < 10 % davon.",
    "Two * three and a_b.": "Zwei \\* drei und a_b.",
    "It says *so*, doesn't it?": "Es sagt „*so*“, oder?",
    "One line only.": "Nur eine\nZeile.",
    "The following:": "Folgendes :",
    "A colon : here.": "Ein Doppelpunkt : hier.",
    "Go to _`the spot` now.": "Jetzt zu _`the spot`.",
    "A dash - here.": "Ein Strich – hier.",
}

OTHER_UNITS = {
    "1. A First Walk": "1. Ein erster Gang",
    "The Evidence": "Die Belege",
    "Conclusion": "Fazit",
    "Summary": "Fazit",
    "Notes on `Sphinx`_": "Zu `Sphinx`_",
    "The :ref:`installation <install>` [#b]_": "Die Einrichtung [#b]_ (:ref:`hier <install>`)",
    "package": "Paket",
    "text encoding": "kodowanie tekstu",
    "gait : manner": "Gang : Art und Weise",
    "stride": "Schritt: lang",
    "A name": "Ein Name: so",
    "A study.": "Eine Studie.",
    "Line one": "Zeile eins",
    "A rubric": "Eine Rubrik : so",
}
"""Headings, terms, fields, footnotes, lines."""

ARTICLE = """\
:date: 2026-11-22

.. meta::
   :description: Words on walking.

.. role:: warm(emphasis)

A Walk
======

1. A First Walk
---------------

{paragraphs}

.. _Sphinx: https://sphinx.example/
.. _reStructuredText: https://rst.example/
__ https://anonymous.example/

.. _install:

Conclusion
----------

{glossary}
:A name: A body.

| Line one
| Line two

.. rubric:: A rubric

.. _with:

Summary
-------

Words.

The Evidence
------------

Words.

Notes on `Sphinx`_
------------------

The :ref:`installation <install>` [#b]_
---------------------------------------

.. [#a] A study.
.. [#b] Another study.
.. [7] A third one.
.. [Smith2020] A book.
"""

GLOSSARY = """\
.. glossary::

   package
      A box.

   text encoding
      A list of letters.

   gait : manner
      A way to walk.

   stride
      A step.

"""

OTHER = """\
:date: 2026-11-22

.. meta::
   :description: Other words.

The Other Article
=================

Words.
"""

LINKS = """
[de.links]
"https://en.wiki.example/Skin" = "https://de.wiki.example/Haut"
"https://example.org/en/" = "https://example.org/de/"
"""

MESSAGES = PARAGRAPHS | OTHER_UNITS
TASTE = {"display-differs", "role-differs", "reference-renamed", "emphasis-differs"}
"""The codes of warnings that some of these messages have."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all messages, translated."""
    text = ARTICLE.format(paragraphs="\n\n".join(PARAGRAPHS), glossary=GLOSSARY)
    folder = tmp_path_factory.mktemp("innocent") / "project"
    write_project(folder, {"a": text, "other": OTHER}, locale=LINKS)
    translate(folder, "a", MESSAGES)
    return folder


@pytest.fixture(scope="module")
def build(run: Callable, project: Path) -> tuple[int, list[str]]:
    """What the command says of the build: its exit code and its lines on stderr."""
    done = run("build", "de", "--formats", "html,epub", project=project)
    return done.returncode, [line for line in done.stderr.splitlines() if line[:1] != "["]


def test_there_are_enough_of_them() -> None:
    """At least forty, without those that only differ in their words."""
    assert len(MESSAGES) >= 60


def test_the_gate_accepts_them_all(run: Callable, project: Path) -> None:
    """No error, and no warning but on matters of taste."""
    done = run("compile", "de", project=project)
    codes = re.findall(r"\(([a-z-]+)\)$", done.stderr, re.MULTILINE)
    assert set(codes) <= TASTE, done.stderr
    assert done.returncode == 0


def test_sphinx_builds_them_without_a_warning(build: tuple[int, list[str]]) -> None:
    """Every line on stderr is one of the gate's own warnings."""
    code, lines = build
    assert code == 0, lines
    for line in lines:
        match = re.search(r"\(([a-z-]+)\)$", line)
        assert (match and match[1] in TASTE) or "locales built" in line, line


@pytest.mark.parametrize("source", MESSAGES)
def test_each_is_on_the_page(source: str, project: Path, build: tuple[int, list[str]]) -> None:
    """Its words, where the source's would stand."""
    page = html.parse(str(project / "build" / "site" / "de" / "articles" / "a.html"))
    shown = re.sub(r"\s", "", page.getroot().text_content())
    target = MESSAGES[source]
    if source.startswith("gait"):
        target, _, _ = target.partition(" : ")
    for run_of_text in read_markup(target, heading=source.startswith("1.")).runs:
        assert re.sub(r"\s", "", run_of_text).replace("\\", "") in shown


def test_links_lead_where_the_source_leads(project: Path, build: tuple[int, list[str]]) -> None:
    """Of each kind of reference, one."""
    page = html.parse(str(project / "build" / "site" / "de" / "articles" / "a.html"))
    links = {"".join(link.itertext()).strip(): link.get("href") for link in page.iter("a")}
    wanted = {
        "die Einrichtung": "#install",
        "Paket": "#term-package",
        "Pakete": "#term-package",
        "kodowanie tekstu": "#term-text-encoding",
        "dem anderen Artikel": "other.html",
        "diesem Werkzeug": "https://sphinx.example/",
        "den Belegen": "#the-evidence",
        "an dieser Stelle": "https://anonymous.example/",
        "Wiki": "https://de.wiki.example/Haut",
        "Handbuch": "https://example.org/de/latest/x.html",
        "https://e.example/a": "https://e.example/a",
        "hier": "#install",
    }
    assert {words: links.get(words) for words in wanted} == wanted
