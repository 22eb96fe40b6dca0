"""The application: Sphinx without the builders of which no edition is made."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cellulite_content.pipeline.source.sphinx_app import _UNUSED, EXTENSIONS, is_ours
from support.small_projects import HEAD, write_project


def test_only_builders_are_left_out() -> None:
    """Roles, directives, domains and transforms of a source are all there."""
    assert all(name.startswith(("sphinx.builders.", "sphinxcontrib.")) for name in _UNUSED)
    assert not _UNUSED & set(EXTENSIONS)


def test_what_editions_are_made_with_is_kept() -> None:
    """The builders that ours extend or that read the source, and the gettext settings."""
    needed = {f"sphinx.builders.{name}" for name in ("dummy", "gettext", "html")}
    domains = {f"sphinx.domains.{name}" for name in ("c", "math", "python", "rst", "std")}
    assert needed | domains <= set(EXTENSIONS)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("sphinxcontrib.htmlhelp", True),
        ("sphinx.ext.todo", True),
        ("sphinxcontrib.bibtex", False),
        ("sphinx_design", False),
    ],
)
def test_code_of_others(name: str, known: bool) -> None:
    """Extensions of others have the namespace `sphinxcontrib` too, and may keep anything."""
    application: Any = SimpleNamespace(
        extensions={"alabaster": None, name: None}, config=SimpleNamespace(setup=None)
    )
    assert is_ours(application) is known


TAGS = 'tags.add("long")\n'
LISTENER = """
from docutils.parsers.rst import Directive

class Twice(Directive):
    def run(self):
        return []

def setup(app):
    def begin(app):
        app.add_directive("twice", Twice)
        app.config.html_short_title = app.builder.name
    app.connect("builder-inited", begin)
"""


@pytest.mark.parametrize("conf", [TAGS, TAGS + LISTENER], ids=["alone", "with an extension"])
def test_each_format_is_made_as_if_it_were_alone(tmp_path: Path, run: Callable, conf: str) -> None:
    """Tags of `conf.py` are there for all, those of a builder for its own; and what a project does
    for each builder is not done twice in one application."""
    text = (
        f"{HEAD}Walk\n====\n\nGo.\n\n.. only:: long\n\n   Go on.\n\n"
        ".. only:: html and not epub\n\n   On a page.\n\n.. only:: epub\n\n   In a book.\n"
    )
    folder = write_project(tmp_path / "project", {"a": text}, conf)
    done = run("build", "--formats", "html,epub", project=folder)
    assert "warning" not in done.stderr
    assert done.returncode == 0, done.stderr
    page = (folder / "build/site/de/articles/a.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(folder / "build/site/downloads/a.de.epub") as book:
        chapter = book.read("EPUB/a.xhtml").decode()
    assert "Go on." in page
    assert "Go on." in chapter
    assert ("In a book." in page, "In a book." in chapter) == (False, True)
    assert ("On a page." in page, "On a page." in chapter) == (True, False)


DOMAIN = """
from sphinx.domains import Domain

class Notes(Domain):
    name = "notes"
    initial_data = {"notes": {}}

    def process_doc(self, env, docname, document):
        self.data["notes"][docname] = document.astext()

    def clear_doc(self, docname):
        self.data["notes"].pop(docname, None)

    def merge_domaindata(self, docnames, otherdata):
        for docname in docnames:
            self.data["notes"][docname] = otherdata["notes"][docname]

def setup(app):
    app.add_domain(Notes)
    return {"parallel_read_safe": True}
"""


UNUSED = "autosectionlabel coverage duration extlinks githubpages mathjax todo".split()


@pytest.mark.slow
@pytest.mark.parametrize(
    "conf", [*(f'extensions.append("sphinx.ext.{name}")\n' for name in UNUSED), DOMAIN]
)
def test_extensions_that_no_source_uses(tmp_path: Path, run: Callable, conf: str) -> None:
    """A project may list Sphinx's own extensions, and have domains that note each document only
    when it has been read."""
    articles = {name: f"{HEAD}{name}\n====\n\nGo.\n" for name in ("Walk", "Swim")}
    folder = write_project(tmp_path / "project", articles, conf)
    done = run("build", "--formats", "html", project=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "build/site/de/articles/Walk.html").is_file()


def test_no_module_of_the_folder_is_taken_for_a_language(tmp_path: Path) -> None:
    """docutils has no words for Hindi, and a file `hi.py` beside the project is not run."""
    (tmp_path / "hi.py").write_text("raise SystemExit('hi.py was run')\n", encoding="utf-8")
    program = (
        "import sys\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from cellulite_content.pipeline.source.sphinx_app import warm_up\n"
        "warm_up()\n"
        "from docutils import languages\n"
        "from docutils.parsers.rst import languages as rst_languages\n"
        "assert languages.get_language('hi').__name__ == 'docutils.languages.en'\n"
        "rst_languages.get_language('hi')\n"
        "assert 'hi' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path], check=True)
