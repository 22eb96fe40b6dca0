"""Each block in each other one: pages, books and PDF editions are made, and nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content import Content
from support.editions.epub_reports import epubcheck_reports, messages_of
from support.small_projects import HEAD, translate, write_project

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle r="9"/></svg>'
LINK = ".. image:: /dot.svg\n   :alt: Dot\n   :target: https://example.org/"
BLOCKS = {
    "paragraph": "A *paragraph* with ``code``.",
    "bullets": "* One item\n* Another item",
    "numbers": "1. First\n2. Second",
    "terms": "term : kind\n   Its meaning.",
    "fields": ":Field: Its body.",
    "options": "-a  An option.\n--long=X  Another.",
    "quote": ".. epigraph::\n\n   A quotation.\n\n   -- Somebody",
    "lines": "| A line,\n|   another *one*.",
    "code": ".. code-block:: python\n   :linenos:\n   :emphasize-lines: 1\n\n   print(1)",
    "captioned": ".. code-block:: console\n   :caption: Caption\n   :linenos:\n\n   One item",
    "written": ".. parsed-literal::\n\n   some *parsed* words",
    "literal": "Words::\n\n   literal  text",
    "doctest": ">>> 1 + 1\n2",
    "table": ".. list-table:: Title\n   :stub-columns: 1\n\n   * - A\n     - B\n   * - 1\n     - 2",
    "figure": ".. figure:: /dot.svg\n   :alt: Dot\n\n   A caption.\n\n   A legend.",
    "linked figure": ".. figure:: /dot.svg\n   :alt: Dot\n   :target: https://example.org/",
    "image": ".. image:: /dot.svg\n   :alt: Dot",
    "linked image": LINK,
    "note": ".. note::\n\n   A note.\n\n   * In it",
    "admonition": ".. admonition:: Own *title*\n\n   Text.",
    "rubric": ".. rubric:: A rubric",
    "formula": ".. math::\n\n   a = \\sqrt{b}",
    "version": ".. versionadded:: 1.0\n   Words.",
    "columns": ".. hlist::\n   :columns: 2\n\n   * In columns\n   * Beside",
    "group": ".. container:: own\n\n   In a group.",
    "centered": ".. centered:: Middle",
    "description": ".. describe:: One item\n\n   It does.",
}
PLACES = {
    "bullet": "* {}",
    "number": "1. {}",
    "second level": "* Above\n\n  * {}",
    "box": ".. note::\n\n   {}",
    "titled box": ".. admonition:: Its title\n\n   {}",
    "topic": ".. topic:: Its title\n\n   {}",
    "sidebar": ".. sidebar:: Its title\n\n   {}",
    "meaning": "term\n   {}",
    "quotation": ".. epigraph::\n\n   {}\n\n   -- Somebody",
    "indented": "Words.\n\n   {}",
    "cell": ".. list-table::\n\n   * - {}\n     - Other",
    "head": ".. list-table::\n   :header-rows: 1\n\n   * - {}\n     - B\n   * - One\n     - Two",
    "legend": ".. figure:: /dot.svg\n   :alt: Dot\n\n   A caption.\n\n   {}",
    "column": ".. hlist::\n\n   * {}\n   * Beside it",
    "described": ".. describe:: thing\n\n   {}",
    "group": ".. container:: own\n\n   {}",
    "field": ":Name: Words.\n\n   {}",
    "option": "-a  Words.\n\n    {}",
    "footnote": "Words [#{name}]_.\n\n.. [#{name}] Words.\n\n   {}",
}


def _placed(place: str, block: str) -> str:
    """The block in its place, with the indentation that this has."""
    before, _, after = PLACES[place].partition("{}")
    lines = BLOCKS[block].replace("\n", "\n" + " " * len(before.rpartition("\n")[2]))
    text = before + "\n".join(line.rstrip() for line in lines.split("\n")) + after
    return text.replace("{name}", block.replace(" ", "-"))


def _article(place: str) -> str:
    sections = [
        f"{block.capitalize()}\n{'-' * 40}\n\nBefore.\n\n{_placed(place, block)}\n\n..\n\nAfter.\n"
        for block in BLOCKS
    ]
    return f"{HEAD}In a {place}\n{'=' * 40}\n\nWords.\n\n" + "\n".join(sections)


@pytest.fixture(scope="module")
def project(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project with an article for each place, of which few texts are translated."""
    articles = {place.replace(" ", "-"): _article(place) for place in PLACES}
    folder = tmp_path_factory.mktemp("nesting") / "project"
    project = write_project(folder, articles, files={"docs/dot.svg": PICTURE}, bilingual=True)
    for name in articles:
        translate(project, name, {"One item": "Ein Punkt", "Before.": "Davor."})
    done = run("build", project=project)
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr
    return project


@pytest.mark.slow
def test_all_editions_are_there(project: Path) -> None:
    """None is withheld: a PDF edition too, whose typesetter refuses what no screen reader reads."""
    names = {path.name for path in (project / "build" / "site" / "downloads").iterdir()}
    for place in PLACES:
        for kind in ("en", "de", "de.bilingual"):
            assert {f"{place.replace(' ', '-')}.{kind}.{end}" for end in ("epub", "pdf")} <= names


@pytest.mark.slow
def test_books_are_valid(project: Path, run: Callable) -> None:
    """EPUBCheck finds nothing, and neither does our own check."""
    books = sorted((project / "build" / "site" / "downloads").glob("*.epub"))
    assert messages_of(epubcheck_reports(books)) == {}
    done = run("check", "--editions", project=project)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


@pytest.mark.slow
def test_no_text_is_twice_in_the_data(project: Path) -> None:
    """Each block is in an article's data once, as a list in columns within another."""
    bundle = project / "build" / "bundle"
    content = Content(lambda name: (bundle / name).read_bytes())
    for place in PLACES:
        text = content.load("en", article=place.replace(" ", "-")).plain()
        assert text.count("In columns") == text.count("A rubric") == 1, place
