"""The second lock: hostile messages that no gate has seen, and sources that may not be built.

The catalogs here are compiled by hand, as if the gate had let everything through.
"""

import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from cellulite_content.pipeline.catalogs.mo_files import compile_messages, compiled_path
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.source.constructs.raw_output import html_fault
from support.editions.reader import ARTICLE, PROJECT, page, squeezed, text_of
from support.small_projects import HEAD, translate, write_project

GERMAN = PROJECT.locale("de")
CANARY = "A-LINE-OF-A-FILE-OF-THE-MACHINE"
KIND = (
    "Be kind to your body. Most people with cellulite are healthy, "
    "and *your health matters more than perfect skin*."
)
TABLE = (
    "Running can be a valuable part of caring for your body. Healthy habits help most when you "
    "combine them, because cellulite has many causes that no single exercise can change. The "
    ":ref:`evidence table <evidence>` sums up what is known."
)


def _built(project: Path, checkout: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """German pages by plain Sphinx in `project/out`."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-b", "html", "-D", "language=de", *options),
            *("docs", "out"),
        ],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def _around_the_gate(project: Path, checkout: Path, msgid: str, msgstr: str) -> str:
    """What Sphinx says of a message that was compiled without a gate."""
    (project / "secret.txt").write_text(f"{CANARY}\n")
    path = compiled_path(load_project(project), GERMAN, ARTICLE)
    path.parent.mkdir(parents=True)
    path.write_bytes(compile_messages(GERMAN, {msgid: msgstr}))
    done = _built(project, checkout, "-D", "cellulite_compiled=1")
    published = (project / "out").rglob("*.html")
    assert not any(CANARY in each.read_text(encoding="utf-8") for each in published)
    return done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("msgstr", "name"),
    [
        (".. include:: ../../secret.txt", "include"),
        (".. literalinclude:: ../../secret.txt", "literalinclude"),
        (".. raw:: html\n   :file: ../../secret.txt", "raw"),
        (".. csv-table::\n   :file: ../../secret.txt", "csv-table"),
        (".. role:: evil(raw)\n   :format: html", "role"),
        ("|x|\n\n.. |x| include:: ../../secret.txt", "include"),
        (".. meta::\n   :description: x", "meta"),
        ("Gut.\n\n.. code-block:: none\n\n   x", "code-block"),
    ],
)
def test_no_directive_works(project_copy: Path, checkout: Path, msgstr: str, name: str) -> None:
    """A directive in a message ends the build with its name, and nothing of a file is shown."""
    said = _around_the_gate(project_copy, checkout, KIND, msgstr)
    assert f"a translation uses the directive '{name}'" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("msgstr", "name"),
    [
        (":download:`x <../../secret.txt>`", "download"),
        (":RAW:`<script>`", "RAW"),
        (":math:`x`", "math"),
        (":doc:`/index`", "doc"),
        (":no-such-role:`x`", "no-such-role"),
    ],
)
def test_no_role_of_its_own_works(
    project_copy: Path, checkout: Path, msgstr: str, name: str
) -> None:
    """A role that the document's source does not use ends the build."""
    said = _around_the_gate(project_copy, checkout, KIND, msgstr)
    assert f"a translation uses the role '{name}'" in said


@pytest.mark.parametrize(
    ("msgid", "msgstr", "words"),
    [
        (TABLE, "Siehe :ref:`Belege <evidence>`.", "Siehe Belege."),
        (KIND, "Taste :kbd:`Strg` und :sub:`tief`.", "Taste Strg und tief."),
        (KIND, "Nur *Betonung* und ``so``.", "Nur Betonung und so."),
    ],
)
def test_what_the_gate_lets_through_works(
    project_copy: Path, checkout: Path, msgid: str, msgstr: str, words: str
) -> None:
    """The source's own roles and those that only show text are there as always."""
    said = _around_the_gate(project_copy, checkout, msgid, msgstr)
    assert "directive" not in said
    paragraphs = page(project_copy / "out" / f"{ARTICLE}.html").iter("p")
    assert words in [squeezed(text_of(each)) for each in paragraphs]


# Sources


def _add(project: Path, text: str, name: str = "why-walk.rst") -> None:
    (project / "docs" / "articles" / name).write_text(text, encoding="utf-8")


REFUSED = """\
Why Walk
========

.. include:: ../../pyproject.toml

.. include:: /etc/passwd

.. include:: latin.txt

.. include:: words.txt
   :encoding: latin-1

.. include:: words.txt
   :parser: rst

.. literalinclude:: words.txt
   :diff: ../../pyproject.toml

.. csv-table::
   :file: ../../pyproject.toml

.. csv-table::
   :url: https://example.org/table.csv

.. raw:: html

   <b>Words</b>

.. raw:: latex

   \\words
"""


def test_sources_read_no_files_from_elsewhere(project_copy: Path, run: Callable) -> None:
    """Each is named with its line and the way out, and so is raw output that is not allowed."""
    folder = project_copy / "docs" / "articles"
    (folder / "latin.txt").write_bytes("Füße\n".encode("latin-1"))
    (folder / "words.txt").write_text("Words.\n", encoding="utf-8")
    _add(project_copy, REFUSED)
    done = run("extract", project=project_copy)
    assert done.returncode == 2
    *lines, summary = done.stderr.splitlines()
    there = "it is relative to the document, or with a slash in front to docs"
    assert [line.partition("why-walk.rst:")[2] for line in lines] == [
        "4: include: ../../pyproject.toml is outside of the sources; copy it into docs",
        f"6: include: there is no file /etc/passwd; correct the path: {there}",
        "8: include: latin.txt is not UTF-8 (byte 1); save it as UTF-8",
        "10: include: sources are UTF-8 (:encoding:); save the file as UTF-8",
        "13: include: only reStructuredText can be translated (:parser:); write it as .rst",
        "16: literalinclude: ../../pyproject.toml is outside of the sources; copy it into docs",
        "19: csv-table: ../../pyproject.toml is outside of the sources; copy it into docs",
        "22: csv-table: no build opens an address (:url:); save it as a file of the sources",
        "25: raw html: write it as reStructuredText, or set `raw-html = true` in pyproject.toml",
        "29: raw latex: no edition is made of latex; write it as reStructuredText",
    ]
    assert summary.endswith("10 faults in the sources (files: 8, raw output: 2)")


ALLOWED = """\
<p class="map">Raw <b>words</b>, <a href="https://example.org/map">mapped</a>.</p>
"""


@pytest.mark.slow
def test_raw_html_is_shown_where_a_maintainer_allows_it(tmp_path: Path, run: Callable) -> None:
    """In pages and books, marked as English in a translation; the loader leaves it out."""
    article = f"{HEAD}Maps\n====\n\nFirst.\n\n.. raw:: html\n   :file: map.html\n"
    files = {"docs/articles/map.html": ALLOWED}
    folder = write_project(
        tmp_path / "project", {"maps": "Maps\n====\n"}, files=files, bilingual=True
    )
    settings = folder / "pyproject.toml"
    text = f"{settings.read_text(encoding='utf-8')}raw-html = true\n"
    settings.write_text(text, encoding="utf-8")
    (folder / "docs" / "articles" / "maps.rst").write_text(article, encoding="utf-8")
    assert run("extract", project=folder).returncode == 0
    assert run("update", project=folder).returncode == 0
    translate(folder, "maps", {"First.": "Zuerst."})
    done = run("build", project=folder)
    assert done.returncode == 0, done.stderr
    site = folder / "build" / "site"
    assert ALLOWED in (site / "en" / "articles" / "maps.html").read_text(encoding="utf-8")
    german = (site / "de" / "articles" / "maps.html").read_text(encoding="utf-8")
    assert f'<div class="fallback" dir="ltr" lang="en">{ALLOWED}</div>' in german
    for name in ("maps.de.epub", "maps.de.bilingual.epub"):
        with zipfile.ZipFile(site / "downloads" / name) as book:
            assert book.read("EPUB/maps.xhtml").decode().count(ALLOWED) == 1
    assert run("check", "--editions", project=folder).stdout.startswith("0 errors, 0 warnings")
    shown = run("show", "--locale", "de", "--format", "html", project=folder)
    assert "Zuerst." in shown.stdout
    assert "mapped" not in shown.stdout


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<p>Open<br></p>", "not well-formed"),
        ("<script>x()</script>", "element 'script'"),
        ('<img src="https://example.org/a.png"/>', "element 'img'"),
        ('<p onclick="x()">a</p>', "attribute 'onclick'"),
        ('<p style="color: red">a</p>', "attribute 'style'"),
        ('<a href="javascript:x()">a</a>', "is not an address"),
        ("<hr/><p>Words &amp; <i>more</i></p>", ""),
    ],
)
def test_raw_html_is_no_program_and_loads_nothing(text: str, fault: str) -> None:
    """Whoever allows it, pages keep their strict policy, and books stay valid."""
    assert fault in html_fault(text)
    assert bool(fault) == bool(html_fault(text))


# Pictures that are no files

ELSEWHERE = "is on another machine; put it beside the article"


@pytest.fixture
def machine() -> Iterator[tuple[str, list[str]]]:
    """Another machine that would give a picture: its address, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/gif")
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_picture_of_another_machine_is_refused(
    project_copy: Path, run: Callable, machine: tuple[str, list[str]]
) -> None:
    """A source with one is reported in one line, and nobody is asked for it."""
    address, asked = machine
    _add(project_copy, f"Why Walk\n========\n\n.. image:: {address}/a.png\n   :alt: A\n")
    done = run("extract", project=project_copy)
    assert done.returncode == 2
    place = "docs/articles/why-walk.rst:4"
    assert done.stderr == f"cellulite-content: {place}: the picture {address}/a.png {ELSEWHERE}\n"
    assert asked == []


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "epub", "bundle"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_plain_sphinx_downloads_no_picture(
    project_copy: Path,
    checkout: Path,
    machine: tuple[str, list[str]],
    builder: str,
    language: str,
) -> None:
    """No builder asks another machine for a picture, or points to one there; the line is named."""
    address, asked = machine
    path = project_copy / "docs" / f"{ARTICLE}.rst"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n.. image:: {address}/a.png\n   :alt: A\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").count("\n") - 1
    options = ("-b", builder, "-D", f"language={language}", "-d", "doctrees")
    done = _built(project_copy, checkout, *options)
    assert done.returncode == 2
    assert f"{ARTICLE}.rst:{line}: the picture {address}/a.png {ELSEWHERE}" in done.stderr
    assert asked == []
    for each in (project_copy / "out").rglob("*"):
        assert each.is_dir() or address.encode() not in each.read_bytes(), each


def test_figures_and_tables_of_the_sources_stay(site: Path) -> None:
    """With all that turned off, the article's own figure and table are on the German page."""
    root = page(site / "de" / f"{ARTICLE}.html")
    assert len(root.xpath("//article//figure//img")) == 1
    assert len(root.xpath("//article//table//tr")) == 10


@pytest.mark.parametrize("name", ["autodoc", "graphviz", "intersphinx"])
def test_extensions_that_run_code_are_refused(project_copy: Path, run: Callable, name: str) -> None:
    """An extension that imports, runs or fetches is named, and nothing is built."""
    conf = project_copy / "docs" / "conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(f"{text}\nextensions.append('sphinx.ext.{name}')\n", encoding="utf-8")
    done = run("build", "--output", project_copy / "site", project=project_copy)
    assert done.returncode == 2
    assert f"sphinx.ext.{name} imports modules" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (project_copy / "site").exists()


MARKDOWN = """
from docutils.parsers import Parser
from docutils import nodes

class Markdown(Parser):
    supported = ("markdown",)
    def parse(self, inputstring, document):
        document += nodes.paragraph("", inputstring)

def setup(app):
    app.add_source_parser(Markdown)
    app.add_source_suffix(".md", "markdown")
"""
OTHER_PARSER = """
from sphinx.parsers import RSTParser

class Looser(RSTParser):
    supported = ("restructuredtext",)

def setup(app):
    app.add_source_parser(Looser, override=True)
"""
EARLIER_PARSER = f"""
import sys, types
sys.modules["looser"] = looser = types.ModuleType("looser")
exec({OTHER_PARSER!r}, vars(looser))
extensions.insert(0, "looser")
"""


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (MARKDOWN, "why-walk.md"),
        (OTHER_PARSER, "why-walk.rst"),
        (EARLIER_PARSER, "why-walk.rst"),
    ],
)
def test_other_markups_are_refused(
    project_copy: Path, checkout: Path, run: Callable, lines: str, name: str
) -> None:
    """A document that another parser reads is named, by the command and by plain Sphinx."""
    conf = project_copy / "docs" / "conf.py"
    conf.write_text(f"{conf.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")
    _add(project_copy, "Walking is good.\n", name)
    if name.endswith(".rst"):
        name = "will-running-reduce-cellulite.rst"  # the first of those that it reads
        (project_copy / "docs" / "articles" / "why-walk.rst").unlink()
    done = run("extract", project=project_copy)
    assert done.returncode == 2
    assert f"docs/articles/{name}: only reStructuredText can be translated" in done.stderr
    said = _built(project_copy, checkout).stderr
    for words in (done.stderr, said):
        assert f"docs/articles/{name}: only reStructuredText" in words
