"""Existing projects with documents in Markdown, and their own builders."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.adopting import HEADER

pytestmark = pytest.mark.slow

_CONF = """\
project = "Stairs"
author = "Ann Lee"
extensions = ["myst_parser", "recommonmark"]
locale_dirs = ["locale"]
gettext_compact = False
myst_enable_extensions = ["substitution", "colon_fence"]
"""

_FILES = {
    "docs/conf.py": _CONF,
    "docs/index.md": "# Stairs\n\nThe *first* words.\n\n```{toctree}\nwalk\nolder\n```\n",
    "docs/walk.md": "# Walk\n\nPress {kbd}`F1`.\n\nSee [the start](index.md) and {{ name }}.\n",
    "docs/older.rst": "Older\n=====\n\nThe *last* words.\n",
}
_TRANSLATIONS = {
    "index": {"Stairs": "Treppen", "The *first* words.": "1. Die *ersten* Worte."},
    "walk": {"Walk": "{{ env.srcdir }} Gehen", "Press {kbd}`F1`.": "{kbd}`F1` <b>drücken</b>."},
    "older": {"The *last* words.": "Die *letzten* Worte."},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with Markdown, reStructuredText and German catalogs."""
    folder = tmp_path_factory.mktemp("adopted") / "project"
    catalogs = folder / "docs" / "locale" / "de" / "LC_MESSAGES"
    catalogs.mkdir(parents=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, translations in _TRANSLATIONS.items():
        entries = (f'\nmsgid "{text}"\nmsgstr "{new}"\n' for text, new in translations.items())
        (catalogs / f"{name}.po").write_text(HEADER + "".join(entries), encoding="utf-8")
    return folder


def test_report_says_what_becomes_of_markdown(run: Callable, project: Path) -> None:
    """MyST works, recommonmark is in the way, and a refused construct has its line."""
    said = run("adopt", project).stdout
    assert "extension myst_parser: works: reads Markdown" in said
    assert "extension recommonmark: in the way: its Markdown has no gate" in said
    assert "docs/walk.md:5: no edition can show a substitution in Markdown" in said
    assert not re.search(r"docs/(?:index|older)\S*:\d", said)


def test_own_builder_reads_translations_as_the_gate_did(run: Callable, project: Path) -> None:
    """No substitution is computed, no HTML is live, and what looks like a list stays."""
    (project / "docs" / "conf.py").write_text(_CONF.replace(', "recommonmark"', ""), "utf-8")
    assert run("adopt", project, "--write", "--force").returncode in (0, 1)
    done = run("build", "de", "--formats", "sphinx:html", project=project)
    index, walk, older = (
        next(project.rglob(f"de/{name}.html")).read_text(encoding="utf-8")
        for name in ("index", "walk", "older")
    )
    assert "<p>1. Die <em>ersten</em> Worte.</p>" in index
    assert "<h1>{{ env.srcdir }} Gehen" in walk
    assert "<b>" not in walk
    assert "(looks-like-a-tag)" in done.stderr
    assert "<p>Die <em>letzten</em> Worte.</p>" in older


def test_texts_in_other_markup_stay(run: Callable, tmp_path: Path) -> None:
    """A parser of the project's own may read a harmless translation as anything, such as a file to
    download; no gate knows."""
    parser = """
from myst_parser.parsers.sphinx_ import MystParser
class Notebook(MystParser):
    supported = ("notebook",)
def setup(app):
    app.add_source_suffix(".nb", "notebook")
    app.add_source_parser(Notebook)
"""
    folder = tmp_path / "project"
    catalogs = folder / "docs" / "locale" / "de" / "LC_MESSAGES"
    catalogs.mkdir(parents=True)
    files = {
        "conf.py": _CONF.replace(', "recommonmark"', "") + parser,
        "index.rst": "Stairs\n======\n\nWords.\n\n.. toctree::\n\n   walk\n",
        "walk.nb": "# Walk\n\nPlain words.\n",
        "secret.txt": "nothing",
    }
    for name, text in files.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    for name, source, target in (
        ("index", "Words.", "Worte."),
        ("walk", "Plain words.", "{download}`so <secret.txt>`"),
    ):
        entry = f'\nmsgid "{source}"\nmsgstr "{target}"\n'
        (catalogs / f"{name}.po").write_text(HEADER + entry, encoding="utf-8")
    assert run("adopt", folder, "--write", "--force").returncode in (0, 1)
    done = run("build", "de", "--formats", "sphinx:html", project=folder)
    index, walk = (
        next(folder.rglob(f"de/{name}.html")).read_text("utf-8") for name in ("index", "walk")
    )
    assert "<p>Worte.</p>" in index
    assert "<p>Plain words.</p>" in walk
    assert "walk.nb: WARNING: no gate reads this markup" in done.stderr
