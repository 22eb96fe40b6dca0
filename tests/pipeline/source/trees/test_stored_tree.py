"""Trees of one reading: a restored document is built as if its source had been parsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cellulite_content.pipeline.files.folder import read_folder
from support.locale_builds import article, build_locale
from support.small_projects import HEAD, fill_in, write_project

FIRST = (
    HEAD
    + """\
.. _start:

Walking
=======

.. role:: soft(emphasis)
.. role:: plain
.. default-role:: strong
.. |way| replace:: the *long* way
.. highlight:: python
.. default-domain:: py

Take `both` and :soft:`rest` and :plain:`more` of |way|, see `Legs`_ and :ref:`end` [#walk]_.

Legs
----

A `site <https://walk.example/>`_, a `place <Legs_>`_, :term:`shoe`, :func:`walk.far`, [Doe]_ [*]_.

.. glossary::

   shoe : thing
      What you wear.

.. versionadded:: 2
   The shoe.

.. versionchanged:: 3

.. math:: a^2 + b^2
   :label: sum

.. _end:

Ends
----

.. index:: single: walking

See :eq:`sum` and `an anonymous one`__.

__ https://walk.example/two

.. [#walk] A note.
.. [*] Another note.
.. [Doe] A book.
"""
)
SECOND = (
    HEAD
    + """\
Running
=======

Run to :ref:`start`, :ref:`with words <end>`, :doc:`a` and `titles`.

.. list-table:: Days
   :header-rows: 1

   * - Day
     - Minutes
   * - One
     - *Ten*
"""
)
GERMAN = {
    "Walking": "Gehen",
    "Legs": "Beine",
    "Ends": "Enden",
    "What you wear.": "Was du *trägst*.",
    "A note.": "Eine Notiz.",
    "See :eq:`sum` and `an anonymous one`__.": "Siehe `eine ohne Namen`__ und :eq:`sum`.",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents with all that a parser tells Sphinx, and a German translation."""
    folder = tmp_path_factory.mktemp("reading") / "project"
    write_project(folder, {"a": FIRST, "b": SECOND}, bilingual=True, codes=("de", "ja"))
    fill_in(folder, "de", GERMAN)
    return folder


@pytest.mark.parametrize("code", ["en", "de", "ja"])
def test_restored_trees_give_the_same_editions(project: Path, tmp_path: Path, code: str) -> None:
    """Roles, defaults, labels, terms, notes, objects of domains: nothing is lost on the way."""
    parsed = build_locale(project, tmp_path / "parsed", code, reading=False)
    restored = build_locale(project, tmp_path / "restored", code)
    assert (parsed.parsed, restored.parsed) == (["articles/a", "articles/b", "index"], [])
    assert restored.warnings == parsed.warnings
    files = read_folder(tmp_path / "restored")
    assert len(files) > 10
    assert files == read_folder(tmp_path / "parsed")


def test_words_of_sphinx_are_in_the_language_of_the_edition(project: Path, tmp_path: Path) -> None:
    """A reading in English has `Changed in version`; a German page has the interface's words."""
    build_locale(project, tmp_path / "output")
    assert "Geändert in Version 3" in article(tmp_path / "output")


def test_title_of_contents_is_a_message(tmp_path: Path) -> None:
    """docutils writes it in the language of the run: it is that of the source, for a catalog."""
    text = HEAD + "Walking\n=======\n\n.. contents::\n\nLegs\n----\n\nWalk.\n"
    folder = write_project(tmp_path / "project", {"a": text})
    fill_in(folder, "de", {"Contents": "Auf dieser Seite"})
    build_locale(folder, tmp_path / "output")
    assert '<p class="topic-title">Auf dieser Seite</p>' in article(tmp_path / "output")


@pytest.mark.parametrize(
    ("conf", "begin", "expected"),
    [
        ("", "", "<cite>Leise</cite>"),
        ('default_role = "strong"\n', "", "<strong>Leise</strong>"),
        ('default_role = "strong"\n', ".. default-role:: emphasis", "<em>Leise</em>"),
        ("", ".. default-role:: strong\n.. default-role:: emphasis", "<em>Leise</em>"),
        ('default_role = "any"\n', "", "Go"),
    ],
)
def test_bare_text_has_the_last_default_role(
    tmp_path: Path, conf: str, begin: str, expected: str
) -> None:
    """Sphinx reads translations with the role that is the default at the end of the document."""
    text = HEAD + f"A\n=\n\n{begin}\n\nGo on.\n\nGo `a`.\n"
    folder = write_project(tmp_path / "project", {"a": text}, conf)
    fill_in(folder, "de", {"Go on.": "Geh.", "Go `a`.": "Geh `Leise`."})
    build_locale(folder, tmp_path / "parsed", reading=False)
    build_locale(folder, tmp_path / "restored")
    page = article(tmp_path / "restored")
    assert page == article(tmp_path / "parsed")
    assert expected in page


def test_what_a_directive_leaves_for_an_extension_is_kept(tmp_path: Path) -> None:
    """A value for the rest of the document, which a listener uses when all is translated."""
    conf = r"""
from docutils import nodes
from docutils.parsers.rst import Directive

class Shoe(Directive):
    def run(self):
        self.state.document.settings.env.temp_data["shoes"] = "brown shoes"
        return []

def setup(app):
    app.add_directive("shoe", Shoe)
    def read(app, tree):
        if "shoes" in app.env.temp_data:
            tree[0] += nodes.paragraph("", app.env.temp_data["shoes"])
    app.connect("doctree-read", read)
"""
    folder = write_project(tmp_path / "project", {"a": HEAD + "A\n=\n\n.. shoe::\n\nB.\n"}, conf)
    assert build_locale(folder, tmp_path / "output").parsed == []
    assert "brown shoes" in article(tmp_path / "output")


def test_a_version_note_of_an_extension_stays(tmp_path: Path) -> None:
    """Its type is none of Sphinx's, and its label says what the extension wrote."""
    conf = r"""
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx import addnodes

class Soft(Directive):
    def run(self):
        label = nodes.inline("", "Soft since 3.", classes=["versionmodified"])
        paragraph = nodes.paragraph("", "", label, translatable=False)
        return [addnodes.versionmodified("", paragraph, type="soft", version="3")]

def setup(app):
    app.add_directive("soft", Soft)
"""
    folder = write_project(tmp_path / "project", {"a": HEAD + "A\n=\n\n.. soft::\n\nB.\n"}, conf)
    build_locale(folder, tmp_path / "output")
    assert "Soft since 3." in article(tmp_path / "output")


def test_a_project_may_have_moved(tmp_path: Path) -> None:
    """Nodes name the present path of their source: warnings are traced by it."""
    folder = write_project(tmp_path / "project", {"a": HEAD + "A\n=\n\nB.\n"})
    listener = """
def setup(app):
    def read(app, tree):
        names = {str(node.source) for node in tree.findall() if node.source}
        print(sorted(names), file=__import__("sys").stderr)
    app.connect("doctree-read", read)
"""
    change = f"""
import shutil
moved = Path({str(tmp_path / "moved")!r})
shutil.copytree(project.root, moved)
with (moved / "docs" / "conf.py").open("a") as conf:
    conf.write({listener!r})
project = load_project(moved)
"""
    built = build_locale(folder, tmp_path / "output", change=change)
    assert built.parsed == []
    assert str(tmp_path / "moved" / "docs" / "articles" / "a.rst") in built.stderr
    assert str(folder) not in built.stderr


def test_an_unused_citation_is_told(tmp_path: Path) -> None:
    """A translation that lost the reference: the note of another document does not hide it."""
    text = HEAD + "A\n=\n\nSee [Doe]_.\n\n.. [Doe] A book.\n"
    folder = write_project(tmp_path / "project", {"a": text, "b": HEAD + "B\n=\n\nC.\n"})
    change = """
from cellulite_content.pipeline.catalogs.mo_files import compile_messages, compiled_path
german = project.locale("de")
path = compiled_path(project, german, "articles/a")
path.parent.mkdir(parents=True, exist_ok=True)
path.write_bytes(compile_messages(german, {"See [Doe]_.": "Sieh dort."}))
"""
    built = build_locale(folder, tmp_path / "output", change=change)
    assert built.parsed == []
    assert any("Citation [Doe] is not referenced" in warning for warning in built.warnings)
