"""Texts without references are inserted as Sphinx inserts them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.articles import write_corpus
from cellulite_content.pipeline.files.folder import read_folder
from support.small_projects import HEAD, fill_in, write_project

BUILD = """
import sys
from pathlib import Path
from cellulite_content.pipeline.source.inline.simple_texts import SimpleTexts
from cellulite_content.pipeline.gate.tasks import check_catalogs, read_source
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.publish.locales.tasks import build_locale

root, output, who, code = sys.argv[1:]
if who == "sphinx":
    SimpleTexts.translate = lambda self, *arguments: False
project = load_project(Path(root))
check_catalogs(project.root, [code], read_source(project.root), None, True)
Path(output).mkdir(parents=True)
result = build_locale(project.root, code, ("html", "epub", "bundle"), (), (), Path(output))
assert not result.failure, result.failure
print([fault.text for fault in result.warnings])
"""

ARTICLE = (
    HEAD
    + """\
Walking
=======

A way_ and `Walking`_ and `other words <Walking_>`_.

.. _way:

The *soft* way
--------------

.. figure:: x.svg
   :alt: A shoe

   A caption.

Term
   A text::

      a literal

| A line
| of *verse*

.. list-table:: Days

   * - One
     - 1. Two

.. note::

   A note.

Running
-------

The last one.
"""
)
GERMAN = {
    "Walking": "Gehen",
    "The *soft* way": "Der *weiche* Weg",
    "A shoe": "Ein Schuh",
    "A caption.": "Eine **Beschriftung**.",
    "Term": "Begriff",
    "A text::": "Ein Text::",
    "A line": "Eine Zeile",
    "of *verse*": "eines *Verses*",
    "Days": "Tage",
    "A note.": "Eine #Notiz # noqa",
    "A way_ and `Walking`_ and `other words <Walking_>`_.": (
        "`Walking`_, way_ und `andere Worte <Walking_>`_."
    ),
}


def _assert_same(root: Path, output: Path, code: str) -> None:
    printed = []
    for who in ("sphinx", "ours"):
        program = (sys.executable, "-c", BUILD, root, output / who, who, code)
        done = subprocess.run(
            program, capture_output=True, encoding="utf-8", timeout=600, check=False
        )
        assert done.returncode == 0, done.stderr
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    files = read_folder(output / "ours")
    assert len(files) > 5
    assert files == read_folder(output / "sphinx")


def test_each_kind_of_text(tmp_path: Path) -> None:
    """Titles that links name, captions, terms, literals, lines, cells, comments for Sphinx."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    root = tmp_path / "project"
    files = {"docs/articles/x.svg": picture}
    write_project(root, {"a": ARTICLE}, files=files, bilingual=True)
    fill_in(root, "de", GERMAN)
    _assert_same(root, tmp_path / "output", "de")


@pytest.mark.slow
@pytest.mark.parametrize("code", ["ar", "zh_Hans"])
def test_real_articles(tmp_path: Path, code: str) -> None:
    """All texts of long articles, in scripts with other signs."""
    write_corpus(tmp_path / "corpus", 3, (code,))
    _assert_same(tmp_path / "corpus", tmp_path / "output", code)


def test_a_region_does_not_take_the_words_of_its_language(tmp_path: Path, run: Callable) -> None:
    """Sphinx would show Portuguese where Brazilian is missing, marked as English."""
    text = HEAD + "A Walk\n======\n\nGo on.\n\nMore\n----\n\nGo `on <https://walk.example/>`_.\n"
    root = write_project(tmp_path / "project", {"a": text}, codes=("pt", "pt_BR"))
    link = "Go `on <https://walk.example/>`_."
    portuguese = "Anda `mais <https://walk.example/>`_."
    fill_in(root, "pt", {"Go on.": "Anda.", "More": "Mais", link: portuguese, "A Walk": "Passeio"})
    done = run("build", "--formats", "html", project=root)
    assert (done.returncode, done.stdout.splitlines()[-1][:15]) == (0, "3 locales built")
    page = (root / "build/site/pt-BR/articles/a.html").read_text(encoding="utf-8")
    assert "Go on." in page
    assert not [word for word in ("Anda", "Mais", "Passeio") if word in page]
