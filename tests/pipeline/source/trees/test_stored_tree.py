"""Trees of one reading: a restored document is built as if its source had been parsed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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

BUILD = """
import json, sys
from pathlib import Path
from cellulite_content.pipeline.gate.tasks import check_catalogs, read_source_and_trees
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.reading import reading_digest
from cellulite_content.pipeline.publish.tasks import build_locale

root, output, reading, *codes = sys.argv[1:]
project = load_project(Path(root))
source, trees = read_source_and_trees(project.root)
project.build.mkdir(exist_ok=True)
project.reading.write_bytes(trees)
digest = reading_digest(trees) if reading == "reading" else ""
translations = [locale.code for locale in project.locales]
check_catalogs(project.root, translations, source, None, True)
languages = [locale.listed_language for locale in project.editions]
for code in codes:
    folder = Path(output, code)
    folder.mkdir(parents=True)
    built = build_locale(
        project.root, code, ("html", "epub", "bundle"), languages, (), folder, digest
    )
    print(json.dumps([code, built.parsed, [warning.text for warning in built.warnings]]))
    assert not built.failure, built.failure
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, run: Callable) -> Path:
    """Two documents with all that a parser tells Sphinx, and a German translation."""
    folder = tmp_path_factory.mktemp("reading") / "project"
    write_project(folder, run, {"a": FIRST, "b": SECOND}, bilingual=True, codes=("de", "ja"))
    fill_in(folder, "de", GERMAN)
    return folder


def _build(project: Path, output: Path, reading: str, *codes: str) -> str:
    program = (sys.executable, "-c", BUILD, project, output, reading, *codes)
    done = subprocess.run(program, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("code", ["en", "de", "ja"])
def test_restored_trees_give_the_same_editions(project: Path, tmp_path: Path, code: str) -> None:
    """Roles, defaults, labels, terms, notes, objects of domains: nothing is lost on the way."""
    parsed = _build(project, tmp_path / "parsed", "", code)
    restored = _build(project, tmp_path / "restored", "reading", code)
    assert '["articles/a", "articles/b", "index"]' in parsed
    assert restored.startswith(f'["{code}", [], ')
    assert restored.partition("]")[2] == parsed.partition("]")[2]
    files = _files(tmp_path / "restored")
    assert len(files) > 10
    assert files == _files(tmp_path / "parsed")


def test_words_of_sphinx_are_in_the_language_of_the_edition(project: Path, tmp_path: Path) -> None:
    """A reading in English has `Changed in version`; a German page has Sphinx's German words."""
    _build(project, tmp_path, "reading", "de")
    page = (tmp_path / "de" / "html" / "articles" / "a.html").read_text(encoding="utf-8")
    assert "Geändert in Version 3." in page


def test_title_of_contents_is_a_message(tmp_path: Path, run: Callable) -> None:
    """docutils writes it in the language of the run: it is that of the source, for a catalog."""
    text = HEAD + "Walking\n=======\n\n.. contents::\n\nLegs\n----\n\nWalk.\n"
    folder = write_project(tmp_path / "project", run, {"a": text})
    fill_in(folder, "de", {"Contents": "Auf dieser Seite"})
    _build(folder, tmp_path / "output", "reading", "de")
    page = (tmp_path / "output/de/html/articles/a.html").read_text(encoding="utf-8")
    assert '<p class="topic-title">Auf dieser Seite</p>' in page
    assert '<nav class="contents" id="auf-dieser-seite">' not in page


def test_a_changed_reading_is_refused(project: Path, tmp_path: Path) -> None:
    """Restoring a tree can run code, so the file must be the one that this run has written."""
    program = BUILD.replace(
        "for code in codes", "project.reading.write_bytes(b'x')\nfor code in codes"
    )
    arguments = (sys.executable, "-c", program, project, tmp_path, "reading", "de")
    done = subprocess.run(arguments, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "has changed during the build; build again" in done.stderr


@pytest.mark.parametrize(
    ("setup", "parsed"),
    [
        (
            """
def setup(app):
    def role(name, rawtext, text, lineno, inliner, options={}, content=[]):
        from docutils import nodes
        return [nodes.emphasis("", text)], []
    def read(app, name, text):
        from docutils.parsers.rst import roles
        if name.endswith("b"):
            roles.register_local_role("odd", role)
    app.connect("source-read", read)
""",
            ["articles/b"],
        ),
        (
            r"""
from docutils.parsers.rst import Directive

class Shoe(Directive):
    def run(self):
        self.state.document.settings.env.shoes = ["brown"]
        return []

def setup(app):
    app.add_directive("shoe", Shoe)
    def read(app, name, text):
        if name.endswith("a"):
            text[0] += "\n.. shoe::\n"
    app.connect("source-read", read)
""",
            ["articles/a", "articles/b", "index"],
        ),
        (
            """
def setup(app):
    app.connect("env-merge-info", lambda app, env, names, other: None)
""",
            ["articles/a", "articles/b", "index"],
        ),
        (
            r"""
def setup(app):
    def read(app, name, text):
        if name.endswith("a"):
            text[0] += "\n.. py:function:: walk(far)\n\n   :param far: How far.\n"
    app.connect("source-read", read)
""",
            ["articles/a"],
        ),
        (
            r"""
def setup(app):
    def read(app, name, text):
        if name.endswith("a"):
            text[0] += "\n.. role:: f(ref)\n"
    app.connect("source-read", read)
""",
            ["articles/a"],
        ),
    ],
    ids=[
        "a role without a name",
        "data of a directive",
        "data that an extension merges",
        "words of Sphinx",
        "a role that refers",
    ],
)
def test_what_cannot_be_stored_is_parsed_again(
    tmp_path: Path, run: Callable, setup: str, parsed: list[str]
) -> None:
    """Each process parses those documents, and no others."""
    text = ":odd:`C`." if "odd" in setup else "C."
    articles = {"a": HEAD + "A\n=\n\nB.\n", "b": HEAD + f"B\n=\n\n{text}\n"}
    folder = write_project(tmp_path / "project", run, articles, setup)
    printed = _build(folder, tmp_path / "output", "reading", "de")
    assert json.loads(printed)[1] == parsed


@pytest.mark.parametrize(
    ("conf", "begin", "end", "expected"),
    [
        ("", "", "", "<cite>Leise</cite>"),
        ('default_role = "strong"\n', "", "", "<strong>Leise</strong>"),
        ('default_role = "strong"\n', ".. default-role:: emphasis", "", "<em>Leise</em>"),
        ("", ".. default-role:: emphasis", ".. default-role::", "<cite>Leise</cite>"),
        ('default_role = "strong"\n', "", ".. default-role::", "<cite>Leise</cite>"),
        ('default_role = "any"\n', "", "", "Go"),
    ],
)
def test_bare_text_has_the_last_default_role(
    tmp_path: Path, run: Callable, conf: str, begin: str, end: str, expected: str
) -> None:
    """Sphinx reads translations with the role that is the default at the end of the document."""
    text = HEAD + f"A\n=\n\n{begin}\n\nGo on.\n\nGo `a`.\n\n{end}\n"
    folder = write_project(tmp_path / "project", run, {"a": text}, conf)
    fill_in(folder, "de", {"Go on.": "Geh.", "Go `a`.": "Geh `Leise`."})
    pages = []
    for reading in ("", "reading"):
        _build(folder, tmp_path / f"output{reading}", reading, "de")
        page = tmp_path / f"output{reading}/de/html/articles/a.html"
        pages.append(page.read_text(encoding="utf-8"))
    assert pages[0] == pages[1]
    assert expected in pages[0]


def test_what_a_directive_leaves_for_an_extension_is_kept(tmp_path: Path, run: Callable) -> None:
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
    folder = write_project(
        tmp_path / "project", run, {"a": HEAD + "A\n=\n\n.. shoe::\n\nB.\n"}, conf
    )
    printed = _build(folder, tmp_path / "output", "reading", "de")
    assert json.loads(printed)[1] == []
    assert "brown shoes" in (tmp_path / "output/de/html/articles/a.html").read_text("utf-8")


def test_a_version_note_of_an_extension_stays(tmp_path: Path, run: Callable) -> None:
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
    folder = write_project(
        tmp_path / "project", run, {"a": HEAD + "A\n=\n\n.. soft::\n\nB.\n"}, conf
    )
    _build(folder, tmp_path / "output", "reading", "de")
    assert "Soft since 3." in (tmp_path / "output/de/html/articles/a.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("conf", "before", "after"),
    [
        (
            "rst_epilog = open(confdir / 'version.txt').read()\n",
            {"docs/version.txt": "\nOld words.\n"},
            {"docs/version.txt": "\nNew words.\n"},
        ),
        (
            "sys.path.insert(0, str(confdir))\nimport shoes\n"
            "def setup(app):\n    app.add_directive('shoe', shoes.Shoe)\n",
            {
                "docs/shoes.py": "from docutils import nodes\n"
                "from docutils.parsers.rst import Directive\n"
                "class Old(nodes.paragraph): pass\n"
                "class Shoe(Directive):\n"
                "    def run(self):\n"
                "        return [Old('', 'New words.')]\n"
            },
            {
                "docs/shoes.py": "from docutils import nodes\n"
                "from docutils.parsers.rst import Directive\n"
                "class Shoe(Directive):\n"
                "    def run(self):\n"
                "        return [nodes.paragraph('', 'New words.')]\n"
            },
        ),
    ],
    ids=["another text", "a class that is gone"],
)
def test_a_tree_of_another_time_is_not_used(
    tmp_path: Path, run: Callable, conf: str, before: dict[str, str], after: dict[str, str]
) -> None:
    """Settings and modules of a project may come from elsewhere, where no digest notices them."""
    head = "import sys\nfrom pathlib import Path\nconfdir = Path(__file__).parent\n"
    shoe = ".. shoe::\n\n" if "shoes" in conf else ""
    text = HEAD + f"A\n=\n\n{shoe}B.\n"
    folder = write_project(tmp_path / "project", run, {"a": text}, head + conf, files=before)
    change = "".join(
        f"Path({str(folder / name)!r}).write_text({text!r})\n" for name, text in after.items()
    )
    program = BUILD.replace(
        "for code in codes:",
        f"{change}for name in ('shoes',): sys.modules.pop(name, None)\nfor code in codes:",
    )
    arguments = (sys.executable, "-B", "-c", program, folder, tmp_path / "output", "reading", "de")
    done = subprocess.run(arguments, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "articles/a" in json.loads(done.stdout)[1]
    assert "New words." in (tmp_path / "output/de/html/articles/a.html").read_text("utf-8")


def test_a_project_may_have_moved(tmp_path: Path, run: Callable) -> None:
    """Nodes name the present path of their source: warnings are traced by it."""
    folder = write_project(tmp_path / "project", run, {"a": HEAD + "A\n=\n\nB.\n"})
    listener = """
def setup(app):
    def read(app, tree):
        names = {str(node.source) for node in tree.findall() if node.source}
        print(sorted(names), file=__import__("sys").stderr)
    app.connect("doctree-read", read)
"""
    program = BUILD.replace(
        "for code in codes:",
        "import shutil\n"
        f"moved = Path({str(tmp_path / 'moved')!r})\n"
        "shutil.copytree(project.root, moved)\n"
        "conf = moved / 'docs' / 'conf.py'\n"
        f"conf.write_text(conf.read_text() + {listener!r})\n"
        "project = load_project(moved)\n"
        "for code in codes:",
    )
    arguments = (sys.executable, "-c", program, folder, tmp_path / "output", "reading", "de")
    done = subprocess.run(arguments, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[1] == []
    assert str(tmp_path / "moved" / "docs" / "articles" / "a.rst") in done.stderr
    assert str(folder) not in done.stderr


def test_an_unused_citation_is_told(tmp_path: Path, run: Callable) -> None:
    """A translation that lost the reference: the note of another document does not hide it."""
    text = HEAD + "A\n=\n\nSee [Doe]_.\n\n.. [Doe] A book.\n"
    folder = write_project(tmp_path / "project", run, {"a": text, "b": HEAD + "B\n=\n\nC.\n"})
    program = BUILD.replace(
        "for code in codes:",
        "from cellulite_content.pipeline.catalogs.mo_files import compile_messages, compiled_path\n"
        "german = project.locale('de')\n"
        "path = compiled_path(project, german, 'articles/a')\n"
        "path.parent.mkdir(parents=True, exist_ok=True)\n"
        "path.write_bytes(compile_messages(german, {'See [Doe]_.': 'Sieh dort.'}))\n"
        "for code in codes:",
    )
    arguments = (sys.executable, "-c", program, folder, tmp_path / "output", "reading", "de")
    done = subprocess.run(arguments, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    _, parsed, warnings = json.loads(done.stdout)
    assert parsed == []
    assert any("Citation [Doe] is not referenced" in warning for warning in warnings)
